// The way back from a tombstone: what restoring a user and taking back a linked case share.
#pragma once

#include "desk/office.hpp"
#include "store/resources.hpp"

#include <string>

namespace usher::desk {

struct Restoration {
    std::string user_id;
    store::Value directory_id = {};  ///< who manages them again; none: nobody
    std::string beside = {};         ///< another user, who may have the same addresses
};

struct RestoredUser {
    store::StoredResource user;
    store::Effects effects;
};

/// Makes a deleted user live again with the same id, attributes, profile and joined state; in no
/// group, without a password. Settles what was asked for them meanwhile (an arrival by the admin's
/// road). Throws Problem: not_found if there is no such tombstone; conflict if the user name or an
/// address has been taken since, or the user is not deleted; seat_limit.
[[nodiscard]] RestoredUser bring_back(
    store::Transaction& tx,
    const Office& office,
    const Caller& caller,
    const Organization& organization,
    const Restoration& restoration
);

}  // namespace usher::desk
