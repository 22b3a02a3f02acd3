// Entity tags (RFC 7644 §3.14, RFC 9110 §13): the version as a weak tag, and whether a header names
// it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace usher::directory {

/// W/"3"
[[nodiscard]] std::string etag_of(std::uint64_t version);

/// Whether an If-Match or If-None-Match header names `version`: `*`, one tag, or a list; weak
/// comparison, as all our tags are weak.
[[nodiscard]] bool names_version(std::string_view header, std::uint64_t version);

}  // namespace usher::directory
