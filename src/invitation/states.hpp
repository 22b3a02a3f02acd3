// THE tables of the desk: which states an invitation and a request have, and what moves them
// (domain.md). Pure. The DDL's CHECK lists, docs/invitation.md and the `actions` of API items are
// compared with these by tests.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace usher::invitation {

enum class InvitationState { open, accepted, revoked, expired, superseded };

inline constexpr std::array<std::string_view, 5> invitation_state_names{
    "open", "accepted", "revoked", "expired", "superseded"};

enum class RequestState { pending, approved, dismissed, reconciled };

inline constexpr std::array<std::string_view, 4> request_state_names{
    "pending", "approved", "dismissed", "reconciled"};

[[nodiscard]] constexpr std::string_view name_of(InvitationState state) {
    return invitation_state_names.at(static_cast<std::size_t>(state));
}

[[nodiscard]] constexpr std::string_view name_of(RequestState state) {
    return request_state_names.at(static_cast<std::size_t>(state));
}

/// `name` is a word of the store's CHECK list. Throws std::invalid_argument for any other.
[[nodiscard]] InvitationState invitation_state_from(std::string_view name);
[[nodiscard]] RequestState request_state_from(std::string_view name);

/// Who moves a state.
enum class Mover { admin, invitee, directory, sso, time };

enum class InvitationAction {
    accept,  ///< the form, a verified phone, or an arrival that means joining
    stay,    ///< an arrival that does not mean joining: the person still has to come
    revoke,  ///< by an admin, or because the user was deactivated or deleted
    resend,  ///< a successor with a new secret and a fresh expiry
    follow,  ///< the user's address changed: a successor to the new one
    expire,
};

inline constexpr std::array<std::string_view, 6> invitation_action_names{
    "accept", "stay", "revoke", "resend", "follow", "expire"};

struct InvitationTransition {
    InvitationState from;
    InvitationAction action;
    Mover mover;
    InvitationState to;
};

[[nodiscard]] std::span<const InvitationTransition> invitation_transitions();

enum class RequestAction { approve, dismiss, reconcile };

inline constexpr std::array<std::string_view, 3> request_action_names{
    "approve", "dismiss", "reconcile"};

/// A request is reconciled by an arrival on any road; a domain rule approves as an admin does.
struct RequestTransition {
    RequestState from;
    RequestAction action;
    Mover mover;
    RequestState to;
};

[[nodiscard]] std::span<const RequestTransition> request_transitions();

/// The row that allows it, or nullptr.
[[nodiscard]] const InvitationTransition* find_transition(
    InvitationState from, InvitationAction action, Mover mover
);
[[nodiscard]] const RequestTransition* find_transition(
    RequestState from, RequestAction action, Mover mover
);

/// What an admin may do now: the names that API items show as `actions`. An open invitation past
/// its expiry counts as expired (`effective()`).
[[nodiscard]] std::vector<std::string_view> admin_actions(InvitationState state);
[[nodiscard]] std::vector<std::string_view> admin_actions(RequestState state);

/// The state at `now`, exact whatever the sweeper has done. Both times as base::to_text() writes.
[[nodiscard]] constexpr InvitationState effective(
    InvitationState stored, std::string_view expires_at, std::string_view now
) {
    const bool over = stored == InvitationState::open && expires_at <= now;
    return over ? InvitationState::expired : stored;
}

}  // namespace usher::invitation
