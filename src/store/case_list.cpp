#include "store/case_list.hpp"

namespace usher::store {

namespace {

/// The display of the user whose id is in `column`, live or deleted.
std::string name_of(const std::string& column) {
    return "COALESCE((SELECT r.display FROM resource r "
           "WHERE r.organization_id = c.organization_id AND r.type = 'User' AND r.id = " +
           column +
           "), (SELECT t.display FROM tombstone t WHERE t.organization_id = c.organization_id "
           "AND t.type = 'User' AND t.id = " +
           column + "))";
}

ListField id_field(const std::string& name) {
    return {.name = name, .kind = FieldKind::id, .value = "c." + name};
}

ListSource make_case_list() {
    return {
        .name = "cases",
        .columns = std::string(case_columns) + ", " + name_of("c.user_id") + ", " +
                   name_of("c.other_user_id"),
        .column_count = case_column_count + 2,
        .from = "identity_case c",
        .where = "c.organization_id = :organization",
        .id = "c.id",
        .fields = {
                   {.name = "id", .kind = FieldKind::id, .value = "c.id", .sorting = ListSorting{"c.id"}},
                   {.name = "kind",
             .kind = FieldKind::word,
             .value = "c.kind",
             .words = {"possible_duplicate", "ambiguous", "conflict"}},
                   {.name = "state",
             .kind = FieldKind::word,
             .value = "c.state",
             .words = {"open", "linked", "rejected"}},
                   id_field("user_id"),
                   id_field("other_user_id"),
                   id_field("directory_id"),
                   // Ids are made in the order of time.
            {.name = "opened_at",
             .kind = FieldKind::time,
             .value = "c.opened_at",
             .sorting = ListSorting{"c.id"}},
                   {.name = "closed_at", .kind = FieldKind::time, .value = "c.closed_at"}}
    };
}

}  // namespace

const ListSource& case_list() {
    static const ListSource list = make_case_list();
    return list;
}

CaseLine read_case_line(const Row& row) {
    return {
        .about = read_case(row),
        .user_name = row[case_column_count],
        .other_user_name = row[case_column_count + 1]};
}

std::optional<CaseLine> find_case_line(
    Session& session, const std::string& organization_id, const std::string& id
) {
    const ListSource& list = case_list();
    const auto row = session.find(
        "SELECT " + list.columns + " FROM " + list.from + " WHERE " + list.where +
            " AND c.id = :id",
        {
            {"organization", organization_id},
            {"id",           id             }
    },
        list.column_count
    );
    if (!row) return std::nullopt;
    return read_case_line(*row);
}

}  // namespace usher::store
