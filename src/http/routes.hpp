// The one table of SCIM routes: method, pattern, handler, and who may call it.
#pragma once

#include "http/exchange.hpp"
#include "http/route_pattern.hpp"
#include "http/scim_routes.hpp"
#include "usher/scim/schema.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace usher::http {

enum class Access {
    directory,  ///< a directory's token
    discovery,  ///< a directory's token, or anybody under `open_discovery` (D08)
    open,       ///< anybody
};

struct Route {
    std::string_view method;
    std::string_view
        pattern;  ///< below /scim/v2; {type} is a resource type's endpoint, {id} any segment
    Response (ScimRoutes::*handler)(Exchange&) const;
    Access access = Access::directory;
};

/// Every SCIM route, for the server, the tests and docs.
[[nodiscard]] std::span<const Route> scim_routes();

/// What a path comes to.
struct Match {
    const Route* route = nullptr;  ///< nullptr: the path is known, but not for this method
    AllowedMethods allowed;
    const scim::ResourceType* type = nullptr;
    std::string id;
};

/// Looks up a path (below the version). HEAD counts as GET. nullopt: no route has this path.
[[nodiscard]] std::optional<Match> match_route(
    std::string_view method, std::span<const std::string> path, const scim::Registry& registry
);

}  // namespace usher::http
