// What is kept for a while only: secrets that have ended, and records of what has left or run.
#pragma once

#include "store/database.hpp"

#include <cstddef>
#include <string>

namespace usher::store {

/// Until when each kind is gone.
struct KeptSince {
    base::Time now;         ///< sessions and challenges that have ended
    base::Time answers;     ///< answers under an Idempotency-Key
    base::Time deliveries;  ///< closed ones
    base::Time people;      ///< what tells of people: finished jobs, directories' requests
};

/// Removes what is older, in one unit of work. Returns how many rows that were.
std::size_t forget_old(Transaction& tx, const std::string& organization_id, const KeptSince& since);

}  // namespace usher::store
