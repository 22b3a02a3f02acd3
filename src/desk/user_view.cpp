#include "desk/user_view.hpp"

#include "desk/invitation_items.hpp"
#include "desk/item.hpp"
#include "desk/user_fields.hpp"
#include "invitation/problem.hpp"
#include "invitation/status.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Permission;
using invitation::Status;
using scim::Json;

Json external_id_of(const Json& document) {
    const auto found = document.find("externalId");
    return found == document.end() ? Json(nullptr) : *found;
}

/// What an admin may do to a user of a status, and the permission that it needs.
struct UserAction {
    std::string_view name;
    Permission permission;
    bool (*possible)(Status status, const std::string& profile_state);
};

constexpr std::array user_actions{
    UserAction{
               .name = "update",
               .permission = Permission::users_register,
               .possible = [](Status,        const std::string&) { return true; }                          },
    UserAction{
               .name = "invite",
               .permission = Permission::users_invite,
               .possible =
            [](Status status,                const std::string&) {
                return status == Status::registered || status == Status::expired;
            }                                                                 },
    UserAction{
               .name = "resend",
               .permission = Permission::users_invite,
               .possible =
            [](Status status,                const std::string&) {
                return status == Status::pending || status == Status::expired;
            }                                                                 },
    UserAction{
               .name = "revoke",
               .permission = Permission::users_invite,
               .possible = [](Status status, const std::string&) { return status == Status::pending; }     },
    UserAction{
               .name = "deactivate",
               .permission = Permission::users_register,
               .possible = [](Status status, const std::string&) { return status != Status::inactive; }    },
    UserAction{
               .name = "activate",
               .permission = Permission::users_register,
               .possible = [](Status status, const std::string&) { return status == Status::inactive; }    },
    UserAction{
               .name = "complete_profile",
               .permission = Permission::users_register,
               .possible = [](Status,        const std::string& profile) { return profile != "complete"; } },
    UserAction{
               .name = "return_profile",
               .permission = Permission::users_register,
               .possible = [](Status,        const std::string& profile) { return profile == "submitted"; }},
    UserAction{
               .name = "delete",
               .permission = Permission::users_register,
               .possible = [](Status,        const std::string&) { return true; }                          },
};

Json actions_for(const Caller& caller, Status status, const std::string& profile_state) {
    Json actions = Json::array();
    for (const UserAction& action : user_actions) {
        if (caller.may(action.permission) && action.possible(status, profile_state)) {
            actions.push_back(action.name);
        }
    }
    return actions;
}

Json shown_groups(const std::vector<store::UserGroup>& groups) {
    Json shown = Json::array();
    for (const store::UserGroup& group : groups) {
        shown.push_back({
            {"id",           group.id                                             },
            {"display_name", group.display                                        },
            {"kind",         group.kind                                           },
            {"role",         group.role.empty() ? Json(nullptr) : Json(group.role)},
            {"direct",       group.direct                                         }
        });
    }
    return shown;
}

/// The document's part of an item, with the id in front.
Json begin_item(const std::string& id, const Json& document) {
    Json item{
        {"id", id}
    };
    item.update(read_fields(document));
    return item;
}

void add_person(Json& item, const store::Person& person) {
    item["source"] = person.source;
    item["organization_role"] = person.organization_role;
    item["permissions"] = Json::parse(person.permissions);
    item["submitted_profile"] =
        person.submitted_profile ? Json::parse(*person.submitted_profile) : Json(nullptr);
    item["profile_note"] = text_or_null(person.profile_note);
    item["terms_accepted_at"] = text_or_null(person.terms_accepted_at);
}

/// What is found of one user, or its empty value.
template <class Map>
typename Map::mapped_type found_in(const Map& map, const std::string& id) {
    const auto found = map.find(id);
    return found == map.end() ? typename Map::mapped_type{} : found->second;
}

Json view(
    const Caller& caller,
    const std::string& now,
    const store::StoredResource& user,
    const store::UserFacts& facts
) {
    const Json document = scim::parse_json(user.document);
    const Status status = invitation::status_of(user, now);
    Json item = begin_item(user.id, document);
    item["status"] = name_of(status);
    item["profile_state"] = user.profile_state;
    item["groups"] = shown_groups(found_in(facts.groups, user.id));
    item["directory_id"] = text_or_null(user.directory_id);
    item["external_id"] = external_id_of(document);
    const auto invited = facts.invitations.find(user.id);
    item["invitation"] = invited == facts.invitations.end()
                             ? Json(nullptr)
                             : invitation_item(caller, now, invited->second);
    add_person(item, found_in(facts.people, user.id));
    item["terms_version"] = text_or_null(user.terms_version);
    item["joined_at"] = text_or_null(user.joined_at);
    item["created_at"] = user.created_at;
    item["updated_at"] = user.modified_at;
    item["deleted_at"] = nullptr;
    item["version"] = user.version;
    item["actions"] = actions_for(caller, status, user.profile_state);
    return item;
}

}  // namespace

Json view_users(
    store::Session& session,
    const Caller& caller,
    base::Time now,
    const std::vector<store::StoredResource>& users
) {
    std::vector<std::string> ids;
    for (const store::StoredResource& user : users)
        ids.push_back(user.id);
    const auto facts = store::user_facts(session, caller.organization_id, ids);
    const std::string moment = base::to_text(now);
    Json items = Json::array();
    for (const store::StoredResource& user : users)
        items.push_back(view(caller, moment, user, facts));
    return items;
}

Json view_user(
    store::Session& session, const Caller& caller, base::Time now, const store::StoredResource& user
) {
    return std::move(view_users(session, caller, now, {user}).front());
}

Json show_user(const Office& office, const Caller& caller, const std::string& id) {
    return office.database.read([&](store::Session& session) {
        const auto user = store::find_resource(session, caller.organization_id, "User", id);
        if (!user) throw invitation::Problem::not_found("user " + id);
        require_sight(session, caller, id);
        return view_user(session, caller, office.clock.now(), *user);
    });
}

Json view_deleted_user(const Caller& caller, const store::DeletedUser& user) {
    const Json document = scim::parse_json(user.document);
    Json item = begin_item(user.id, document);
    item["status"] = nullptr;
    item["profile_state"] = user.profile_state;
    item["groups"] = Json::array();
    item["directory_id"] = text_or_null(user.directory_id);
    item["external_id"] = external_id_of(document);
    item["invitation"] = nullptr;
    item["terms_version"] = text_or_null(user.terms_version);
    item["joined_at"] = text_or_null(user.joined_at);
    item["created_at"] = user.created_at;
    item["updated_at"] = user.deleted_at;
    item["deleted_at"] = user.deleted_at;
    item["version"] = nullptr;
    item["actions"] = Json::array();
    if (caller.may(Permission::users_register)) item["actions"].push_back("restore");
    return item;
}

store::StatusSql status_sql() {
    store::StatusSql sql{.words = {}, .value = "CASE"};
    for (std::size_t at = 0; at < invitation::status_names.size(); ++at) {
        const auto status = static_cast<Status>(at);
        const std::string word(name_of(status));
        sql.words.push_back(word);
        sql.value +=
            " WHEN " + invitation::status_condition(status, ":now") + " THEN '" + word + "'";
    }
    sql.value += " END";
    return sql;
}

}  // namespace usher::desk
