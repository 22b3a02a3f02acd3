#include "invitation/authority.hpp"

#include "store/members.hpp"
#include "store/people.hpp"
#include "store/resources.hpp"

#include <nlohmann/json.hpp>

namespace usher::invitation {

namespace {

/// `permissions` with what the person's own list gives or denies.
void adjust(Permissions& permissions, const std::string& own) {
    const auto changes = nlohmann::json::parse(own);
    for (const auto& [name, given] : changes.items()) {
        const auto permission = permission_from(name);
        if (permission && given.is_boolean()) {
            permissions.at(static_cast<std::size_t>(*permission)) = given.get<bool>();
        }
    }
}

}  // namespace

Authority authority_of_user(
    store::Session& session, const std::string& organization_id, const std::string& user_id
) {
    const auto user = store::find_resource(session, organization_id, "User", user_id);
    if (!user || !user->active || !user->joined_at) return {};
    const store::Person person = store::person_of(session, organization_id, user_id);
    Authority authority;
    authority.role = role_from(person.organization_role).value_or(Role::member);
    authority.permissions = permissions_of(authority.role);
    if (authority.role != Role::founder) adjust(authority.permissions, person.permissions);
    authority.limited_to_teams = authority.role == Role::team_admin;
    return authority;
}

Authority authority_of_token(Role role) {
    return {.role = role, .permissions = permissions_of(role), .limited_to_teams = false};
}

Authority authority_of_maker(
    store::Session& session, const std::string& organization_id, const event::Party& maker
) {
    if (maker.kind == "user") return authority_of_user(session, organization_id, maker.id);
    if (maker.kind == "directory" || maker.kind == "connection") return {};
    return authority_of_token(Role::founder);
}

bool may_give_group(
    store::Session& session,
    const std::string& organization_id,
    const Authority& authority,
    const event::Party& maker,
    const std::string& group_id
) {
    if (!holds(authority.permissions, Permission::users_invite) &&
        !holds(authority.permissions, Permission::users_register)) {
        return false;
    }
    return !authority.limited_to_teams ||
           store::membership_role(session, organization_id, group_id, maker.id) == "manager";
}

}  // namespace usher::invitation
