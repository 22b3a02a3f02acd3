// Recorded conversations of identity providers as checks; recordings/README.md has the format.
#pragma once

#include "conformance/engine/check.hpp"

#include <string>

namespace usher::conformance {

/// Adds each step of each *.json in `folder` as a check, in order: the ones of one file share their
/// variables. A step whose variables no earlier step could save is skipped. PATCH may be answered
/// 200 or 204, whatever was recorded: RFC 7644 §3.5.2 gives both. Throws std::runtime_error for a
/// folder or file that cannot be read.
void add_recordings(Suite& suite, const std::string& folder);

}  // namespace usher::conformance
