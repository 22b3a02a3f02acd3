#include "store/user_list.hpp"

#include "store/resources.hpp"

namespace usher::store {

namespace {

constexpr const char* enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";
constexpr const char* usher = "urn:ietf:params:scim:schemas:extension:usher:2.0:User:";

/// Where `path` of a user is indexed, as rows of `alias`.
std::string index_rows(const std::string& alias, const std::string& path) {
    return alias + ".organization_id = :organization AND " + alias + ".type = 'User' AND " + alias +
           ".path = '" + path + "'";
}

enum class Sortable { no, yes };

ListField indexed(const std::string& name, const std::string& path, Sortable sortable) {
    ListField field{
        .name = name,
        .kind = FieldKind::folded,
        .value = "a.fold",
        .rows = "SELECT a.resource_id FROM attribute a WHERE " + index_rows("a", path)};
    if (sortable == Sortable::yes) {
        field.sorting = ListSorting{
            .value = "s.fold",
            .table = "attribute s",
            .on = index_rows("s", path) + " AND s.resource_id = r.id AND s.ordinal = 0",
            .id = "s.resource_id",
            .always = path == "userName"};
    }
    return field;
}

ListField of_membership(const std::string& name, FieldKind kind, const std::string& value) {
    return {
        .name = name,
        .kind = kind,
        .value = value,
        .rows = "SELECT m.member_id FROM membership m WHERE m.organization_id = :organization"};
}

/// A column of `person`, whose row may be missing.
ListField of_person(
    const std::string& name, const std::string& otherwise, std::vector<std::string> words
) {
    return {
        .name = name,
        .kind = FieldKind::word,
        .value = "COALESCE((SELECT p." + name +
                 " FROM person p WHERE p.organization_id = :organization AND p.user_id = r.id), '" +
                 otherwise + "')",
        .words = std::move(words)};
}

ListField of_time(const std::string& name, const std::string& column, bool always) {
    return {
        .name = name,
        .kind = FieldKind::time,
        .value = column,
        .sorting = ListSorting{.value = column, .always = always}
    };
}

std::vector<ListField> user_fields(const StatusSql& status) {
    return {
        {.name = "id",                .kind = FieldKind::id,   .value = "r.id",           .sorting = ListSorting{"r.id"}},
        {.name = "status",            .kind = FieldKind::word, .value = status.value,     .words = status.words         },
        indexed("user_name", "userName", Sortable::yes),
        indexed("given_name", "name.givenName", Sortable::yes),
        indexed("family_name", "name.familyName", Sortable::yes),
        indexed("display_name", "displayName", Sortable::yes),
        indexed("title", "title", Sortable::yes),
        indexed("department", std::string(enterprise) + "department", Sortable::yes),
        indexed("manager", std::string(enterprise) + "manager.value", Sortable::no),
        indexed("code", std::string(enterprise) + "employeeNumber", Sortable::yes),
        indexed("emails", "emails.value", Sortable::yes),
        indexed("phones", "phoneNumbers.value", Sortable::no),
        indexed("tags", std::string(usher) + "tags", Sortable::no),
        of_membership("groups.id", FieldKind::id, "m.group_id"),
        of_membership("groups.role", FieldKind::text, "m.role"),
        {.name = "directory_id",      .kind = FieldKind::id,   .value = "r.directory_id"},
        {.name = "profile_state",
         .kind = FieldKind::word,
         .value = "r.profile_state",
         .words = {"missing", "submitted", "complete"}                              },
        {.name = "terms_version", .value = "r.terms_version"                       },
        of_person("source", "scim", {"manual",                      "csv",                                    "scim",                   "sso",                                   "request", "invitation"}
        ),
        of_person(
            "organization_role", "member", {"founder",            "account_admin",            "team_admin",                               "member"                      }
        ),
        of_time("joined_at", "r.joined_at", false),
        of_time("invited_at", "r.invited_at", false),
        of_time("created_at", "r.created_at", true),
        of_time("updated_at", "r.modified_at", true),
    };
}

}  // namespace

ListSource user_list(UserScope scope, const StatusSql& status) {
    return {
        .name = "users",
        .columns = resource_columns,
        .column_count = resource_column_count,
        .from = "resource r",
        .where = "r.organization_id = :organization AND r.type = 'User'" + in_scope(scope, "r.id"),
        .id = "r.id",
        .fields = user_fields(status)};
}

std::string in_scope(UserScope scope, const std::string& user_id) {
    if (scope == UserScope::everybody) return "";
    return " AND (" + user_id + " = :viewer OR " + user_id +
           " $AMONG SELECT theirs.member_id FROM membership mine JOIN membership theirs "
           "ON theirs.organization_id = mine.organization_id AND theirs.group_id = mine.group_id "
           "WHERE mine.organization_id = :organization AND mine.member_id = :viewer "
           "AND mine.role = 'manager' $END_AMONG)";
}

ListSource deleted_user_list() {
    return {
        .name = "deleted users",
        .columns =
            "t.id, t.directory_id, t.document, t.joined_at, t.created_at, t.deleted_at, "
            "t.profile_state, t.terms_version",
        .column_count = 8,
        .from = "tombstone t",
        .where = "t.organization_id = :organization AND t.type = 'User'",
        .id = "t.id",
        .fields = {
                   {.name = "id", .kind = FieldKind::id, .value = "t.id", .sorting = ListSorting{"t.id"}},
                   {.name = "display_name", .value = "NULLIF(t.display, '')"},
                   {.name = "directory_id", .kind = FieldKind::id, .value = "t.directory_id"},
                   of_time("created_at", "t.created_at", true),
                   of_time("deleted_at", "t.deleted_at", true)}
    };
}

DeletedUser read_deleted_user(const Row& row) {
    return {
        .id = *row[0],
        .directory_id = row[1],
        .document = *row[2],
        .joined_at = row[3],
        .created_at = *row[4],
        .deleted_at = *row[5],
        .profile_state = *row[6],
        .terms_version = row[7]};
}

}  // namespace usher::store
