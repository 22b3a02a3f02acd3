// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST that is sent again gets the
// answer of the first, and nothing happens twice.
//
// Answers of success are kept for a day, sealed: they may hold a link or token that is shown once.
// A request that failed has changed nothing, so its key is free again.
#pragma once

#include "base/secret.hpp"
#include "http/api/exchange.hpp"
#include "store/database.hpp"

#include <functional>

namespace usher::http {

/// Thread-safe. `database` must outlive it.
class IdempotentAnswers {
  public:
    IdempotentAnswers(store::Database& database, const base::Secret& server_key);

    /// The kept answer for the request's key, or `work()`'s, which is kept. A request without a key
    /// is just worked on. Throws Problem: conflict where the first request is still at work or the
    /// key came with another request, validation_failed for a key that is none; and what `work`
    /// throws.
    [[nodiscard]] Response answer(
        const ApiExchange& exchange, const std::function<Response()>& work
    ) const;

  private:
    store::Database& database_;
    base::Secret key_;
};

}  // namespace usher::http
