// Events become rows: the same for both databases, a few statements however many there are.
#pragma once

#include "store/database.hpp"

#include <vector>

namespace usher::store {

/// Inserts `events`, in their order, at the moment of `tx`. Ids increase in that order.
void write_events(Transaction& tx, const std::vector<event::Event>& events);

}  // namespace usher::store
