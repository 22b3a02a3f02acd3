// What should have been impossible in an organization (store/consistency.hpp): found, said in
// words, and put right.
#pragma once

#include "desk/office.hpp"
#include "desk/reconciliation.hpp"

namespace usher::desk {

/// Adds to `result` each violation that it finds and, unless `dry_run`, mends it in a unit of work
/// of its own. Two who share an address and were never put before an admin get a case: that is a
/// finding, but no violation.
void mend(const Office& office, const Organization& organization, bool dry_run, Reconciled& result);

}  // namespace usher::desk
