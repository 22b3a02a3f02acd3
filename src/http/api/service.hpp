// Everything that happens around an API handler: routing, who asks and whether they may, bounds,
// Idempotency-Key, and errors as problems.
#pragma once

#include "base/log.hpp"
#include "http/account.hpp"
#include "http/api/caller.hpp"
#include "http/api/idempotency.hpp"
#include "http/api/routes.hpp"
#include "http/api/services.hpp"

#include <string>

namespace usher::http {

/// Thread-safe. All that it is given must outlive it.
class ApiService {
  public:
    ApiService(
        ApiServices& services,
        const ApiCallers& callers,
        const IdempotentAnswers& idempotent,
        base::Log& log
    );

    /// Answers a request whose path begins with /api/v1. Never throws: every error becomes an
    /// answer.
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
    [[nodiscard]] Response run(ApiExchange& exchange, Account& account) const;

    ApiServices& services_;
    const ApiCallers& callers_;
    const IdempotentAnswers& idempotent_;
    base::Log& log_;
};

/// Whether a request goes to the slow lane.
[[nodiscard]] bool is_slow_call(const Request& request);

}  // namespace usher::http
