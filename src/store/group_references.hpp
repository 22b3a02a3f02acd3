// User.groups: which groups members are in, directly and through groups of groups (RFC 7643
// §4.1.2).
#pragma once

#include "store/resources.hpp"

#include <string>
#include <vector>

namespace usher::store {

/// The groups of each of `member_ids`, in member and group order; each group once for a member:
/// direct where it is both. Two statements however many members there are, and two more for each
/// level of groups in groups.
[[nodiscard]] std::vector<GroupReference> group_references(
    Session& session, const std::string& organization_id, const std::vector<std::string>& member_ids
);

}  // namespace usher::store
