// The other way round: what a check said to a server, as a recording that can be replayed.
#pragma once

#include "conformance/engine/check.hpp"

#include <string>

namespace usher::conformance {

/// The conversation of one check in the format of recordings/README.md: ids that the server made
/// are variables, and each step expects the status that came.
[[nodiscard]] Value recording_of(const Check& check, const Verdict& verdict);

}  // namespace usher::conformance
