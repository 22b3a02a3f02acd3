// What the API's handlers work on: made once by the server, in order, each on those above it.
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "store/database.hpp"
#include "usher/scim/schema.hpp"

#include <string>

namespace usher::http {

/// What everything in the services is made of. All must outlive them.
struct ServiceGround {
    store::Database& database;
    const scim::Registry& registry;
    const base::Clock& clock;
    const base::Secret& server_key;
    std::string public_url;  ///< without a slash at its end
};

/// Thread-safe.
struct ApiServices {
    explicit ApiServices(const ServiceGround& ground);

    /// Whether the console is served over https, hence which session cookie is its.
    [[nodiscard]] bool https() const { return public_url.starts_with("https://"); }

    store::Database& database;
    const scim::Registry& registry;
    const base::Clock& clock;
    std::string public_url;
    base::Secret cursor_key;
    base::Secret csrf_key;
};

}  // namespace usher::http
