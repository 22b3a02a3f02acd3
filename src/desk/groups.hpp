// What admins do with groups and their members (domain.md, "Words", "People and permissions").
//
// Creating, changing and deleting needs the permission users.register and is not for team admins;
// these see the teams where they are manager, and change who is in them. Members change at the cost
// of the change, whatever the size of the group.
#pragma once

#include "desk/office.hpp"
#include "store/resources.hpp"
#include "usher/scim/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace usher::desk {

/// What is to be set; absent parts keep their value, or have their default in a new group.
struct GroupChange {
    std::optional<std::string> display_name;
    std::optional<std::string> kind;          ///< team, chat, area
    std::optional<std::string> default_role;  ///< empty: none of its own, which is member
};

/// Somebody to be in a group. No role: the group's default, or the one that they have.
struct MemberWish {
    std::string id;  ///< of a user or a group
    std::string role;
};

inline constexpr std::size_t most_member_wishes = 1000;

/// Thread-safe. Each call is one unit of work. Answers are the API's items. Errors are
/// invitation::Problem, and scim::Error uniqueness for a display name that is taken.
class Groups {
  public:
    explicit Groups(const Office& office) : office_(office) {}

    /// Throws Problem not_found unless there is such a group that `caller` may see.
    void require(const Caller& caller, const std::string& id);
    [[nodiscard]] scim::Json show(const Caller& caller, const std::string& id);
    [[nodiscard]] scim::Json create(const Caller& caller, const GroupChange& wish);
    /// `version` must be the present one where given.
    [[nodiscard]] scim::Json update(
        const Caller& caller,
        const std::string& id,
        const GroupChange& change,
        std::optional<std::uint64_t> version
    );
    void remove(const Caller& caller, const std::string& id);

    /// Adds them, or gives them the role where they are members already. Returns their items, in
    /// id order. Problem /members unknown for ids that are nobody.
    [[nodiscard]] scim::Json add_members(
        const Caller& caller, const std::string& id, const std::vector<MemberWish>& members
    );
    [[nodiscard]] scim::Json set_role(
        const Caller& caller, const std::string& id, const MemberWish& member
    );
    void remove_member(const Caller& caller, const std::string& id, const std::string& member_id);

  private:
    const Office& office_;
};

/// As GET /groups lists it.
[[nodiscard]] scim::Json group_item(const store::StoredResource& group);

/// Throws Problem not_found unless `caller` may see the group.
void require_group_sight(
    store::Session& session, const Caller& caller, const std::string& group_id
);

}  // namespace usher::desk
