#include "store/group_list.hpp"

#include "store/members.hpp"
#include "store/resources.hpp"

namespace usher::store {

namespace {

constexpr const char* kind_path = "urn:ietf:params:scim:schemas:extension:usher:2.0:Group:kind";

/// The groups with a value of the indexed attribute `path`.
std::string with_attribute(const std::string& path) {
    return "SELECT a.resource_id FROM attribute a WHERE a.organization_id = :organization "
           "AND a.type = 'Group' AND a.path = '" +
           path + "'";
}

std::vector<ListField> group_fields() {
    return {
        {.name = "id",                      .kind = FieldKind::id, .value = "r.id", .sorting = ListSorting{"r.id"}},
        {.name = "display_name",
         .kind = FieldKind::folded,
         .value = "a.fold",
         .rows = with_attribute("displayName"),
         .sorting =
             ListSorting{
                 .value = "s.fold",
                 .table = "attribute s",
                 .on = "s.organization_id = r.organization_id AND s.type = r.type "
                       "AND s.path = 'displayName' AND s.resource_id = r.id AND s.ordinal = 0"}},
        {.name = "kind",
         .kind = FieldKind::word,
         .value = "a.fold",
         .rows = with_attribute(kind_path),
         .words = {"team", "chat", "area"}},
        {.name = "directory_id", .kind = FieldKind::id,                      .value = "r.directory_id"               },
        {.name = "member.id",
         .kind = FieldKind::id,
         .value = "m.member_id",
         .rows = "SELECT m.group_id FROM membership m WHERE m.organization_id = :organization"                        },
        {.name = "created_at",
         .kind = FieldKind::time,
         .value = "r.created_at",
         .sorting = ListSorting{"r.created_at"}                                                                                   },
        {.name = "updated_at",
         .kind = FieldKind::time,
         .value = "r.modified_at",
         .sorting = ListSorting{"r.modified_at"}                                                                                  },
    };
}

ListSource make_group_list(const std::string& name, const std::string& condition) {
    return {
        .name = name,
        .columns = resource_columns,
        .column_count = resource_column_count,
        .from = "resource r",
        .where = "r.organization_id = :organization AND r.type = 'Group'" + condition,
        .id = "r.id",
        .fields = group_fields()};
}

ListSource make_member_list() {
    return {
        .name = "members",
        .columns = member_columns,
        .column_count = member_column_count,
        .from =
            "membership m JOIN resource r ON r.organization_id = m.organization_id "
            "AND r.type = m.member_type AND r.id = m.member_id",
        .where = "m.organization_id = :organization AND m.group_id = :group",
        .id = "m.member_id",
        .fields = {
                   {.name = "id",
             .kind = FieldKind::id,
             .value = "m.member_id",
             .sorting = ListSorting{"m.member_id"}},
                   {.name = "type",
             .kind = FieldKind::word,
             .value = "CASE WHEN m.member_type = 'Group' THEN 'group' ELSE 'user' END",
             .words = {"user", "group"}},
                   {.name = "role", .value = "m.role"},
                   {.name = "display_name", .value = "r.display", .sorting = ListSorting{"r.display"}},
                   {.name = "added_at",
             .kind = FieldKind::time,
             .value = "m.created_at",
             .sorting = ListSorting{"m.created_at"}}}
    };
}

}  // namespace

const ListSource& group_list() {
    static const ListSource list = make_group_list("groups", "");
    return list;
}

const ListSource& managed_group_list() {
    static const ListSource list = make_group_list(
        "managed groups",
        " AND r.id IN (SELECT o.group_id FROM membership o WHERE o.organization_id = "
        ":organization AND o.member_id = :manager AND o.role = 'manager')"
    );
    return list;
}

const ListSource& member_list() {
    static const ListSource list = make_member_list();
    return list;
}

}  // namespace usher::store
