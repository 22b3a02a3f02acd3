#include "store/webhooks.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::store {

namespace {

const std::string webhook_columns =
    "id, url, description, actions, sealed_secret, enabled, created_at, updated_at, failing_since";
constexpr std::size_t webhook_column_count = 9;

Webhook read_webhook(const Row& row) {
    return {
        .id = row.at(0).value(),
        .url = row.at(1).value(),
        .description = row.at(2).value(),
        .actions = nlohmann::json::parse(row.at(3).value()).get<std::vector<std::string>>(),
        .sealed_secret = row.at(4).value(),
        .enabled = row.at(5).value() == "1",
        .created_at = row.at(6).value(),
        .updated_at = row.at(7).value(),
        .failing_since = row.at(8)};
}

Parameters values_of(const std::string& organization_id, const Webhook& webhook) {
    return {
        {"organization", organization_id                       },
        {"id",           webhook.id                            },
        {"url",          webhook.url                           },
        {"description",  webhook.description                   },
        {"actions",      nlohmann::json(webhook.actions).dump()},
        {"secret",       webhook.sealed_secret                 },
        {"enabled",      webhook.enabled ? "1" : "0"           },
        {"now",          webhook.updated_at                    }
    };
}

std::optional<Webhook> find(
    Session& session, const std::string& organization_id, const std::string& id, const char* ending
) {
    const auto row = session.find(
        "SELECT " + webhook_columns +
            " FROM webhook WHERE organization_id = :organization AND id = :id " + ending,
        {
            {"organization", organization_id},
            {"id",           id             }
    },
        webhook_column_count
    );
    return row ? std::optional(read_webhook(*row)) : std::nullopt;
}

/// Writes the row only where `condition` says that something changes. Both may use :now.
void set(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& id,
    const std::string& assignments,
    const std::string& condition
) {
    tx.execute(
        "UPDATE webhook SET " + assignments +
            " WHERE organization_id = :organization AND id = :id AND " + condition,
        {
            {"organization", organization_id        },
            {"id",           id                     },
            {"now",          base::to_text(tx.now())}
    }
    );
}

}  // namespace

bool Webhook::wants(std::string_view action) const {
    return std::any_of(actions.begin(), actions.end(), [&](const std::string& name) {
        return name == "*" || name == action;
    });
}

void insert_webhook(Transaction& tx, const std::string& organization_id, Webhook& webhook) {
    webhook.created_at = base::to_text(tx.now());
    webhook.updated_at = webhook.created_at;
    tx.execute(
        "INSERT INTO webhook (organization_id, id, url, description, actions, sealed_secret, "
        "enabled, created_at, updated_at) VALUES (:organization, :id, :url, :description, "
        ":actions, :secret, :enabled, :now, :now)",
        values_of(organization_id, webhook)
    );
}

bool update_webhook(Transaction& tx, const std::string& organization_id, Webhook& webhook) {
    webhook.updated_at = base::to_text(tx.now());
    return tx.execute(
               "UPDATE webhook SET url = :url, description = :description, actions = :actions, "
               "sealed_secret = :secret, enabled = :enabled, updated_at = :now "
               "WHERE organization_id = :organization AND id = :id",
               values_of(organization_id, webhook)
           ) == 1;
}

bool delete_webhook(Transaction& tx, const std::string& organization_id, const std::string& id) {
    return tx.execute(
               "DELETE FROM webhook WHERE organization_id = :organization AND id = :id",
               {
                   {"organization", organization_id},
                   {"id",           id             }
    }
           ) == 1;
}

std::optional<Webhook> find_webhook(
    Session& session, const std::string& organization_id, const std::string& id
) {
    return find(session, organization_id, id, "");
}

std::optional<Webhook> lock_webhook(
    Transaction& tx, const std::string& organization_id, const std::string& id
) {
    return find(tx, organization_id, id, "$FOR_UPDATE");
}

std::vector<Webhook> webhooks_of(Session& session, const std::string& organization_id) {
    std::vector<Webhook> found;
    for (const Row& row : session.select(
             "SELECT " + webhook_columns +
                 " FROM webhook WHERE organization_id = :organization ORDER BY id",
             {
                 {"organization", organization_id}
    },
             webhook_column_count
         ))
        found.push_back(read_webhook(row));
    return found;
}

void record_webhook_failure(
    Transaction& tx, const std::string& organization_id, const std::string& id
) {
    set(tx, organization_id, id, "failing_since = :now", "failing_since IS NULL");
}

void record_webhook_success(
    Transaction& tx, const std::string& organization_id, const std::string& id
) {
    set(tx, organization_id, id, "failing_since = NULL", "failing_since IS NOT NULL");
}

void disable_webhook(Transaction& tx, const std::string& organization_id, const std::string& id) {
    set(tx, organization_id, id, "enabled = 0, updated_at = :now", "enabled = 1");
}

}  // namespace usher::store
