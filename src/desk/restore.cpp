#include "desk/people.hpp"
#include "desk/restoration.hpp"
#include "invitation/problem.hpp"

namespace usher::desk {

UserChanged People::restore(const Caller& caller, const std::string& id) {
    require_permission(caller, invitation::Permission::users_register);
    // The deleted are in no team any more, so nobody's team admin sees them.
    if (caller.limited_to_teams()) throw invitation::Problem::not_found("deleted user " + id);
    return office_.database.change([&](store::Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        auto restored = bring_back(tx, office_, caller, organization, {.user_id = id});
        return store::Outcome<UserChanged>{
            .value = {.user = std::move(restored.user), .warnings = {"no_group_access"}},
            .events = std::move(restored.effects.events),
            .letters = std::move(restored.effects.letters)
        };
    });
}

}  // namespace usher::desk
