// What of one user's rows becomes another's, when two records turn out to be one person.
#pragma once

#include "store/database.hpp"

#include <string>
#include <vector>

namespace usher::store {

/// A group that somebody is directly in.
struct MembershipOf {
    std::string group_id;
    std::string role;
};

/// In the order of group ids, in which groups are locked.
[[nodiscard]] std::vector<MembershipOf> memberships_of(
    Session& session, const std::string& organization_id, const std::string& member_id
);

[[nodiscard]] bool has_password(
    Session& session, const std::string& organization_id, const std::string& user_id
);

/// Gives the password of `from` to `to`, who is live. False: `from` has none, or `to` has one.
[[nodiscard]] bool move_password(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& from,
    const std::string& to
);

/// Whether a directory is there to manage somebody.
[[nodiscard]] bool directory_exists(
    Session& session, const std::string& organization_id, const std::string& directory_id
);

}  // namespace usher::store
