#include "store/transfer.hpp"

#include "store/binder.hpp"

#include <algorithm>
#include <array>

namespace usher::store {

namespace {

using Column = TransferColumn;

constexpr std::size_t page = 500;

constexpr Column text(std::string_view name) {
    return {.name = name, .number = false};
}

constexpr Column number(std::string_view name) {
    return {.name = name, .number = true};
}

constexpr std::array moved_directory{
    text("id"),
    text("name"),
    text("on_create"),
    text("dialect"),
    text("created_at"),
    text("policies"),
    text("paused_at"),
    text("pause_reason"),
    text("guard_released_until"),
    number("managed_users"),
    text("managed_counted_at"),
    text("last_request_at"),
    text("deleted_at")};

constexpr std::array moved_resource{
    text("type"),
    text("id"),
    text("directory_id"),
    number("version"),
    text("document"),
    text("display"),
    number("active"),
    text("joined_at"),
    text("created_at"),
    text("modified_at"),
    text("invited_at"),
    text("invitation_expires_at"),
    text("profile_state"),
    text("terms_version")};

constexpr std::array moved_attribute{
    text("type"),
    text("path"),
    text("fold"),
    text("resource_id"),
    number("ordinal"),
    text("unique_in")};

constexpr std::array moved_membership{
    text("group_id"),
    text("member_id"),
    text("group_type"),
    text("member_type"),
    text("role"),
    text("created_at")};

constexpr std::array moved_credential{
    text("user_id"), text("type"), text("password_hash"), text("changed_at")};

constexpr std::array moved_tombstone{
    text("type"),
    text("id"),
    text("directory_id"),
    text("document"),
    text("joined_at"),
    text("created_at"),
    text("deleted_at"),
    text("display"),
    number("version"),
    text("profile_state"),
    text("terms_version"),
    text("deleted_by_kind"),
    text("deleted_by_id")};

constexpr std::array moved_person{
    text("user_id"),
    text("source"),
    text("organization_role"),
    text("permissions"),
    text("locale"),
    text("submitted_profile"),
    text("profile_note"),
    text("terms_accepted_at"),
    text("sms_consent_at"),
    text("sms_consent_by"),
    text("created_at")};

constexpr std::array moved_identity_key{text("kind"), text("match_key"), text("user_id")};

constexpr std::array moved_unkeyed_user{text("user_id")};

constexpr std::array moved_invitation{
    text("id"),           text("user_id"),         text("email"),
    text("state"),        text("reason"),          text("via"),
    text("channels"),     text("promised_groups"), text("organization_role"),
    text("counters"),     text("created_by_kind"), text("created_by_id"),
    text("request_id"),   text("predecessor_id"),  text("locale"),
    text("created_at"),   text("expires_at"),      text("closed_at"),
    text("last_sent_at"), number("sent_count")};

constexpr std::array moved_invitation_request{
    text("id"),
    text("email"),
    text("email_key"),
    text("name"),
    text("message"),
    text("locale"),
    text("state"),
    text("via"),
    text("reason"),
    text("user_id"),
    text("invitation_id"),
    text("directory_id"),
    text("connection_id"),
    text("reviewed_by_kind"),
    text("reviewed_by_id"),
    number("repeats"),
    text("created_at"),
    text("closed_at")};

constexpr std::array moved_identity_case{
    text("id"),
    text("kind"),
    text("state"),
    text("user_id"),
    text("other_user_id"),
    text("evidence"),
    text("directory_id"),
    text("connection_id"),
    text("undo"),
    text("opened_at"),
    text("closed_at"),
    text("closed_by_kind"),
    text("closed_by_id")};

constexpr std::array moved_mail_template{
    text("kind"),
    text("locale"),
    text("subject"),
    text("body_text"),
    text("body_html"),
    text("updated_at")};

constexpr std::array moved_event{
    text("id"),
    text("at"),
    text("actor_kind"),
    text("actor_id"),
    text("action"),
    text("subject_kind"),
    text("subject_id"),
    text("data"),
    text("request_id")};

constexpr std::array tables{
    TransferTable{"directory",          1, moved_directory         },
    TransferTable{"resource",           2, moved_resource          },
    TransferTable{"attribute",          5, moved_attribute         },
    TransferTable{"membership",         2, moved_membership        },
    TransferTable{"credential",         1, moved_credential        },
    TransferTable{"tombstone",          2, moved_tombstone         },
    TransferTable{"person",             1, moved_person            },
    TransferTable{"identity_key",       3, moved_identity_key      },
    TransferTable{"unkeyed_user",       1, moved_unkeyed_user      },
    TransferTable{"invitation",         1, moved_invitation        },
    TransferTable{"invitation_request", 1, moved_invitation_request},
    TransferTable{"identity_case",      1, moved_identity_case     },
    TransferTable{"mail_template",      2, moved_mail_template     },
    TransferTable{"event",              1, moved_event             },
};

constexpr std::array<std::string_view, 11> staying{
    "token",
    "second_factor",
    "session",
    "challenge",
    "webhook",
    "delivery",
    "job",
    "job_item",
    "idempotent_answer",
    "directory_request",
    "directory_removal",
};

std::string names_of(std::span<const Column> columns) {
    std::string names;
    for (const Column& column : columns)
        names += (names.empty() ? "" : ", ") + std::string(column.name);
    return names;
}

std::string bound(Binder& binder, const Column& column, const Value& value) {
    const std::string placeholder = binder.bind(value);
    return column.number ? "CAST(" + placeholder + " AS $INTEGER)" : placeholder;
}

/// "(type, id) > (:v1, :v2)": what comes after `last`.
std::string after(Binder& binder, std::span<const Column> key, const Row& last) {
    std::string values;
    for (std::size_t at = 0; at < key.size(); ++at)
        values += (at == 0 ? "" : ", ") + bound(binder, key[at], last[at]);
    return "(" + names_of(key) + ") > (" + values + ")";
}

}  // namespace

std::span<const TransferTable> transferred_tables() {
    return tables;
}

std::span<const std::string_view> staying_tables() {
    return staying;
}

void each_row_of(
    Database& database,
    const std::string& organization_id,
    const TransferTable& table,
    const std::function<void(const Row&)>& each
) {
    const auto key = table.columns.first(table.key_size);
    std::vector<Row> rows;
    do {
        rows = database.read([&](Session& session) {
            Binder binder;
            std::string sql = "SELECT " + names_of(table.columns) + " FROM " +
                              std::string(table.name) +
                              " WHERE organization_id = " + binder.bind(organization_id);
            if (!rows.empty()) sql += " AND " + after(binder, key, rows.back());
            sql += " ORDER BY " + names_of(key) + " LIMIT " + std::to_string(page);
            return session.select(sql, binder.parameters(), table.columns.size());
        });
        for (const Row& row : rows)
            each(row);
    } while (rows.size() == page);
}

void insert_rows(
    Transaction& tx,
    const std::string& organization_id,
    const TransferTable& table,
    const std::vector<Row>& rows
) {
    if (rows.empty()) return;
    Binder binder;
    const std::string organization = binder.bind(organization_id);
    std::string sql = "INSERT INTO " + std::string(table.name) + " (organization_id, " +
                      names_of(table.columns) + ") VALUES ";
    for (const Row& row : rows) {
        sql += (&row == &rows.front() ? "(" : ", (") + organization;
        for (std::size_t at = 0; at < table.columns.size(); ++at)
            sql += ", " + bound(binder, table.columns[at], row[at]);
        sql += ")";
    }
    tx.execute(sql, binder.parameters());
}

bool is_empty_organization(Session& session, const std::string& organization_id) {
    return std::none_of(tables.begin(), tables.end(), [&](const TransferTable& table) {
        if (table.name == "event") return false;
        return session
            .find(
                "SELECT 1 FROM " + std::string(table.name) +
                    " WHERE organization_id = :organization LIMIT 1",
                {
                    {"organization", organization_id}
        },
                1
            )
            .has_value();
    });
}

void remove_events(Transaction& tx, const std::string& organization_id) {
    tx.execute(
        "DELETE FROM event WHERE organization_id = :organization",
        {
            {"organization", organization_id}
    }
    );
}

}  // namespace usher::store
