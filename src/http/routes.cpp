#include "http/routes.hpp"

#include <algorithm>
#include <array>

namespace usher::http {

namespace {

constexpr std::array table{
    Route{"GET",                "/ServiceProviderConfig", &ScimRoutes::service_provider_config, Access::open},
    Route{"GET",                    "/Schemas",                                        &ScimRoutes::schemas,                                               Access::discovery},
    Route{"GET",   "/Schemas/{id}",                           &ScimRoutes::schema,             Access::discovery},
    Route{"GET", "/ResourceTypes",&ScimRoutes::resource_types,      Access::discovery},
    Route{"GET",    "/ResourceTypes/{id}",                    &ScimRoutes::resource_type,                                  Access::discovery},
    Route{"GET",                "/Me",                &ScimRoutes::me      },
    Route{"POST",                    "/Me",                                        &ScimRoutes::me                                                       },
    Route{"PUT",                    "/Me",                                       &ScimRoutes::me                                            },
    Route{"PATCH",                    "/Me",                                        &ScimRoutes::me},
    Route{"DELETE",                    "/Me",                                      &ScimRoutes::me     },
    Route{"POST",                    "/Bulk",                                     &ScimRoutes::bulk                                                    },
    Route{"GET",                    "/",                                       &ScimRoutes::list_root                                           },
    Route{"POST",                    "/.search",                                        &ScimRoutes::search_root },
    Route{"GET",                    "/{type}",                                       &ScimRoutes::list  },
    Route{"POST",                    "/{type}",                                        &ScimRoutes::create                                              },
    Route{"POST",                    "/{type}/.search",                                       &ScimRoutes::search                                            },
    Route{"GET",                    "/{type}/{id}",                                       &ScimRoutes::show},
    Route{"PUT",                    "/{type}/{id}",                                        &ScimRoutes::replace},
    Route{"PATCH",                    "/{type}/{id}",                                        &ScimRoutes::patch                                                  },
    Route{"DELETE",                    "/{type}/{id}",                                      &ScimRoutes::remove                                          },
};

std::vector<std::string_view> segments_of(std::string_view pattern) {
    std::vector<std::string_view> segments;
    while (pattern.size() > 1) {
        pattern.remove_prefix(1);
        segments.push_back(pattern.substr(0, pattern.find('/')));
        pattern.remove_prefix(segments.back().size());
    }
    return segments;
}

/// Whether `path` fits `pattern`; notes what {type} and {id} stand for.
bool fits(
    std::string_view pattern,
    std::span<const std::string> path,
    const scim::Registry& registry,
    Match& match
) {
    const auto segments = segments_of(pattern);
    if (segments.size() != path.size()) return false;
    for (std::size_t at = 0; at < segments.size(); ++at) {
        if (segments[at] == "{type}") {
            match.type = registry.find_endpoint("/" + path[at]);
            if (match.type == nullptr) return false;
        } else if (segments[at] == "{id}") {
            if (path[at] == ".search") return false;
            match.id = path[at];
        } else if (segments[at] != path[at]) {
            return false;
        }
    }
    return true;
}

void allow(Match& match, std::string_view method) {
    if (std::find(match.allowed.begin(), match.allowed.end(), method) == match.allowed.end()) {
        match.allowed.push_back(method);
    }
}

}  // namespace

std::span<const Route> scim_routes() {
    return table;
}

std::optional<Match> match_route(
    std::string_view method, std::span<const std::string> path, const scim::Registry& registry
) {
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    Match match;
    for (const Route& route : table) {
        if (!fits(route.pattern, path, registry, match)) continue;
        allow(match, route.method);
        if (route.method == "GET") allow(match, "HEAD");
        if (route.method == wanted) match.route = &route;
    }
    if (match.allowed.empty()) return std::nullopt;
    allow(match, "OPTIONS");
    return match;
}

}  // namespace usher::http
