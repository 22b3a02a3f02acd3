// `usher serve`: runs until SIGTERM or SIGINT, then finishes what is in flight.
#pragma once

#include "base/config.hpp"

#include <iosfwd>

namespace usher::app {

/// Returns after the drain. Throws std::runtime_error if it cannot start.
void serve(const base::Config& config, std::ostream& log);

}  // namespace usher::app
