// The audit trail's one kind of line, and the closed list of what it can say (api.md, "Events").
//
// Events are written in the transaction of the change they tell of; webhooks and the audit view
// leave from them. `data` holds ids and attribute names, never secrets and never whole people.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace usher::event {

enum class Action {
    user_registered,
    user_updated,
    user_joined,
    user_deactivated,
    user_activated,
    user_deleted,
    user_restored,
    user_erased,
    user_adopted,
    profile_submitted,
    profile_completed,
    profile_returned,
    invitation_opened,
    invitation_sent,
    invitation_accepted,
    invitation_revoked,
    invitation_expired,
    invitation_superseded,
    invitation_link_shown,
    request_submitted,
    request_approved,
    request_dismissed,
    request_reconciled,
    group_created,
    group_updated,
    group_deleted,
    membership_added,
    membership_removed,
    membership_role_changed,
    resource_created,
    resource_updated,
    resource_deleted,
    organization_created,
    directory_created,
    directory_updated,
    directory_deleted,
    directory_token_rotated,
    directory_paused,
    directory_released,
    case_opened,
    case_linked,
    case_rejected,
    case_undone,
    admin_signed_in,
    user_signed_in,
    settings_changed,
    token_created,
    webhook_created,
    webhook_updated,
    webhook_deleted,
    delivery_failed,
};

inline constexpr std::size_t action_count = static_cast<std::size_t>(Action::delivery_failed) + 1;

/// The name in the API: `user.registered`.
[[nodiscard]] std::string_view name_of(Action action);
/// Every name, in the order of the enum.
[[nodiscard]] const std::array<std::string_view, action_count>& action_names();
[[nodiscard]] std::optional<Action> action_from(std::string_view name);

/// Who did something, or what it was done to.
struct Party {
    std::string kind;  ///< "directory", "token", "user", "invitee", "system", ...
    std::string id;
    bool operator==(const Party&) const = default;
};

struct Event {
    std::string organization_id;
    Action action;
    Party actor;
    Party subject;
    std::string data = "{}";  ///< JSON text
    std::string request_id;
};

}  // namespace usher::event
