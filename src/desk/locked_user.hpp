// A user and everything that is decided about them, held for a unit of work.
#pragma once

#include "desk/office.hpp"
#include "store/identity_keys.hpp"
#include "store/resources.hpp"

#include <string>
#include <vector>

namespace usher::desk {

struct LockedUser {
    store::StoredResource resource;
    store::IdentityKeys keys;
};

/// Locks the mailboxes and phones of these users, then their rows in the order of ids, as arrivals
/// do. Who does not exist is left out. The first thing that a unit of work does.
[[nodiscard]] std::vector<LockedUser> lock_users(
    store::Transaction& tx, const Organization& organization, std::vector<std::string> ids
);

}  // namespace usher::desk
