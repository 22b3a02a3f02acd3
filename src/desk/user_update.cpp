// People::update(): fields of the document, and what the desk keeps beside it.
#include "desk/people.hpp"
#include "desk/user_change.hpp"
#include "desk/user_fields.hpp"
#include "invitation/problem.hpp"
#include "store/locks.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::Permission;
using invitation::Problem;
using invitation::ProblemCode;
using invitation::Role;
using scim::Json;
using store::Outcome;
using store::Transaction;

/// Takes `name` out of `fields`: null where it is not there.
Json take(Json& fields, const char* name) {
    const auto found = fields.find(name);
    if (found == fields.end()) return nullptr;
    Json value = std::move(*found);
    fields.erase(name);
    return value;
}

void keep_a_founder(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
) {
    tx.lock({store::founders_lock(organization_id)});
    const auto founders = store::members_of_role(tx, organization_id, "founder");
    const bool another = std::any_of(founders.begin(), founders.end(), [&](const auto& id) {
        return id != user_id;
    });
    if (another) return;
    throw Problem(ProblemCode::last_founder, "this is the organization's last founder");
}

/// Nobody gives more than they have, nor touches somebody above them.
void change_role(Transaction& tx, const Caller& caller, store::Person& person, const Json& wanted) {
    const auto role =
        wanted.is_string() ? invitation::role_from(wanted.get<std::string>()) : std::nullopt;
    if (!role) {
        throw Problem::invalid(
            "/organization_role",
            "invalid",
            "organization_role must be founder, account_admin, team_admin or member"
        );
    }
    const Role present = invitation::role_from(person.organization_role).value_or(Role::member);
    if (*role == present) return;
    require_permission(caller, Permission::settings_manage);
    if (*role > caller.role || present > caller.role) {
        throw Problem::forbidden("you cannot give or take a role above your own");
    }
    if (present == Role::founder) keep_a_founder(tx, caller.organization_id, person.user_id);
    person.organization_role = name_of(*role);
}

void change_permissions(const Caller& caller, store::Person& person, const Json& wanted) {
    require_permission(caller, Permission::settings_manage);
    if (!wanted.is_object()) {
        throw Problem::invalid("/permissions", "invalid", "permissions must be an object");
    }
    for (const auto& [name, given] : wanted.items()) {
        const auto permission = invitation::permission_from(name);
        if (!permission || !(given.is_boolean() || given.is_null())) {
            throw Problem::invalid(
                "/permissions/" + name, "invalid", name + " is no permission, true or false"
            );
        }
        if (!caller.may(*permission)) {
            throw Problem::forbidden("you cannot give " + name + ", which you do not have");
        }
    }
    Json merged = Json::parse(person.permissions);
    merged.merge_patch(wanted);
    person.permissions = scim::to_text(merged);
}

bool equal(const store::Person& left, const store::Person& right) {
    return left.organization_role == right.organization_role &&
           left.permissions == right.permissions && left.sms_consent_at == right.sms_consent_at;
}

}  // namespace

UserChanged People::update(
    const Caller& caller,
    const std::string& id,
    const Json& fields,
    std::optional<std::uint64_t> version
) {
    require_permission(caller, Permission::users_register);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        UserChange change(tx, office_, caller, organization, id);
        if (version && *version != change.user().version) {
            throw Problem::conflict("somebody has changed the user since: read it again");
        }
        const store::Person before = store::person_of(tx, caller.organization_id, id);
        store::Person person = before;
        Json rest = fields;
        if (const Json role = take(rest, "organization_role"); !role.is_null()) {
            change_role(tx, caller, person, role);
        }
        if (const Json permissions = take(rest, "permissions"); !permissions.is_null()) {
            change_permissions(caller, person, permissions);
        }
        if (rest.value("consented_to_sms", false) && !person.sms_consent_at) {
            person.sms_consent_at = base::to_text(tx.now());
            person.sms_consent_by = caller.actor.kind + " " + caller.actor.id;
        }
        write_fields(change.document(), rest, organization.settings.default_region);
        change.write();
        if (!equal(before, person)) {
            store::store_person(tx, caller.organization_id, person);
            if (change.effects.events.empty()) {
                change.add(caller.event(
                    Action::user_updated,
                    {
                        .kind = "user", .id = id
                },
                    scim::to_text(Json{{"organization_role", person.organization_role}})
                ));
            }
        }
        return Outcome<UserChanged>{
            .value = {.user = change.user(), .warnings = {}},
            .events = std::move(change.effects.events),
            .letters = std::move(change.effects.letters)
        };
    });
}

}  // namespace usher::desk
