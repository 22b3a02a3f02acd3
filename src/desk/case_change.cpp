#include "desk/case_change.hpp"

#include "directory/change_events.hpp"
#include "directory/documents.hpp"
#include "directory/unit_of_work.hpp"
#include "invitation/arrival.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/attribute_index.hpp"
#include "store/identity_keys.hpp"
#include "store/invitations.hpp"
#include "store/members.hpp"
#include "store/people.hpp"
#include "usher/scim/validate.hpp"

#include <iterator>

#include <nlohmann/json.hpp>

namespace usher::desk {

using scim::Json;
using store::MembershipOf;

CaseChange::CaseChange(
    store::Transaction& tx,
    const Office& office,
    const Caller& caller,
    const Organization& organization
)
    : tx_(tx),
      office_(office),
      caller_(caller),
      organization_(organization),
      call_(call_of(caller, organization)) {}

void CaseChange::write(LockedUser& user, Rewrite rewrite) {
    const scim::ResourceType& type = office_.user_type();
    const auto& directory_id = rewrite.directory_id;
    store::StoredResource& resource = user.resource;
    const store::StoredResource old = resource;
    const Json before = directory::document_of(old);
    const Json after = scim::settle(std::move(rewrite.document), type);
    resource.document = directory::stored_text(after, old.id, type);
    resource.display = directory::display_of(after, type);
    resource.directory_id = directory_id;
    resource.joined_at = rewrite.joined_at;
    const bool same = resource.document == old.document && directory_id == old.directory_id &&
                      resource.joined_at == old.joined_at;
    if (same) return;
    const auto taken = store::update_resource(
        tx_,
        call_.organization_id,
        type.name,
        resource,
        store::index_entries(before, type, old.directory_id.value_or("")),
        store::index_entries(after, type, directory_id.value_or(""))
    );
    if (taken) throw invitation::Problem::conflict("somebody else has this " + *taken);
    const auto keys = invitation::keys_of(after, organization_.settings.default_region);
    store::replace_identity_keys(tx_, call_.organization_id, old.id, user.keys, keys);
    user.keys = keys;
    auto events = directory::updated_events(
        call_, type, old, resource, directory::changed_attributes(before, after)
    );
    std::move(events.begin(), events.end(), std::back_inserter(effects.events));
    if (directory_id && directory_id != old.directory_id) {
        effects.events.push_back(directory::adopted_event(call_, resource));
    }
}

void CaseChange::join_organization(LockedUser& user) {
    store::mark_joined(tx_, call_.organization_id, user.resource.id, user.resource.joined_at);
    effects.events.push_back(caller_.event(
        event::Action::user_joined,
        {
            .kind = "user", .id = user.resource.id
    },
        scim::to_text(Json{{"via", name_of(invitation::RoadKind::admin)}})
    ));
}

void CaseChange::join(const std::string& user_id, const std::vector<MembershipOf>& groups) {
    const directory::UnitOfWork work(call_, office_.group_type(), tx_);
    for (const MembershipOf& one : groups) {
        auto group = store::lock_resource(tx_, call_.organization_id, "Group", one.group_id);
        if (!group) continue;
        const auto changed = store::add_members(tx_, work.group(*group), {"User"}, {user_id});
        if (changed.nothing()) continue;
        store::set_membership_role(tx_, work.group(*group), user_id, one.role);
        std::vector<event::Event> events;
        work.count_members(*group, changed, events);
        effects.append({.events = std::move(events), .letters = {}});
    }
}

void CaseChange::leave(const std::string& user_id, const std::vector<MembershipOf>& groups) {
    const directory::UnitOfWork work(call_, office_.group_type(), tx_);
    for (const MembershipOf& one : groups) {
        auto group = store::lock_resource(tx_, call_.organization_id, "Group", one.group_id);
        if (!group) continue;
        std::vector<event::Event> events;
        work.count_members(
            *group, store::remove_members(tx_, work.group(*group), {user_id}), events
        );
        effects.append({.events = std::move(events), .letters = {}});
    }
}

void CaseChange::give_role(const std::string& user_id, const std::string& role) {
    store::Person person = store::person_of(tx_, call_.organization_id, user_id);
    person.organization_role = role;
    store::store_person(tx_, call_.organization_id, person);
    effects.events.push_back(caller_.event(
        event::Action::user_updated,
        {
            .kind = "user", .id = user_id
    },
        scim::to_text(Json{{"organization_role", role}})
    ));
}

void CaseChange::take_role(
    const std::string& user_id, const std::string& from, const std::string& to
) {
    const auto person = store::person_of(tx_, call_.organization_id, user_id);
    if (person.organization_role == from) give_role(user_id, to);
}

void CaseChange::move_password(const std::string& from, const std::string& to) {
    (void)store::move_password(tx_, call_.organization_id, from, to);
}

void CaseChange::remove(const store::StoredResource& user) {
    effects.append(
        directory::UnitOfWork(call_, office_.user_type(), tx_).remove(office_.registry, user)
    );
}

void CaseChange::arrive(LockedUser& user, bool joins) {
    effects.append(invitation::arrive(
        tx_,
        organization_.settings,
        {.user = user.resource, .keys = user.keys, .request_ids = std::nullopt},
        {.kind = invitation::RoadKind::admin,
         .joins = joins,
         .cause = cause_of(caller_),
         .directory_id = {},
         .connection_id = {}}
    ));
}

}  // namespace usher::desk
