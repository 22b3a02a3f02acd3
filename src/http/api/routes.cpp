#include "http/api/routes.hpp"

#include "base/id.hpp"
#include "http/api/areas.hpp"

#include <array>

namespace usher::http {

namespace {

constexpr std::array areas{
    &session_routes,
    &organization_routes,
    &user_routes,
    &invitation_routes,
    &bulk_routes,
    &invitation_sheet_routes,
    &request_routes,
    &event_routes,
    &case_routes,
    &join_routes,
    &me_routes,
    &reconciliation_routes,
    &sign_in_routes,
    &openapi_routes,
    &group_routes,
    &directory_routes,
    &webhook_routes,
    &mail_template_routes,
};

bool fits(const ApiRoute& route, std::span<const std::string> path, PathValues& values) {
    values.clear();
    return fits_pattern(
        route.pattern,
        path,
        [&](std::string_view placeholder, const std::string& segment) {
            const auto name = placeholder.substr(1, placeholder.size() - 2);
            values.emplace_back(name, segment);
            return name != "id" || base::is_id(segment);
        }
    );
}

}  // namespace

const std::vector<ApiRoute>& api_routes() {
    static const std::vector<ApiRoute> table = [] {
        std::vector<ApiRoute> joined;
        for (const auto& area : areas) {
            const auto rows = area();
            joined.insert(joined.end(), rows.begin(), rows.end());
        }
        return joined;
    }();
    return table;
}

std::optional<ApiMatch> match_api_route(
    std::string_view method, std::span<const std::string> path
) {
    ApiMatch match;
    PathValues values;
    for (const ApiRoute& route : api_routes()) {
        if (!fits(route, path, values)) continue;
        match.allowed.add(route.method);
        if (match.route == nullptr && route.method == routed_method(method)) {
            match.route = &route;
            match.path_values = values;
        }
    }
    if (match.allowed.empty()) return std::nullopt;
    return match;
}

std::optional<std::span<const std::string>> below_api(const std::vector<std::string>& path) {
    if (path.size() < 2 || path[0] != "api" || path[1] != "v1") return std::nullopt;
    return std::span(path).subspan(2);
}

bool takes_parameter(const ApiRoute& route, std::string_view name) {
    constexpr std::array<std::string_view, 4> of_lists{"filter", "sort", "limit", "cursor"};
    if (route.list) {
        for (const std::string_view known : of_lists) {
            if (name == known) return true;
        }
    }
    std::string_view rest = route.parameters;
    while (!rest.empty()) {
        const std::string_view known = rest.substr(0, rest.find(' '));
        if (name == known) return true;
        rest.remove_prefix(std::min(rest.size(), known.size() + 1));
    }
    return false;
}

}  // namespace usher::http
