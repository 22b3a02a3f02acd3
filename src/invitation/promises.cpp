#include "invitation/promises.hpp"

#include "invitation/authority.hpp"
#include "store/members.hpp"
#include "store/people.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::invitation {

namespace {

using event::Action;
using scim::Json;
using store::Effects;
using store::Transaction;

/// Puts `user_id` into a group under its row's lock, as every writer of members does. False: there
/// is no such group.
bool join_group(
    Transaction& tx,
    const Cause& cause,
    const store::PromisedGroup& group,
    const std::string& user_id,
    Effects& effects
) {
    auto row = store::lock_resource(tx, cause.organization_id, "Group", group.id);
    if (!row) return false;
    const store::GroupKey key{
        .organization_id = cause.organization_id, .type = "Group", .id = group.id};
    const auto changed = store::add_members(tx, key, {"User"}, {user_id});
    if (!group.role.empty()) store::set_membership_role(tx, key, user_id, group.role);
    if (changed.added.empty()) return true;
    store::touch_resource(tx, cause.organization_id, "Group", *row);
    effects.events.push_back(cause.event(
        Action::membership_added,
        {
            .kind = "group", .id = group.id
    },
        scim::to_text(Json{{"members", {user_id}}})
    ));
    return true;
}

/// The role, if its maker may give it: nobody gives more than they have.
std::optional<Role> role_to_give(const store::Invitation& accepted, const Authority& authority) {
    if (!accepted.organization_role) return std::nullopt;
    const auto role = role_from(*accepted.organization_role);
    if (!role || *role > authority.role) return std::nullopt;
    return role;
}

}  // namespace

Effects keep_promises(
    Transaction& tx,
    const store::Invitation& accepted,
    const store::StoredResource& user,
    const Road& road
) {
    const Cause& cause = road.cause;
    const bool managed = user.directory_id.has_value();
    const bool clicked = road.kind == RoadKind::form || road.kind == RoadKind::phone;
    if (managed && road.precedence == Precedence::directory_wins) return {};
    if (managed && road.precedence == Precedence::require_click && !clicked) return {};

    Effects effects;
    const Authority authority = authority_of_maker(tx, cause.organization_id, accepted.created_by);
    Json withheld = Json::array();
    auto groups = accepted.groups;
    // In one order for everybody: two who join the same groups at once do not hold one each.
    std::sort(groups.begin(), groups.end(), [](const auto& left, const auto& right) {
        return left.id < right.id;
    });
    for (const store::PromisedGroup& group : groups) {
        const bool given =
            may_give_group(tx, cause.organization_id, authority, accepted.created_by, group.id) &&
            join_group(tx, cause, group, user.id, effects);
        if (!given) withheld.push_back(group.id);
    }
    const auto role = role_to_give(accepted, authority);
    if (role && *role != Role::member) {
        store::Person person = store::person_of(tx, cause.organization_id, user.id);
        person.organization_role = name_of(*role);
        store::store_person(tx, cause.organization_id, person);
    }
    const bool role_withheld = accepted.organization_role && !role;
    if (!withheld.empty() || role_withheld) {
        Json data{
            {"promises_withheld", {{"groups", withheld}, {"organization_role", role_withheld}}}
        };
        effects.events.push_back(
            cause.event(Action::user_updated, {.kind = "user", .id = user.id}, scim::to_text(data))
        );
    }
    return effects;
}

}  // namespace usher::invitation
