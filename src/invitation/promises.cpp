#include "invitation/promises.hpp"

#include "invitation/authority.hpp"
#include "invitation/group_role.hpp"
#include "store/directories.hpp"
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
        .organization_id = cause.organization_id,
        .type = "Group",
        .id = group.id,
        .member_role = group.role.empty() ? default_role_of(row->document) : group.role};
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

/// Whether promises count for `user`: the policy of the directory that manages them, if one does.
bool promises_count(Transaction& tx, const store::StoredResource& user, const Road& road) {
    if (!user.directory_id) return true;
    const auto record = store::find_directory(tx, road.cause.organization_id, *user.directory_id);
    if (!record) return true;
    switch (record->directory.policies.precedence) {
        case store::Precedence::directory_wins:
            return false;
        case store::Precedence::merge:
            return true;
        case store::Precedence::require_click:
            return road.kind == RoadKind::form || road.kind == RoadKind::phone;
    }
    return false;
}

}  // namespace

Effects keep_promises(
    Transaction& tx,
    const store::Invitation& accepted,
    const store::StoredResource& user,
    const Road& road
) {
    const Cause& cause = road.cause;
    if (!promises_count(tx, user, road)) return {};

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
