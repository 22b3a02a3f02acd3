// One request to the admin API on its way to a handler, and how handlers answer.
#pragma once

#include "base/clock.hpp"
#include "desk/caller.hpp"
#include "http/front/message.hpp"
#include "http/target.hpp"
#include "usher/scim/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::http {

struct ApiRoute;

/// What the placeholders of a pattern stand for: {"id", "0199..."}.
using PathValues = std::vector<std::pair<std::string_view, std::string>>;

/// Lives for one request, on one thread.
struct ApiExchange {
    const Request& request;
    const Target& target;
    const ApiRoute& route;
    PathValues path_values;
    desk::Caller caller;  ///< of an open route: the request id only
    base::Time now;
    std::string session_id = {};  ///< of a caller who came with the console's cookie

    /// What `{name}` of the pattern stands for. Throws std::logic_error if it has none.
    [[nodiscard]] const std::string& path(std::string_view name) const;

    /// A query parameter; nullopt if it is not there.
    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
    /// A query parameter that is true or false; false if it is not there. Throws Problem.
    [[nodiscard]] bool flag(std::string_view name) const;

    /// The body as a JSON object; {} for no body. Throws Problem for a wrong media type, JSON that
    /// does not parse or is beyond the API's bounds, and anything but an object.
    [[nodiscard]] scim::Json body() const;
    /// The body as text of `media_type`. Throws Problem for another one.
    [[nodiscard]] const std::string& body_as(std::string_view media_type) const;
};

[[nodiscard]] Response json_answer(const scim::Json& value, int status = 200);
/// 204.
[[nodiscard]] Response no_content();

}  // namespace usher::http
