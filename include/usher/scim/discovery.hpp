// What a server says about itself (RFC 7643 §5-§7, RFC 7644 §4, RFC 9865 §2.3).
#pragma once

#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <cstddef>
#include <string>

namespace usher::scim {

/// The limits that ServiceProviderConfig announces and the server keeps.
struct ServiceLimits {
    std::size_t bulk_operations = 1000;
    std::size_t bulk_payload = 4'194'304;  ///< bytes
    std::size_t filter_results = 1000;     ///< also the largest page
    std::size_t default_page = 100;
    /// Resources that one search inspects at most where no index answers; more is tooMany (G07).
    std::size_t filter_candidates = 500'000;
    std::size_t cursor_timeout_seconds = 3600;
};

/// Each returns a whole resource with `meta` (location = base_url + endpoint). `base_url` ends in
/// "/scim/v2".
[[nodiscard]] Json service_provider_config(
    const ServiceLimits& limits, const std::string& base_url
);
[[nodiscard]] Json schema_resource(const Schema& schema, const std::string& base_url);
[[nodiscard]] Json resource_type_resource(const ResourceType& type, const std::string& base_url);

}  // namespace usher::scim
