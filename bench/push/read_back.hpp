// Reads everything back in pages and compares it with the population.
#pragma once

#include "push/dialect.hpp"

namespace usher::bench {

/// Reads all users in pages of 100 and all groups with their members, and reports each difference.
/// Follows cursors (RFC 9865) where the server gives them, else counts up startIndex.
void read_back(const Population& population, const Ids& ids, Conversation& server);

}  // namespace usher::bench
