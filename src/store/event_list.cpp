#include "store/event_list.hpp"

namespace usher::store {

namespace {

/// Who it was by name: a user, a directory, or a user who is gone since.
constexpr const char* actor_name =
    "COALESCE((SELECT r.display FROM resource r WHERE r.organization_id = e.organization_id "
    "AND r.type = 'User' AND r.id = e.actor_id), "
    "(SELECT d.name FROM directory d WHERE d.organization_id = e.organization_id "
    "AND d.id = e.actor_id), "
    "(SELECT t.display FROM tombstone t WHERE t.organization_id = e.organization_id "
    "AND t.type = 'User' AND t.id = e.actor_id))";

ListSource make_event_list() {
    return {
        .name = "events",
        .columns = std::string("e.id, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind, "
                               "e.subject_id, e.data, e.request_id, ") +
                   actor_name,
        .column_count = 10,
        .from = "event e",
        .where = "e.organization_id = :organization",
        .id = "e.id",
        .fields = {
                   {.name = "id", .kind = FieldKind::id, .value = "e.id", .sorting = ListSorting{"e.id"}},
                   // Ids are made in the order of time, and have the index.
            {.name = "at",
             .kind = FieldKind::time,
             .value = "e.at",
             .sorting = ListSorting{"e.id"}},
                   {.name = "actor.kind", .value = "NULLIF(e.actor_kind, '')"},
                   {.name = "actor.id", .kind = FieldKind::id, .value = "NULLIF(e.actor_id, '')"},
                   {.name = "action", .value = "e.action"},
                   {.name = "subject.kind", .value = "NULLIF(e.subject_kind, '')"},
                   {.name = "subject.id", .kind = FieldKind::id, .value = "NULLIF(e.subject_id, '')"},
                   {.name = "request_id", .value = "NULLIF(e.request_id, '')"}}
    };
}

}  // namespace

const ListSource& event_list() {
    static const ListSource list = make_event_list();
    return list;
}

EventLine read_event_line(const Row& row) {
    return {
        .id = *row[0],
        .at = *row[1],
        .actor = {.kind = *row[2], .id = *row[3]},
        .action = *row[4],
        .subject = {.kind = *row[5], .id = *row[6]},
        .data = *row[7],
        .request_id = *row[8],
        .actor_name = row[9]
    };
}

}  // namespace usher::store
