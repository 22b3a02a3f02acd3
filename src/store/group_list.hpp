// The lists of groups and of a group's members (store/listing.hpp).
#pragma once

#include "store/listing.hpp"

namespace usher::store {

/// Rows are those of read_resource().
[[nodiscard]] const ListSource& group_list();
/// Those where `:manager` is manager.
[[nodiscard]] const ListSource& managed_group_list();

/// Members of the group `:group`. Rows are those of read_member().
[[nodiscard]] const ListSource& member_list();

}  // namespace usher::store
