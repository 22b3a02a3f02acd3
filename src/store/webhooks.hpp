// Who is told of an organization's events over HTTP: rows of `webhook`.
//
// A webhook's secret is sealed before it comes here (invitation/webhook_secret.hpp).
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::store {

struct Webhook {
    std::string id;
    std::string url;
    std::string description;
    std::vector<std::string> actions;  ///< names of events; "*": all of them
    std::string sealed_secret;
    bool enabled = true;
    std::string created_at;
    std::string updated_at;
    Value failing_since;  ///< none: the last delivery arrived

    [[nodiscard]] bool wants(std::string_view action) const;
};

/// Writes created_at = updated_at = tx.now().
void insert_webhook(Transaction& tx, const std::string& organization_id, Webhook& webhook);
/// Overwrites url, description, actions, secret and enabled; updated_at = tx.now(). Whether there
/// is such a webhook.
[[nodiscard]] bool update_webhook(
    Transaction& tx, const std::string& organization_id, Webhook& webhook
);
[[nodiscard]] bool delete_webhook(
    Transaction& tx, const std::string& organization_id, const std::string& id
);

[[nodiscard]] std::optional<Webhook> find_webhook(
    Session& session, const std::string& organization_id, const std::string& id
);
[[nodiscard]] std::optional<Webhook> lock_webhook(
    Transaction& tx, const std::string& organization_id, const std::string& id
);
/// In the order in which they were made.
[[nodiscard]] std::vector<Webhook> webhooks_of(
    Session& session, const std::string& organization_id
);

/// Notes since when deliveries have failed, or that one has arrived.
void record_webhook_failure(
    Transaction& tx, const std::string& organization_id, const std::string& id
);
void record_webhook_success(
    Transaction& tx, const std::string& organization_id, const std::string& id
);
/// For an endpoint that says it is gone.
void disable_webhook(Transaction& tx, const std::string& organization_id, const std::string& id);

}  // namespace usher::store
