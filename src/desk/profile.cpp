// The digital identity: missing → submitted by the person → complete, or returned with a note.
#include "desk/people.hpp"
#include "desk/user_change.hpp"
#include "desk/user_fields.hpp"
#include "invitation/problem.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::Permission;
using invitation::Problem;
using scim::Json;
using store::Outcome;
using store::Transaction;

Outcome<UserChanged> moved(
    Transaction& tx,
    const Caller& caller,
    UserChange& change,
    const store::Person& person,
    std::string_view state
) {
    store::store_person(tx, caller.organization_id, person);
    store::set_profile_state(tx, caller.organization_id, change.user().id, state);
    change.user().profile_state = state;
    return {
        .value = {.user = change.user(), .warnings = {}},
        .events = std::move(change.effects.events),
        .letters = std::move(change.effects.letters)
    };
}

}  // namespace

UserChanged People::complete_profile(
    const Caller& caller, const std::string& id, const Json& fields
) {
    require_permission(caller, Permission::users_register);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        UserChange change(tx, office_, caller, organization, id);
        store::Person person = store::person_of(tx, caller.organization_id, id);
        const std::string& region = organization.settings.default_region;
        if (person.submitted_profile) {
            write_fields(change.document(), Json::parse(*person.submitted_profile), region);
        }
        write_fields(change.document(), fields, region);
        require_fields(change.document(), organization.settings.required_fields);
        change.write();
        person.submitted_profile.reset();
        person.profile_note.reset();
        change.add(caller.event(Action::profile_completed, user_party(id)));
        return moved(tx, caller, change, person, "complete");
    });
}

UserChanged People::return_profile(
    const Caller& caller, const std::string& id, const std::string& reason
) {
    require_permission(caller, Permission::users_register);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        UserChange change(tx, office_, caller, organization, id);
        if (change.user().profile_state != "submitted") {
            throw Problem::conflict("this profile is not waiting for an admin");
        }
        store::Person person = store::person_of(tx, caller.organization_id, id);
        person.profile_note = reason;
        change.add(caller.event(Action::profile_returned, user_party(id)));
        return moved(tx, caller, change, person, "missing");
    });
}

UserChanged People::submit_profile(const Caller& self, const Json& fields) {
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, self.organization_id);
        UserChange change(tx, office_, self, organization, self.user_id);
        // Checked as if it were written; an admin writes it.
        Json draft = change.document();
        write_fields(draft, fields, organization.settings.default_region);
        require_fields(draft, organization.settings.required_fields);
        store::Person person = store::person_of(tx, self.organization_id, self.user_id);
        person.submitted_profile = scim::to_text(fields);
        person.profile_note.reset();
        change.add(self.event(Action::profile_submitted, user_party(self.user_id)));
        return moved(tx, self, change, person, "submitted");
    });
}

}  // namespace usher::desk
