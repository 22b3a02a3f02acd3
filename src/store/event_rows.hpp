// Events become rows: the same for both databases, a few statements however many there are.
#pragma once

#include "store/database.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace usher::store {

/// An event whose organization has somebody to tell: an enabled webhook.
struct WatchedEvent {
    std::size_t position = 0;  ///< in the events written
    std::string id;
};

/// Inserts `events`, in their order, at the moment of `tx`. Ids increase in that order. Which of
/// them are watched is answered by the same statements.
std::vector<WatchedEvent> write_events(Transaction& tx, const std::vector<event::Event>& events);

}  // namespace usher::store
