// What somebody may do and give now: looked up each time, since rights change between an invitation
// and its acceptance (domain.md, C17).
#pragma once

#include "event/event.hpp"
#include "invitation/roles.hpp"
#include "store/database.hpp"

#include <string>

namespace usher::invitation {

struct Authority {
    Role role = Role::member;
    Permissions permissions{};
    /// A team admin's: only groups where they are `manager`.
    bool limited_to_teams = false;
};

/// Of a user: nothing unless they are an active member; their role's permissions with what was
/// given or denied one by one. A founder's cannot be denied.
[[nodiscard]] Authority authority_of_user(
    store::Session& session, const std::string& organization_id, const std::string& user_id
);

/// Of a token with `role`: it speaks for the organization.
[[nodiscard]] Authority authority_of_token(Role role);

/// Of whoever made an invitation (`maker`, as events name them). A token keeps what it gave: its
/// role was checked then. A directory gives no groups and no roles.
[[nodiscard]] Authority authority_of_maker(
    store::Session& session, const std::string& organization_id, const event::Party& maker
);

/// Whether `maker` with `authority` may put people into `group_id`.
[[nodiscard]] bool may_give_group(
    store::Session& session,
    const std::string& organization_id,
    const Authority& authority,
    const event::Party& maker,
    const std::string& group_id
);

}  // namespace usher::invitation
