// A row of the API's table of routes: one call, with all that the router, the permission check and
// the OpenAPI document need to know of it.
#pragma once

#include "http/api/exchange.hpp"
#include "invitation/roles.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace usher::http {

struct ApiServices;

using ApiHandler = Response (*)(ApiServices& services, ApiExchange& exchange);

/// Who may call.
struct ApiAccess {
    enum class Who {
        anybody,     ///< without signing in
        member,      ///< every member of the organization, and every admin token
        admin,       ///< whose role is team_admin or more
        permission,  ///< who holds `permission`
    };
    Who who = Who::admin;
    invitation::Permission permission{};
};

inline constexpr ApiAccess open_to_anybody{.who = ApiAccess::Who::anybody};
inline constexpr ApiAccess any_member{.who = ApiAccess::Who::member};
inline constexpr ApiAccess any_admin{.who = ApiAccess::Who::admin};

[[nodiscard]] constexpr ApiAccess needs(invitation::Permission permission) {
    return {.who = ApiAccess::Who::permission, .permission = permission};
}

/// Where it runs: what hashes passwords or takes long goes to the slow lane.
enum class ApiLane { quick, slow };

inline constexpr std::size_t usual_body_bytes = 1024UL * 1024;

struct ApiRoute {
    std::string_view method;
    std::string_view pattern;  ///< below /api/v1; {id} fits ids only, other names any segment
    ApiHandler handler;
    ApiAccess access;
    std::string_view operation;        ///< OpenAPI's operationId: "listUsers"
    std::string_view summary;          ///< one line
    std::string_view request = {};     ///< a schema of schemas/api, or a media type; empty: no body
    std::string_view response = {};    ///< likewise; empty: no content
    std::string_view parameters = {};  ///< names of query parameters, by spaces
    bool list = false;                 ///< takes filter, sort, limit and cursor too
    int status = 200;                  ///< of success
    ApiLane lane = ApiLane::quick;
    std::size_t max_body_bytes = usual_body_bytes;
};

/// Whether the route takes a query parameter called `name`.
[[nodiscard]] bool takes_parameter(const ApiRoute& route, std::string_view name);

}  // namespace usher::http
