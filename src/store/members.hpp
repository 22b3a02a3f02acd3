// Members of groups as rows. A change costs what it changes, whatever the size of the group.
//
// All writers hold the group's row first (lock_resource), so two changes of one group never
// interleave (domain.md, C14).
#pragma once

#include "store/database.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace usher::store {

/// Which group, with the names that rows of its members carry.
struct GroupKey {
    std::string organization_id;
    std::string type;  ///< resource type of the group ("Group")
    std::string id;
    std::string member_role = "member";  ///< of those who are added: the group's default role
};

struct Member {
    std::string group_id;
    std::string id;
    std::string type;  ///< resource type name: "User" or "Group"
    std::string display;
};

/// What a change of members came to.
struct MembersChanged {
    std::vector<std::string> added;
    std::vector<std::string> removed;
    std::vector<std::string>
        unknown;  ///< asked for, but no such resource: the caller refuses the request

    [[nodiscard]] bool nothing() const { return added.empty() && removed.empty(); }
};

/// Adds those of `ids` that are live resources of one of `member_types`; present ones are no
/// change.
[[nodiscard]] MembersChanged add_members(
    Transaction& tx,
    const GroupKey& group,
    const std::vector<std::string>& member_types,
    const std::vector<std::string>& ids
);

/// Removes those of `ids` that are members.
[[nodiscard]] MembersChanged remove_members(
    Transaction& tx, const GroupKey& group, const std::vector<std::string>& ids
);

/// Makes exactly `ids` the members.
[[nodiscard]] MembersChanged replace_members(
    Transaction& tx,
    const GroupKey& group,
    const std::vector<std::string>& member_types,
    const std::vector<std::string>& ids
);

/// Hands on each member of `group_ids` (all of one type), in group and member order.
void each_member(
    Session& session,
    const std::string& organization_id,
    const std::vector<std::string>& group_ids,
    const std::function<void(const Member&)>& each
);

[[nodiscard]] std::vector<std::string> member_ids(Session& session, const GroupKey& group);

/// A member's role in a group; nullopt: no member.
[[nodiscard]] std::optional<std::string> membership_role(
    Session& session,
    const std::string& organization_id,
    const std::string& group_id,
    const std::string& member_id
);

/// Whether `user_id` is directly in a group where `manager_id` has the role `manager`.
[[nodiscard]] bool shares_managed_group(
    Session& session,
    const std::string& organization_id,
    const std::string& manager_id,
    const std::string& user_id
);

/// Sets a member's role. False: no member, or the role it has.
bool set_membership_role(
    Transaction& tx, const GroupKey& group, const std::string& member_id, const std::string& role
);

/// A member as an admin sees it.
struct Membership {
    std::string id;
    std::string type;
    std::string display;
    std::string role;
    std::string created_at;
};

/// The columns that read_member() reads, of `membership m` and the member's `resource r`.
inline constexpr const char* member_columns =
    "m.member_id, m.member_type, r.display, m.role, m.created_at";
inline constexpr std::size_t member_column_count = 5;
[[nodiscard]] Membership read_member(const Row& row);

/// Those of `ids` that are members, in id order.
[[nodiscard]] std::vector<Membership> find_members(
    Session& session, const GroupKey& group, const std::vector<std::string>& ids
);
[[nodiscard]] std::size_t count_members(Session& session, const GroupKey& group);

/// The groups where a user has `role`, in id order.
[[nodiscard]] std::vector<std::string> groups_with_role(
    Session& session,
    const std::string& organization_id,
    const std::string& member_id,
    const std::string& role
);

}  // namespace usher::store
