#include "desk/cases.hpp"

#include "base/id.hpp"
#include "desk/case_linking.hpp"
#include "desk/restoration.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/tombstones.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::Problem;
using scim::Json;
using store::Effects;
using store::IdentityCase;
using store::Outcome;
using store::Session;
using store::Transaction;

/// A case may be about anybody, and deciding it deletes somebody: no matter for one team.
void require_reviewer(const Caller& caller) {
    require_permission(caller, invitation::Permission::requests_review);
    if (caller.limited_to_teams()) {
        throw Problem::forbidden("cases are for admins of the whole organization");
    }
}

IdentityCase require_case(Session& session, const Caller& caller, const std::string& id) {
    auto found =
        base::is_id(id) ? store::find_case(session, caller.organization_id, id) : std::nullopt;
    if (!found) throw Problem::not_found("case " + id);
    return std::move(*found);
}

[[noreturn]] void refuse(const IdentityCase& found) {
    std::string words = "the case is " + found.state;
    if (found.closed_by) words += ", by " + found.closed_by->kind + " " + found.closed_by->id;
    throw Problem::conflict(words);
}

/// Open → `to`; throws Problem conflict that names who was quicker.
void decide(Transaction& tx, const Caller& caller, IdentityCase& open, const std::string& to) {
    const bool moved = open.state == "open" &&
                       store::move_case(tx, caller.organization_id, open, to, caller.actor);
    if (!moved) refuse(require_case(tx, caller, open.id));
    open = require_case(tx, caller, open.id);
}

event::Event case_event(
    const Caller& caller, Action action, const IdentityCase& about, const Json& data
) {
    return caller.event(action, {.kind = "case", .id = about.id}, scim::to_text(data));
}

LockedUser& user_called(std::vector<LockedUser>& users, const std::string& id) {
    const auto found = std::find_if(users.begin(), users.end(), [&](const LockedUser& user) {
        return user.resource.id == id;
    });
    if (found == users.end()) throw Problem::conflict("user " + id + " is not there any more");
    return *found;
}

Outcome<IdentityCase> outcome_of(IdentityCase about, Effects effects) {
    return {
        .value = std::move(about),
        .events = std::move(effects.events),
        .letters = std::move(effects.letters)};
}

/// The locks of a deleted user's addresses: taken before any row is.
void lock_addresses_of_deleted(
    Transaction& tx, const Organization& organization, const std::string& id
) {
    const auto deleted = store::find_tombstone(tx, organization.row.id, "User", id);
    if (!deleted) throw Problem::conflict("user " + id + " has been erased");
    tx.lock(invitation::locks_of(
        organization.row.id,
        invitation::keys_of(
            scim::parse_json(deleted->resource.document), organization.settings.default_region
        )
    ));
}

/// Who manages the other one again, if that directory is still there.
store::Value former_directory(
    Session& session, const std::string& organization_id, const std::string& user_id
) {
    const auto deleted = store::find_tombstone(session, organization_id, "User", user_id);
    if (!deleted || !deleted->resource.directory_id) return std::nullopt;
    const auto& directory_id = deleted->resource.directory_id;
    return store::directory_exists(session, organization_id, *directory_id) ? directory_id
                                                                            : std::nullopt;
}

}  // namespace

IdentityCase Cases::show(const Caller& caller, const std::string& id) {
    require_reviewer(caller);
    return office_.database.read([&](Session& session) { return require_case(session, caller, id); }
    );
}

IdentityCase Cases::link(const Caller& caller, const std::string& id, const std::string& keep) {
    require_reviewer(caller);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        IdentityCase about = require_case(tx, caller, id);
        if (keep != about.user_id && keep != about.other_user_id) {
            throw Problem::invalid("/keep", "invalid", "keep one of the two users of the case");
        }
        if (about.state != "open") refuse(about);
        auto users = lock_users(tx, organization, {about.user_id, about.other_user_id});
        LockedUser& kept = user_called(users, keep);
        LockedUser& other =
            user_called(users, keep == about.user_id ? about.other_user_id : about.user_id);
        const CaseRecord plan = plan_link(tx, organization, kept, other);
        about.undo = write_record(plan);
        decide(tx, caller, about, "linked");
        CaseChange change(tx, office_, caller, organization);
        carry_out(change, plan, kept, other);
        change.effects.events.push_back(case_event(
            caller,
            Action::case_linked,
            about,
            {
                {"kept_id",  plan.kept_id },
                {"other_id", plan.other_id}
        }
        ));
        return outcome_of(std::move(about), std::move(change.effects));
    });
}

IdentityCase Cases::reject(const Caller& caller, const std::string& id) {
    require_reviewer(caller);
    return office_.database.change([&](Transaction& tx) {
        IdentityCase about = require_case(tx, caller, id);
        decide(tx, caller, about, "rejected");
        Effects effects;
        effects.events.push_back(case_event(caller, Action::case_rejected, about, Json::object()));
        return outcome_of(std::move(about), std::move(effects));
    });
}

IdentityCase Cases::undo(const Caller& caller, const std::string& id) {
    require_reviewer(caller);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        const IdentityCase about = require_case(tx, caller, id);
        if (about.state != "linked" || !about.undo) refuse(about);
        const CaseRecord record = read_record(*about.undo);
        lock_addresses_of_deleted(tx, organization, record.other_id);
        auto users = lock_users(tx, organization, {record.kept_id});
        LockedUser& kept = user_called(users, record.kept_id);
        if (!store::reopen_case(tx, caller.organization_id, id)) {
            refuse(require_case(tx, caller, id));
        }
        CaseChange change(tx, office_, caller, organization);
        take_from_kept(change, record, kept);
        auto restored = bring_back(
            tx,
            office_,
            caller,
            organization,
            {.user_id = record.other_id,
             .directory_id = former_directory(tx, caller.organization_id, record.other_id),
             .beside = record.kept_id}
        );
        change.effects.append(std::move(restored.effects));
        give_back(change, record);
        change.effects.events.push_back(case_event(
            caller,
            Action::case_undone,
            about,
            {
                {"kept_id",  record.kept_id },
                {"other_id", record.other_id}
        }
        ));
        return outcome_of(require_case(tx, caller, id), std::move(change.effects));
    });
}

}  // namespace usher::desk
