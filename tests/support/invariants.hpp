// What must hold at every commit point (domain.md): asked of the whole store, row by row.
//
// The product's sentence first: no open request for somebody who is already a member. A healthy
// store answers every question here with nothing. Written from domain.md and the tables alone, so
// that it does not believe what the program believes.
#pragma once

#include "base/clock.hpp"
#include "store/database.hpp"

#include <string>
#include <vector>

namespace usher::test {

/// What should have been impossible in one organization at `now`, in words with ids.
[[nodiscard]] std::vector<std::string> violations(
    store::Database& database, const std::string& organization_id, base::Time now
);

/// As above, of every organization.
[[nodiscard]] std::vector<std::string> violations(store::Database& database, base::Time now);

/// Fails the running test case, naming each violation.
void require_invariants(store::Database& database, base::Time now);
void require_invariants(
    store::Database& database, const std::string& organization_id, base::Time now
);

}  // namespace usher::test
