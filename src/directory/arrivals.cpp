#include "directory/arrivals.hpp"

#include "base/id.hpp"
#include "invitation/problem.hpp"
#include "invitation/seats.hpp"
#include "store/cases.hpp"
#include "store/locks.hpp"
#include "store/people.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace usher::directory {

namespace {

using event::Action;
using invitation::RoadKind;
using scim::Json;
using store::Effects;
using store::StoredResource;

constexpr std::array matching_paths{
    invitation::user_name_path, invitation::external_id_path, invitation::code_path};

Json member_of(const Json& object, std::string_view name) {
    const auto found = object.find(name);
    return found == object.end() ? Json() : *found;
}

/// What may tell that somebody is known already, beside the keys: externalId and code.
std::array<Json, 2> marks_of(const Json& document) {
    constexpr auto colon = invitation::code_path.rfind(':');
    const Json extension = member_of(document, invitation::code_path.substr(0, colon));
    return {
        member_of(document, invitation::external_id_path),
        member_of(extension, invitation::code_path.substr(colon + 1))};
}

}  // namespace

Arrivals::Arrivals(const Call& call, const scim::ResourceType& type, store::Transaction& tx)
    : call_(call),
      type_(type),
      tx_(tx),
      settings_(invitation::read_settings(call.organization_settings)) {}

invitation::Cause Arrivals::cause() const {
    return {
        .organization_id = call_.organization_id,
        .actor = call_.actor,
        .request_id = call_.request_id};
}

invitation::Road Arrivals::road(bool joins) const {
    return {
        .kind = call_.by_directory() ? RoadKind::scim : RoadKind::admin,
        .joins = joins,
        .cause = cause(),
        .directory_id = call_.by_directory() ? store::Value(call_.directory.id) : std::nullopt,
        .connection_id = {}};
}

bool Arrivals::joins() const {
    return call_.by_directory() && call_.directory.on_create == "activate";
}

void Arrivals::require_seat() const {
    invitation::require_seat(tx_, call_.organization_id, settings_, invitation::Seat::reserve);
}

store::Encounters Arrivals::encounters(const Json& document, const store::IdentityKeys& keys)
    const {
    std::vector<store::IndexKey> attributes;
    for (const auto& entry : store::index_entries(document, type_, call_.directory.id)) {
        const bool matching = std::find(matching_paths.begin(), matching_paths.end(), entry.path) !=
                              matching_paths.end();
        if (matching) attributes.push_back({.path = entry.path, .fold = entry.fold});
    }
    return store::find_encounters(tx_, call_.organization_id, keys, attributes);
}

Meeting Arrivals::meet(const Json& document) const {
    Meeting meeting;
    meeting.keys = invitation::keys_of(document, settings_.default_region);
    tx_.lock(invitation::locks_of(call_.organization_id, meeting.keys));
    const store::Encounters met = encounters(document, meeting.keys);
    meeting.request_ids = met.request_ids;
    if (call_.by_directory()) {
        meeting.match = invitation::match_push(met, {.directory_id = call_.directory.id});
    } else {
        meeting.match.suspicions = invitation::suspicions_of(met, "", std::nullopt);
    }
    return meeting;
}

Effects Arrivals::open_cases(
    const std::string& user_id, const std::vector<invitation::Suspicion>& suspicions
) const {
    Effects effects;
    for (const invitation::Suspicion& suspicion : suspicions) {
        store::IdentityCase opened;
        opened.id = base::new_id(tx_.now());
        opened.kind = suspicion.kind;
        opened.user_id = user_id;
        opened.other_user_id = suspicion.other_user_id;
        opened.evidence = suspicion.evidence;
        if (call_.by_directory()) opened.directory_id = call_.directory.id;
        if (!store::insert_case(tx_, call_.organization_id, opened)) continue;
        // Which address it was stands in the case only: an event outlives the person.
        effects.events.push_back(call_.event(
            Action::case_opened,
            "case",
            opened.id,
            scim::to_text(Json{
                {"kind",     opened.kind                           },
                {"user_ids", {opened.user_id, opened.other_user_id}}
        })
        ));
    }
    return effects;
}

Effects Arrivals::invite(const StoredResource& user) const {
    // Who is invited already has a seat reserved.
    const std::string now = base::to_text(tx_.now());
    if (user.invitation_expires_at && *user.invitation_expires_at > now) return {};
    require_seat();
    auto opened = invitation::open_invitation(
        tx_,
        cause(),
        settings_,
        user,
        {.channels = {"email"},
         .groups = {},
         .organization_role = {},
         .ttl = {},
         .request_id = {},
         .locale = {}}
    );
    return opened ? std::move(opened->effects) : Effects{};
}

Effects Arrivals::admit(
    StoredResource& user,
    const store::IdentityKeys& keys,
    const std::optional<std::vector<std::string>>& request_ids
) const {
    Effects effects = invitation::arrive(
        tx_, settings_, {.user = user, .keys = keys, .request_ids = request_ids}, road(joins())
    );
    // `auto` activates where people can sign in by SSO; without a connection they are invited.
    const std::string& policy = call_.directory.on_create;
    const bool invites = call_.by_directory() && (policy == "invite" || policy == "auto");
    if (invites && user.active && !user.joined_at) effects.append(invite(user));
    return effects;
}

Effects Arrivals::created(StoredResource& user, const Meeting& meeting) const {
    store::replace_identity_keys(tx_, call_.organization_id, user.id, {}, meeting.keys);
    Effects effects = open_cases(user.id, meeting.match.suspicions);
    effects.append(admit(user, meeting.keys, meeting.request_ids));
    return effects;
}

Effects Arrivals::rekeyed(
    const store::IdentityKeys& before,
    const store::IdentityKeys& after,
    StoredResource& user,
    const Json& document
) const {
    tx_.lock(invitation::locks_of(call_.organization_id, after));
    const store::Encounters met = encounters(document, after);
    store::replace_identity_keys(tx_, call_.organization_id, user.id, before, after);
    Effects effects =
        open_cases(user.id, invitation::suspicions_of(met, user.id, user.directory_id));
    effects.append(invitation::arrive(
        tx_, settings_, {.user = user, .keys = after, .request_ids = met.request_ids}, road(false)
    ));
    effects.append(invitation::follow_address(tx_, cause(), settings_, user));
    return effects;
}

Effects Arrivals::deactivated(const StoredResource& user) const {
    keep_a_founder(user.id);
    store::end_sessions_of_user(tx_, call_.organization_id, user.id);
    return invitation::end_invitation(
        tx_, cause(), user, {.state = "revoked", .reason = "user_deactivated", .via = {}}
    );
}

Effects Arrivals::changed(
    const Former& before, StoredResource& user, const Json& document, bool arrives
) const {
    const auto old_keys = invitation::keys_of(before.document, settings_.default_region);
    const auto new_keys = invitation::keys_of(document, settings_.default_region);
    Effects effects;
    if (before.resource.active && !user.active) effects.append(deactivated(user));
    if (old_keys != new_keys || marks_of(before.document) != marks_of(document))
        effects.append(rekeyed(old_keys, new_keys, user, document));
    const bool wakes = !before.resource.active && user.active;
    if (wakes && user.joined_at) {
        invitation::require_seat(tx_, call_.organization_id, settings_, invitation::Seat::regain);
    }
    if (wakes || arrives) {
        effects.append(admit(user, new_keys, std::nullopt));
    }
    return effects;
}

Effects Arrivals::removed(const StoredResource& user) const {
    keep_a_founder(user.id);
    store::forget_secrets_of_user(tx_, call_.organization_id, user.id);
    store::remove_identity_keys(tx_, call_.organization_id, user.id);
    store::close_cases_of(tx_, call_.organization_id, user.id, call_.actor);
    return invitation::end_invitation(
        tx_, cause(), user, {.state = "revoked", .reason = "user_deleted", .via = {}}
    );
}

void Arrivals::keep_a_founder(const std::string& user_id) const {
    const auto is_founder = [&] {
        return store::person_of(tx_, call_.organization_id, user_id).organization_role == "founder";
    };
    if (!is_founder()) return;
    tx_.lock({store::founders_lock(call_.organization_id)});
    const auto founders = store::members_of_role(tx_, call_.organization_id, "founder");
    const bool another = std::any_of(founders.begin(), founders.end(), [&](const auto& id) {
        return id != user_id;
    });
    if (another) return;
    throw invitation::Problem(
        invitation::ProblemCode::last_founder, "this is the organization's last founder"
    );
}

}  // namespace usher::directory
