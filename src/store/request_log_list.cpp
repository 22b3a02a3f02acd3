#include "store/request_log_list.hpp"

#include "store/directory_requests.hpp"

namespace usher::store {

namespace {

ListSource make_request_log_list() {
    return {
        .name = "directory requests",
        .columns = directory_request_columns_without_bodies,
        .column_count = directory_request_column_count,
        .from = "directory_request q",
        .where = "q.organization_id = :organization AND q.directory_id = :directory",
        .id = "q.id",
        .fields = {
                   {.name = "id", .kind = FieldKind::id, .value = "q.id", .sorting = ListSorting{"q.id"}},
                   // Ids are made in the order of time, and are the key.
            {.name = "at",
             .kind = FieldKind::time,
             .value = "q.at",
             .sorting = ListSorting{"q.id"}},
                   {.name = "method", .value = "q.method"},
                   {.name = "target", .value = "q.target"},
                   {.name = "status", .kind = FieldKind::number, .value = "q.status"},
                   {.name = "habits", .value = "NULLIF(q.habits, '')"},
                   {.name = "request_id", .value = "q.request_id"},
                   {.name = "duration_us", .kind = FieldKind::number, .value = "q.duration_us"}}
    };
}

}  // namespace

const ListSource& request_log_list() {
    static const ListSource list = make_request_log_list();
    return list;
}

}  // namespace usher::store
