// The sweeper's eye over a whole organization: what time has ended, and whether the invariant holds
// (domain.md, "Arrival"). On a healthy store it finds nothing.
//
// Each call does many small units of work; several programs may run it at once.
#pragma once

#include "desk/office.hpp"

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace usher::desk {

struct Reconciled {
    std::size_t requests_reconciled = 0;
    std::size_t invitations_expired = 0;
    std::size_t cases_opened = 0;
    std::size_t tombstones_erased = 0;
    std::vector<std::string> violations;  ///< what should have been impossible, in words with ids

    /// Adds what was found in another organization.
    void add(Reconciled more);
};

/// Looks over one organization and, unless `dry_run`, mends what it finds: expires invitations,
/// mends violations, erases people whose time to be restored is over, forgets what is kept for a
/// while only. With `dry_run` it says what it would do. Asked to `stop`, it leaves the rest for
/// next time. Throws Problem not_found.
[[nodiscard]] Reconciled reconcile(
    const Office& office,
    const std::string& organization_id,
    bool dry_run,
    const std::stop_token& stop = {}
);

/// The part of reconcile() that is cheap at any time. Returns how many invitations it expired.
[[nodiscard]] std::size_t expire_invitations(
    const Office& office, const std::string& organization_id, const std::stop_token& stop = {}
);

}  // namespace usher::desk
