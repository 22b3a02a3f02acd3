// Which events a change of a resource is (api.md, "Events"): by the kind of resource, in one place.
#pragma once

#include "directory/call.hpp"
#include "store/members.hpp"
#include "store/resources.hpp"
#include "usher/scim/schema.hpp"

#include <string>
#include <vector>

namespace usher::directory {

/// user.registered (and user.joined), group.created or resource.created.
[[nodiscard]] std::vector<event::Event> created_events(
    const Call& call, const scim::ResourceType& type, const store::StoredResource& made
);

/// user.updated / group.updated / resource.updated naming the attributes, and user.activated or
/// user.deactivated if that changed. `data` is changed_attributes().
[[nodiscard]] std::vector<event::Event> updated_events(
    const Call& call,
    const scim::ResourceType& type,
    const store::StoredResource& before,
    const store::StoredResource& after,
    const std::string& data
);

[[nodiscard]] event::Event adopted_event(const Call& call, const store::StoredResource& user);
[[nodiscard]] event::Event deleted_event(
    const Call& call, const scim::ResourceType& type, const std::string& id
);

/// membership.added and membership.removed, each with the ids in its data.
[[nodiscard]] std::vector<event::Event> membership_events(
    const Call& call, const std::string& group_id, const store::MembersChanged& changed
);

}  // namespace usher::directory
