// From a request's credentials to a Caller: a bearer token, or the console's session cookie with
// its CSRF header.
#pragma once

#include "base/secret.hpp"
#include "http/api/exchange.hpp"
#include "http/api/route.hpp"
#include "http/auth.hpp"
#include "store/sessions.hpp"

#include <string>

namespace usher::http {

/// Thread-safe. All that it is given must outlive it.
class ApiCallers {
  public:
    /// `https`: whether the console is served over https, hence which cookie is its.
    ApiCallers(
        Authenticator& tokens, store::Database& database, const base::Secret& csrf_key, bool https
    );

    /// Fills in who asks, and with which session. Throws Problem: unauthorized for nobody,
    /// forbidden for a directory's token or an unsafe method without the session's CSRF token.
    void identify(ApiExchange& exchange) const;

  private:
    [[nodiscard]] bool identify_by_token(ApiExchange& exchange) const;
    [[nodiscard]] bool identify_by_session(ApiExchange& exchange) const;

    Authenticator& tokens_;
    store::Database& database_;
    const base::Secret& csrf_key_;
    bool https_;
};

/// Throws Problem::forbidden that says what is missing, unless the caller may use the route.
void require_access(const ApiAccess& access, const desk::Caller& caller);

}  // namespace usher::http
