// Organization roles that a directory's policies give to members of a group (policy `group_roles`).
#pragma once

#include "directory/call.hpp"
#include "event/event.hpp"
#include "store/database.hpp"
#include "store/members.hpp"
#include "store/resources.hpp"

#include <vector>

namespace usher::directory {

/// What a change of a group's members means for their organization roles: who comes gets the
/// group's role unless theirs is higher; who goes and has it from here falls back to what another
/// group gives, else to member. Founders are left alone. One event for each change.
[[nodiscard]] std::vector<event::Event> follow_group_roles(
    const Call& call,
    store::Transaction& tx,
    const store::StoredResource& group,
    const store::MembersChanged& changed
);

}  // namespace usher::directory
