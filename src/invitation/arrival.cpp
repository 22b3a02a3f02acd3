#include "invitation/arrival.hpp"

#include "invitation/promises.hpp"
#include "invitation/seats.hpp"
#include "invitation/states.hpp"
#include "store/requests.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::invitation {

namespace {

using event::Action;
using scim::Json;
using store::Effects;
using store::Transaction;

constexpr std::array<std::string_view, 5> road_names{"scim", "sso", "form", "phone", "admin"};

event::Party user_party(const store::StoredResource& user) {
    return {.kind = "user", .id = user.id};
}

/// Requests → reconciled, and their senders told if they are in now.
Effects reconcile_requests(
    Transaction& tx, const Arriving& arriving, const Road& road, bool is_member
) {
    Effects effects;
    const auto ids =
        arriving.request_ids
            ? *arriving.request_ids
            : store::pending_request_ids(tx, road.cause.organization_id, arriving.keys.emails);
    for (const std::string& id : ids) {
        const bool closed = store::close_request(
            tx,
            road.cause.organization_id,
            id,
            {.state = name_of(RequestState::reconciled),
             .via = std::string(name_of(road.kind)),
             .reason = {},
             .user_id = arriving.user.id,
             .invitation_id = {},
             .directory_id = road.directory_id,
             .connection_id = road.connection_id,
             .reviewed_by = {}}
        );
        if (!closed) continue;
        const event::Party request{.kind = "request", .id = id};
        effects.events.push_back(road.cause.event(
            Action::request_reconciled,
            request,
            scim::to_text(Json{
                {"via",     name_of(road.kind)},
                {"user_id", arriving.user.id  }
        })
        ));
        if (!is_member) continue;
        effects.letters.push_back(
            {.organization_id = road.cause.organization_id,
             .channel = event::Channel::mail,
             .kind = event::LetterKind::request_reconciled,
             .subject = request}
        );
    }
    return effects;
}

/// The open invitation, accepted by this arrival; nullopt if there was none to accept.
struct Accepted {
    std::optional<store::Invitation> invitation;
    Effects effects;
};

Accepted accept_open_invitation(Transaction& tx, const Arriving& arriving, const Road& road) {
    Accepted accepted;
    if (!arriving.user.invitation_expires_at) return accepted;
    auto open = store::find_open_invitation(tx, road.cause.organization_id, arriving.user.id);
    accepted.effects = end_invitation(
        tx,
        road.cause,
        arriving.user,
        {.state = name_of(InvitationState::accepted),
         .reason = {},
         .via = std::string(name_of(road.kind))}
    );
    const bool in_time = open && open->expires_at > base::to_text(tx.now());
    if (!accepted.effects.events.empty() && in_time) {
        accepted.invitation = std::move(open);
        arriving.user.invitation_expires_at.reset();
    }
    return accepted;
}

}  // namespace

std::string_view name_of(RoadKind kind) {
    return road_names.at(static_cast<std::size_t>(kind));
}

Effects arrive(Transaction& tx, const Settings& settings, Arriving arriving, const Road& road) {
    store::StoredResource& user = arriving.user;
    const bool joins = road.joins && user.active;
    Effects effects;
    Accepted accepted;
    if (joins) {
        accepted = accept_open_invitation(tx, arriving, road);
        effects.append(std::move(accepted.effects));
    }
    if (joins && !user.joined_at) {
        require_seat(
            tx,
            road.cause.organization_id,
            settings,
            accepted.invitation ? Seat::convert : Seat::reserve
        );
        store::mark_joined(tx, road.cause.organization_id, user.id, user.joined_at);
        effects.events.push_back(road.cause.event(
            Action::user_joined,
            user_party(user),
            scim::to_text(Json{
                {"via", name_of(road.kind)}
        })
        ));
    }
    effects.append(reconcile_requests(tx, arriving, road, user.active && user.joined_at));
    if (accepted.invitation) {
        effects.append(keep_promises(tx, *accepted.invitation, user, road));
    }
    return effects;
}

}  // namespace usher::invitation
