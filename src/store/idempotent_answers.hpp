// Answers kept under an Idempotency-Key: at most one request with a key is ever at work.
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>

namespace usher::store {

/// Whose key. The key itself is not stored, only its hash.
struct AnswerKey {
    std::string organization_id;
    std::string principal;
    std::string hash;
};

/// What stands under a key already.
struct EarlierAnswer {
    bool other_request = false;  ///< the key came with another request then
    std::optional<int> status;   ///< nullopt: the first request is still at work
    std::string sealed;
};

struct KeptAnswer {
    int status;
    std::string sealed;
};

/// Claims the key for a request; nullopt: it is the caller's now, who ends with keep_answer() or
/// release_answer(). A key older than a day is free again, and one whose request has been at work
/// for longer than any may take: its process died.
[[nodiscard]] std::optional<EarlierAnswer> claim_answer(
    Database& database, const AnswerKey& key, const std::string& request_hash
);

void keep_answer(Database& database, const AnswerKey& key, const KeptAnswer& answer);

/// Nothing came of the request: the key is free again.
void release_answer(Database& database, const AnswerKey& key);

}  // namespace usher::store
