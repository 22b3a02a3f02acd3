// `usher reconcile`: looks over organizations and says what it found (desk/reconciliation.hpp).
#pragma once

#include "app/answer.hpp"
#include "base/config.hpp"

#include <string>

namespace usher::app {

struct ReconciliationWish {
    std::string organization;  ///< slug; empty: every one
    bool dry_run = false;
};

/// Prints the sums over the organizations, and each violation. Returns whether there was none.
/// Throws std::runtime_error for an organization that is not there.
[[nodiscard]] bool reconcile(
    const base::Config& config, const ReconciliationWish& wish, Output output
);

}  // namespace usher::app
