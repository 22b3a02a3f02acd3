#include "store/deliveries.hpp"

namespace usher::store {

namespace {

/// The only row of a statement, read to the end as SQLite asks of INSERT and UPDATE.
std::optional<Delivery> only(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    return read_delivery(rows.front());
}

/// The condition of the lane's partial index.
std::string queued_in(Lane lane, const std::string& alias) {
    return alias + "state = 'queued' AND " + alias +
           (lane == Lane::webhooks ? "channel = 'webhook'" : "channel <> 'webhook'");
}

/// Hops along the lane's index: its cost grows with the organizations that have something queued,
/// not with what they have queued.
std::string due_organizations(Lane lane) {
    return "WITH RECURSIVE waiting (organization_id) AS ("
           "SELECT min(organization_id) FROM delivery WHERE " +
           queued_in(lane, "") +
           " UNION ALL SELECT (SELECT min(d.organization_id) FROM delivery d WHERE " +
           queued_in(lane, "d.") +
           " AND d.organization_id > w.organization_id) FROM waiting w "
           "WHERE w.organization_id IS NOT NULL) "
           "SELECT w.organization_id FROM waiting w WHERE w.organization_id IS NOT NULL "
           "AND EXISTS (SELECT 1 FROM delivery d WHERE d.organization_id = w.organization_id AND " +
           queued_in(lane, "d.") + " AND d.next_at <= :now)";
}

}  // namespace

Delivery read_delivery(const Row& row) {
    return {
        .organization_id = row.at(0).value(),
        .id = row.at(1).value(),
        .channel = row.at(2).value(),
        .kind = row.at(3).value(),
        .subject = {.kind = row.at(4).value(), .id = row.at(5).value()},
        .data = row.at(6).value(),
        .event_id = row.at(7),
        .webhook_id = row.at(8),
        .state = row.at(9).value(),
        .attempts = static_cast<std::uint32_t>(std::stoul(row.at(10).value())),
        .next_at = row.at(11).value(),
        .claimed_until = row.at(12),
        .detail = row.at(13),
        .created_at = row.at(14).value(),
        .closed_at = row.at(15)
    };
}

std::vector<std::string> organizations_with_due_deliveries(
    Session& session, Lane lane, base::Time now
) {
    std::vector<std::string> ids;
    for (const Row& row : session.select(
             due_organizations(lane),
             {
                 {"now", base::to_text(now)}
    },
             1
         ))
        ids.push_back(row.at(0).value());
    return ids;
}

std::uint64_t count_queued_deliveries(Session& session) {
    const auto row = session.find("SELECT count(*) FROM delivery WHERE state = 'queued'", {}, 1);
    return std::stoull(row.value().at(0).value());
}

std::optional<Delivery> claim_delivery(
    Transaction& tx, const std::string& organization_id, Lane lane, base::Time until
) {
    return only(tx.select(
        "UPDATE delivery SET claimed_until = :until, next_at = :until, attempts = attempts + 1 "
        "WHERE organization_id = :organization AND state = 'queued' AND id $AMONG "
        "SELECT id FROM delivery WHERE organization_id = :organization AND " +
            queued_in(lane, "") +
            " AND next_at <= :now ORDER BY next_at, id LIMIT 1 $FOR_UPDATE $SKIP_LOCKED $END_AMONG "
            "RETURNING " +
            std::string(delivery_columns),
        {
            {"organization", organization_id        },
            {"now",          base::to_text(tx.now())},
            {"until",        base::to_text(until)   }
    },
        delivery_column_count
    ));
}

bool finish_delivery(Transaction& tx, const Delivery& delivery, const DeliveryEnd& end) {
    const bool again = end.state == "queued";
    const Value closed_at = again ? Value() : base::to_text(tx.now());
    const Value next_at = again ? base::to_text(end.next_at) : delivery.next_at;
    return tx.execute(
               "UPDATE delivery SET state = :state, detail = :detail, next_at = :next, "
               "claimed_until = NULL, closed_at = :closed, "
               "attempts = attempts - CAST(:uncounted AS $INTEGER) "
               "WHERE organization_id = :organization AND id = :id AND state = 'queued' "
               "AND claimed_until = :claim",
               {
                   {"organization", delivery.organization_id      },
                   {"id",           delivery.id                   },
                   {"claim",        delivery.claimed_until        },
                   {"state",        std::string(end.state)        },
                   {"detail",       end.detail                    },
                   {"next",         next_at                       },
                   {"closed",       closed_at                     },
                   {"uncounted",    end.attempt_counts ? "0" : "1"}
    }
           ) == 1;
}

std::optional<Delivery> redeliver(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& webhook_id,
    const std::string& delivery_id
) {
    return only(tx.select(
        "UPDATE delivery SET state = 'queued', attempts = 0, next_at = :now, closed_at = NULL "
        "WHERE organization_id = :organization AND id = :id AND webhook_id = :webhook "
        "AND state <> 'queued' RETURNING " +
            std::string(delivery_columns),
        {
            {"organization", organization_id        },
            {"webhook",      webhook_id             },
            {"id",           delivery_id            },
            {"now",          base::to_text(tx.now())}
    },
        delivery_column_count
    ));
}

void postpone_deliveries_of_webhook(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& webhook_id,
    base::Time until
) {
    tx.execute(
        "UPDATE delivery SET next_at = :until WHERE organization_id = :organization "
        "AND webhook_id = :webhook AND state = 'queued' AND claimed_until IS NULL "
        "AND next_at < :until",
        {
            {"organization", organization_id     },
            {"webhook",      webhook_id          },
            {"until",        base::to_text(until)}
    }
    );
}

void drop_deliveries_of_webhook(
    Transaction& tx, const std::string& organization_id, const std::string& webhook_id
) {
    tx.execute(
        "UPDATE delivery SET state = 'dropped', detail = 'webhook_deleted', closed_at = :now, "
        "claimed_until = NULL WHERE organization_id = :organization AND webhook_id = :webhook "
        "AND state = 'queued'",
        {
            {"organization", organization_id        },
            {"webhook",      webhook_id             },
            {"now",          base::to_text(tx.now())}
    }
    );
}

}  // namespace usher::store
