#include "store/delivery_list.hpp"

#include "store/deliveries.hpp"

namespace usher::store {

namespace {

ListSource make_delivery_list() {
    return {
        .name = "deliveries",
        .columns = delivery_columns,
        .column_count = delivery_column_count,
        .from = "delivery d",
        .where = "d.organization_id = :organization AND d.webhook_id = :webhook",
        .id = "d.id",
        .fields = {
                   {.name = "id", .kind = FieldKind::id, .value = "d.id", .sorting = ListSorting{"d.id"}},
                   {.name = "state",
             .kind = FieldKind::word,
             .value = "d.state",
             .words = {"queued", "sent", "dropped", "dead"}},
                   {.name = "action", .value = "d.kind"},
                   {.name = "subject.kind", .value = "NULLIF(d.subject_kind, '')"},
                   {.name = "subject.id", .kind = FieldKind::id, .value = "NULLIF(d.subject_id, '')"},
                   {.name = "event_id", .kind = FieldKind::id, .value = "d.event_id"},
                   {.name = "attempts", .kind = FieldKind::number, .value = "d.attempts"},
                   // Ids are made in the order of time, and have the index.
            {.name = "created_at",
             .kind = FieldKind::time,
             .value = "d.created_at",
             .sorting = ListSorting{"d.id"}},
                   {.name = "closed_at", .kind = FieldKind::time, .value = "d.closed_at"}}
    };
}

}  // namespace

const ListSource& delivery_list() {
    static const ListSource list = make_delivery_list();
    return list;
}

}  // namespace usher::store
