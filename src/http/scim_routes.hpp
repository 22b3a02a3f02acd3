// The handlers behind the SCIM routes: from HTTP to directory::Resources and back.
#pragma once

#include "directory/resources.hpp"
#include "http/exchange.hpp"
#include "usher/scim/discovery.hpp"

#include <string>
#include <vector>

namespace usher::http {

/// Thread-safe. Errors are thrown as scim::Error.
class ScimRoutes {
  public:
    /// All must outlive it.
    ScimRoutes(
        directory::Resources& resources,
        const scim::Registry& registry,
        const scim::ServiceLimits& limits
    );

    // /{type} and /{type}/{id}
    Response list(Exchange& exchange) const;
    Response create(Exchange& exchange) const;
    Response show(Exchange& exchange) const;
    Response replace(Exchange& exchange) const;
    Response patch(Exchange& exchange) const;
    Response remove(Exchange& exchange) const;
    // the root, /.search and /{type}/.search
    Response list_root(Exchange& exchange) const;
    Response search(Exchange& exchange) const;
    Response search_root(Exchange& exchange) const;
    // /Bulk and /Me
    Response bulk(Exchange& exchange) const;
    Response me(Exchange& exchange) const;
    // discovery
    Response service_provider_config(Exchange& exchange) const;
    Response schemas(Exchange& exchange) const;
    Response schema(Exchange& exchange) const;
    Response resource_types(Exchange& exchange) const;
    Response resource_type(Exchange& exchange) const;

  private:
    [[nodiscard]] std::vector<const scim::ResourceType*> all_types() const;
    [[nodiscard]] Response written(
        Exchange& exchange, const directory::Written& written, int status, bool always_with_body
    ) const;

    directory::Resources& resources_;
    const scim::Registry& registry_;
    const scim::ServiceLimits& limits_;
};

}  // namespace usher::http
