#include "event/event.hpp"

#include <algorithm>
#include <iterator>

namespace usher::event {

const std::array<std::string_view, action_count>& action_names() {
    static constexpr std::array<std::string_view, action_count> names{
        "user.registered",
        "user.updated",
        "user.joined",
        "user.deactivated",
        "user.activated",
        "user.deleted",
        "user.restored",
        "user.erased",
        "user.adopted",
        "profile.submitted",
        "profile.completed",
        "profile.returned",
        "invitation.opened",
        "invitation.sent",
        "invitation.accepted",
        "invitation.revoked",
        "invitation.expired",
        "invitation.superseded",
        "invitation.link_shown",
        "request.submitted",
        "request.approved",
        "request.dismissed",
        "request.reconciled",
        "group.created",
        "group.updated",
        "group.deleted",
        "membership.added",
        "membership.removed",
        "membership.role_changed",
        "resource.created",
        "resource.updated",
        "resource.deleted",
        "organization.created",
        "directory.created",
        "directory.updated",
        "directory.deleted",
        "directory.token_rotated",
        "directory.paused",
        "directory.released",
        "case.opened",
        "case.linked",
        "case.rejected",
        "case.undone",
        "admin.signed_in",
        "user.signed_in",
        "settings.changed",
        "token.created",
        "webhook.created",
        "webhook.updated",
        "webhook.deleted",
        "delivery.failed",
    };
    return names;
}

std::string_view name_of(Action action) {
    return action_names().at(static_cast<std::size_t>(action));
}

std::optional<Action> action_from(std::string_view name) {
    const auto& names = action_names();
    const auto* const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Action>(std::distance(names.begin(), found));
}

}  // namespace usher::event
