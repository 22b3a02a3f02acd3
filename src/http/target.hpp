// The request target taken apart: path segments and query parameters, decoded by our own rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::http {

struct Target {
    std::vector<std::string> path;  ///< decoded, without empty segments ("//", trailing "/")
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
    bool flag_in_base_url =
        false;  ///< Entra's `?aadOptscim062020` stood before the path's end (EN4)

    /// The first parameter called `name` (exact case); nullptr if there is none. `?name` has the
    /// value "".
    [[nodiscard]] const std::string* parameter(std::string_view name) const;
};

/// Parses a raw target. nullopt for a malformed percent escape or one that decodes to a control
/// character or invalid UTF-8.
///
/// In a query value `+` means a space, unless the value also holds "%20": then the client does not
/// encode forms, and `+` is itself. The suffix ".scim" of the last segment is dropped (RFC 7644
/// §3.8). `/scim/v2?aadOptscim062020/Users?filter=…`, which comes of pasting Entra's flag into the
/// base URL, is read as /scim/v2/Users?aadOptscim062020&filter=….
[[nodiscard]] std::optional<Target> parse_target(std::string_view raw);

}  // namespace usher::http
