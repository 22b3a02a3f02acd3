// Everything that happens around a SCIM handler: version, authentication, routing, errors as
// bodies.
#pragma once

#include "base/log.hpp"
#include "http/account.hpp"
#include "http/auth.hpp"
#include "http/rate_limit.hpp"
#include "http/routes.hpp"
#include "http/scim_routes.hpp"

#include <string>

namespace usher::http {

/// Thread-safe. All that it is given must outlive it.
class ScimService {
  public:
    ScimService(
        const ScimRoutes& routes,
        const scim::Registry& registry,
        Authenticator& authenticator,
        base::Log& log,
        RateLimit& rate_limit,
        bool open_discovery
    );

    /// Answers a request whose path begins with /scim. Never throws: every error becomes an answer.
    [[nodiscard]] Response answer(
        const Request& request,
        const Target& target,
        const std::string& request_id,
        Account& account
    ) const;

  private:
    [[nodiscard]] Response dispatch(
        const Request& request,
        const Target& target,
        const std::string& request_id,
        Account& account
    ) const;
    [[nodiscard]] directory::Call require_directory(
        const Request& request, const std::string& request_id
    ) const;

    const ScimRoutes& routes_;
    const scim::Registry& registry_;
    Authenticator& authenticator_;
    base::Log& log_;
    RateLimit& rate_limit_;
    bool open_discovery_;
};

}  // namespace usher::http
