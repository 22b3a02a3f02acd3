// Who asks something of the desk, and what they may do: made by http from a token or a session.
#pragma once

#include "event/event.hpp"
#include "invitation/roles.hpp"

#include <string>

namespace usher::desk {

/// A person as somebody's doing or what something was done to.
[[nodiscard]] inline event::Party user_party(const std::string& id) {
    return {.kind = "user", .id = id};
}

/// Lives for one request or job item. Authority is looked up when it is made, never kept.
struct Caller {
    std::string organization_id;
    event::Party actor;   ///< {"token", id} or {"user", id}
    std::string user_id;  ///< empty for a token: it speaks for the organization
    invitation::Role role = invitation::Role::member;
    invitation::Permissions permissions{};
    std::string request_id;

    [[nodiscard]] bool may(invitation::Permission permission) const {
        return invitation::holds(permissions, permission);
    }

    /// Sees and touches only the teams that they manage.
    [[nodiscard]] bool limited_to_teams() const {
        return role == invitation::Role::team_admin && !user_id.empty();
    }

    [[nodiscard]] event::Event event(
        event::Action action, event::Party subject, std::string data = "{}"
    ) const {
        return {
            .organization_id = organization_id,
            .action = action,
            .actor = actor,
            .subject = std::move(subject),
            .data = std::move(data),
            .request_id = request_id};
    }
};

}  // namespace usher::desk
