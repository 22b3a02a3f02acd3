// PATCH of a group's members as set SQL: cost grows with the change, not with the group.
//
// Gives what scim::apply_patch() would give if the members stood in the document (a property test
// compares the two).
#pragma once

#include "store/members.hpp"
#include "usher/scim/patch.hpp"
#include "usher/scim/schema.hpp"

#include <span>
#include <string>
#include <vector>

namespace usher::directory {

/// The operations of a PATCH, parted: those on members, and the rest for the document.
struct PartedPatch {
    std::vector<scim::PatchOperation> on_members;  ///< `target` is always the members attribute
    std::vector<scim::PatchOperation> on_document;
};

/// A path-less operation that mentions members among others becomes two.
[[nodiscard]] PartedPatch part_patch(
    std::vector<scim::PatchOperation> operations, const scim::ResourceType& type
);

/// Carries out `operations` in order on a locked group. Throws scim::Error (invalid_value naming
/// ids that are no resources, mutability for changes inside a member, ...).
[[nodiscard]] store::MembersChanged patch_members(
    store::Transaction& tx,
    const store::GroupKey& group,
    const scim::ResourceType& type,
    std::span<const scim::PatchOperation> operations
);

/// The resource types that members of `type` may have.
[[nodiscard]] std::vector<std::string> member_types(const scim::ResourceType& type);

/// Throws scim::Error::invalid_value naming the first few of `changed.unknown`, if there are any
/// (C13).
void require_known(const store::MembersChanged& changed);

}  // namespace usher::directory
