// Members of one group as the desk changes them, inside a unit of work.
#pragma once

#include "desk/groups.hpp"
#include "directory/unit_of_work.hpp"
#include "store/database.hpp"
#include "store/members.hpp"

namespace usher::desk {

/// Throws Problem invalid at `pointer` for what is no role.
void require_role_name(const std::string& role, const std::string& pointer);

/// The group, locked. Throws Problem not_found unless `caller` may see it.
[[nodiscard]] store::StoredResource lock_group(
    store::Transaction& tx, const Caller& caller, const std::string& id
);

/// As GET /groups/{id}/members lists it.
[[nodiscard]] scim::Json member_item(const store::Membership& member);

}  // namespace usher::desk
