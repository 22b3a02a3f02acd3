#include "http/routes.hpp"

#include <array>

namespace usher::http {

namespace {

constexpr std::array scim_table{
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

/// Whether `path` fits `pattern`; notes what {type} and {id} stand for.
bool fits(
    std::string_view pattern,
    std::span<const std::string> path,
    const scim::Registry& registry,
    Match& match
) {
    return fits_pattern(
        pattern,
        path,
        [&](std::string_view placeholder, const std::string& segment) {
            if (placeholder == "{type}") {
                match.type = registry.find_endpoint("/" + segment);
                return match.type != nullptr;
            }
            match.id = segment;
            return segment != ".search";
        }
    );
}

}  // namespace

std::span<const Route> scim_routes() {
    return scim_table;
}

std::optional<Match> match_route(
    std::string_view method, std::span<const std::string> path, const scim::Registry& registry
) {
    const std::string_view wanted = routed_method(method);
    Match match;
    for (const Route& route : scim_table) {
        if (!fits(route.pattern, path, registry, match)) continue;
        match.allowed.add(route.method);
        if (route.method == wanted) match.route = &route;
    }
    if (match.allowed.empty()) return std::nullopt;
    return match;
}

}  // namespace usher::http
