// The effects of a change become rows in its transaction: events, and deliveries for what leaves.
#pragma once

#include "store/database.hpp"

namespace usher::store {

/// Inserts `effects` at the moment of `tx`, in their order.
void write_effects(Transaction& tx, const Effects& effects);

}  // namespace usher::store
