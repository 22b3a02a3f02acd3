// A whole run: discover, carry out, clean up.
#pragma once

#include "conformance/engine/run.hpp"
#include "conformance/report/report.hpp"

#include <functional>
#include <string>

namespace usher::conformance {

struct Order {
    Address address;
    std::string profile = "rfc";  ///< rfc, interop, or a folder of `recordings`
    std::string recordings;       ///< the folder that holds one folder a profile
    Selection selection;
};

/// Nothing to do: a profile or a topic that does not exist.
struct NothingSelected {
    std::string reason;
};

/// Carries out the order and tells `progress` each result as it comes. After an interruption the
/// report has what was done until then. Throws Unreachable, NothingSelected, and
/// std::invalid_argument for an address that is none.
[[nodiscard]] Report conduct(
    const Order& order, const std::function<void(const Result&)>& progress
);

}  // namespace usher::conformance
