#include "store/desk_lists.hpp"

#include "store/invitations.hpp"
#include "store/requests.hpp"

namespace usher::store {

namespace {

ListField word(const std::string& name, const std::string& value, std::vector<std::string> words) {
    return {.name = name, .kind = FieldKind::word, .value = value, .words = std::move(words)};
}

ListField id(const std::string& name, const std::string& value) {
    return {.name = name, .kind = FieldKind::id, .value = value};
}

ListField time(const std::string& name, const std::string& value, bool always) {
    return {
        .name = name,
        .kind = FieldKind::time,
        .value = value,
        .sorting = ListSorting{.value = value, .always = always}
    };
}

}  // namespace

ListSource invitation_list(UserScope scope) {
    return {
        .name = "invitations",
        .columns = invitation_columns,
        .column_count = invitation_column_count,
        .from = "invitation i",
        .where = "i.organization_id = :organization" + in_scope(scope, "i.user_id"),
        .id = "i.id",
        .fields = {
                   {.name = "id", .kind = FieldKind::id, .value = "i.id", .sorting = ListSorting{"i.id"}},
                   id("user_id", "i.user_id"),
                   {.name = "email", .value = "i.email"},
                   word(
                "state", "CASE WHEN i.state = 'open' AND i.expires_at <= :now THEN 'expired' ELSE i.state "
                "END", {"open", "accepted", "revoked", "expired", "superseded"}
            ), {.name = "reason", .value = "i.reason"},
                   {.name = "via", .value = "i.via"},
                   {.name = "created_by.kind", .value = "i.created_by_kind"},
                   id("created_by.id", "i.created_by_id"),
                   id("request_id", "i.request_id"),
                   // Ids are made in the order of time, and have the index.
            {.name = "created_at",
             .kind = FieldKind::time,
             .value = "i.created_at",
             .sorting = ListSorting{"i.id"}},
                   time("expires_at", "i.expires_at", true),
                   time("last_sent_at", "i.last_sent_at", false),
                   time("closed_at", "i.closed_at", false),
                   {.name = "sent_count",
             .kind = FieldKind::number,
             .value = "i.sent_count",
             .sorting = ListSorting{"i.sent_count"}}}
    };
}

ListSource request_list() {
    return {
        .name = "invitation requests",
        .columns = request_columns,
        .column_count = request_column_count,
        .from = "invitation_request q",
        .where = "q.organization_id = :organization",
        .id = "q.id",
        .fields = {
                   {.name = "id", .kind = FieldKind::id, .value = "q.id", .sorting = ListSorting{"q.id"}},
                   {.name = "email", .value = "q.email", .sorting = ListSorting{.value = "q.email"}},
                   {.name = "name", .value = "q.name"},
                   word("state", "q.state", {"pending", "approved", "dismissed", "reconciled"}),
                   {.name = "via", .value = "q.via"},
                   id("user_id", "q.user_id"),
                   id("invitation_id", "q.invitation_id"),
                   id("directory_id", "q.directory_id"),
                   id("connection_id", "q.connection_id"),
                   {.name = "created_at",
             .kind = FieldKind::time,
             .value = "q.created_at",
             .sorting = ListSorting{"q.id"}},
                   time("closed_at", "q.closed_at", false),
                   {.name = "repeats",
             .kind = FieldKind::number,
             .value = "q.repeats",
             .sorting = ListSorting{"q.repeats"}}}
    };
}

}  // namespace usher::store
