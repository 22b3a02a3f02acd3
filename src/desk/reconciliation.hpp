// The sweeper's eye over a whole organization: what time has ended, and whether the invariant holds
// (domain.md, "Arrival"). On a healthy store it finds nothing.
#pragma once

#include "desk/office.hpp"

#include <string>
#include <vector>

namespace usher::desk {

struct Reconciled {
    std::size_t requests_reconciled = 0;
    std::size_t invitations_expired = 0;
    std::size_t cases_opened = 0;
    std::size_t tombstones_erased = 0;
    std::vector<std::string> violations;  ///< what should have been impossible, in words with ids
};

/// Looks over one organization and, unless `dry_run`, mends what it finds. Many small units of
/// work.
[[nodiscard]] Reconciled reconcile(
    const Office& office, const std::string& organization_id, bool dry_run
);

}  // namespace usher::desk
