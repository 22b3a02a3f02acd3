// The one table of the API's routes, and how a path is looked up in it.
#pragma once

#include "http/api/route.hpp"
#include "http/route_pattern.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace usher::http {

/// Every route of /api/v1, for the server, the OpenAPI document and the tests.
[[nodiscard]] const std::vector<ApiRoute>& api_routes();

struct ApiMatch {
    const ApiRoute* route = nullptr;  ///< nullptr: the path is known, but not for this method
    AllowedMethods allowed;
    PathValues path_values;
};

/// Looks up a path below /api/v1. The first row that fits wins. nullopt: no route has this path.
[[nodiscard]] std::optional<ApiMatch> match_api_route(
    std::string_view method, std::span<const std::string> path
);

/// What comes after /api/v1; nullopt for a path of another kind.
[[nodiscard]] std::optional<std::span<const std::string>> below_api(
    const std::vector<std::string>& path
);

}  // namespace usher::http
