#include "store/idempotent_answers.hpp"

#include <chrono>

namespace usher::store {

namespace {

constexpr std::chrono::hours kept_for{24};
constexpr std::chrono::minutes at_work_for{2};

const std::string is_key =
    "organization_id = :organization AND principal = :principal AND key_hash = :key";

Parameters parameters_of(const AnswerKey& key) {
    return {
        {"organization", key.organization_id},
        {"principal",    key.principal      },
        {"key",          key.hash           }
    };
}

}  // namespace

std::optional<EarlierAnswer> claim_answer(
    Database& database, const AnswerKey& key, const std::string& request_hash
) {
    return database.change([&](Transaction& tx) {
        Outcome<std::optional<EarlierAnswer>> outcome;
        Parameters parameters = parameters_of(key);
        parameters.push_back({"request", request_hash});
        parameters.push_back({"now", base::to_text(tx.now())});
        parameters.push_back({"forgotten", base::to_text(tx.now() - kept_for)});
        parameters.push_back({"dead", base::to_text(tx.now() - at_work_for)});
        // One statement decides: of two at once, the second waits for the first's row.
        const auto claimed = tx.select(
            "INSERT INTO idempotent_answer (organization_id, principal, key_hash, request_hash, "
            "created_at) VALUES (:organization, :principal, :key, :request, :now) "
            "ON CONFLICT (organization_id, principal, key_hash) DO UPDATE SET "
            "request_hash = excluded.request_hash, created_at = excluded.created_at, "
            "status = NULL, sealed_answer = NULL "
            "WHERE idempotent_answer.created_at <= :forgotten "
            "OR (idempotent_answer.status IS NULL AND idempotent_answer.created_at <= :dead) "
            "RETURNING key_hash",
            parameters,
            1
        );
        if (!claimed.empty()) return outcome;
        const auto row = tx.find(
            "SELECT request_hash, status, sealed_answer FROM idempotent_answer WHERE " + is_key,
            parameters_of(key),
            3
        );
        // Gone since: the first request failed a moment ago, so this one may come again.
        if (!row) throw Unavailable("an idempotency key was released at this moment");
        outcome.value = EarlierAnswer{
            .other_request = row->at(0) != request_hash,
            .status = row->at(1) ? std::optional(std::stoi(*row->at(1))) : std::nullopt,
            .sealed = row->at(2).value_or("")};
        return outcome;
    });
}

void keep_answer(Database& database, const AnswerKey& key, const KeptAnswer& answer) {
    database.change([&](Transaction& tx) {
        Parameters parameters = parameters_of(key);
        parameters.push_back({"status", std::to_string(answer.status)});
        parameters.push_back({"sealed", answer.sealed});
        tx.execute(
            "UPDATE idempotent_answer SET status = :status, sealed_answer = :sealed WHERE " +
                is_key,
            parameters
        );
        return Outcome<bool>{.value = true, .events = {}};
    });
}

void release_answer(Database& database, const AnswerKey& key) {
    database.change([&](Transaction& tx) {
        tx.execute("DELETE FROM idempotent_answer WHERE " + is_key, parameters_of(key));
        return Outcome<bool>{.value = true, .events = {}};
    });
}

}  // namespace usher::store
