// What is kept for a while only: secrets that have ended, and records of what has left or run.
#pragma once

#include "store/database.hpp"

#include <string>

namespace usher::store {

/// Until when each kind is gone.
struct KeptSince {
    base::Time answers;     ///< answers under an Idempotency-Key
    base::Time deliveries;  ///< closed ones
    base::Time people;      ///< what tells of people: finished jobs, directories' requests
};

/// Removes what is older, and what time has ended by itself: sessions, challenges that are counted
/// no more.
void forget_old(Transaction& tx, const std::string& organization_id, const KeptSince& since);

}  // namespace usher::store
