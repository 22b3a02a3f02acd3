// The queue of what leaves: rows of `delivery`, written with the change that they tell of
// (store/effects.hpp), taken by the outbox one at a time, kept as the record of what became of
// them.
//
// A claim moves the row's next_at to the claim's end: nobody else is offered it until then, and if
// its worker dies it comes back by itself. What the claimant reports counts only while its claim
// holds. A delivery is sent at least once, under the same id every time.
#pragma once

#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

struct Delivery {
    std::string organization_id;
    std::string id;
    std::string channel;  ///< "mail", "sms", "webhook"
    std::string kind;     ///< a letter's kind, or the event's name
    event::Party subject;
    std::string data;  ///< JSON text
    Value event_id;
    Value webhook_id;
    std::string state;           ///< "queued", "sent", "dropped", "dead"
    std::uint32_t attempts = 0;  ///< claims, the present one included
    std::string next_at;
    Value claimed_until;
    Value detail;  ///< the last answer or error, or why it was dropped
    std::string created_at;
    Value closed_at;
};

/// The columns that read_delivery() reads.
inline constexpr const char* delivery_columns =
    "organization_id, id, channel, kind, subject_kind, subject_id, data, event_id, webhook_id, "
    "state, attempts, next_at, claimed_until, detail, created_at, closed_at";
inline constexpr std::size_t delivery_column_count = 16;
[[nodiscard]] Delivery read_delivery(const Row& row);

/// Two queues, so that an endpoint that hangs keeps no mail waiting.
enum class Lane { letters, webhooks };

/// The one question that concerns every organization: whose queue has work at `now`. Ids only.
[[nodiscard]] std::vector<std::string> organizations_with_due_deliveries(
    Session& session, Lane lane, base::Time now
);
/// How many deliveries wait, of every organization: a number for /metrics.
[[nodiscard]] std::uint64_t count_queued_deliveries(Session& session);

/// Takes the delivery of the organization that has been due longest until `until`; nullopt if none
/// is due that nobody else is taking.
[[nodiscard]] std::optional<Delivery> claim_delivery(
    Transaction& tx, const std::string& organization_id, Lane lane, base::Time until
);

/// What became of a claimed delivery.
struct DeliveryEnd {
    std::string_view state;      ///< "sent", "dropped", "dead"; "queued": again at next_at
    std::string detail;          ///< shown to admins
    base::Time next_at{};        ///< of "queued"
    bool attempt_counts = true;  ///< false: it was put off, not tried
};

/// Records `end` if the claim of `delivery` still holds; whether it did.
[[nodiscard]] bool finish_delivery(
    Transaction& tx, const Delivery& delivery, const DeliveryEnd& end
);

/// Queues a closed delivery of a webhook again, as if new, under its id. nullopt: there is none or
/// it is queued still.
[[nodiscard]] std::optional<Delivery> redeliver(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& webhook_id,
    const std::string& delivery_id
);

/// Puts off what is queued for a webhook that does not answer, so that its others do not find out
/// one by one.
void postpone_deliveries_of_webhook(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& webhook_id,
    base::Time until
);

/// Drops what is queued for a webhook that goes.
void drop_deliveries_of_webhook(
    Transaction& tx, const std::string& organization_id, const std::string& webhook_id
);

}  // namespace usher::store
