// Telling the admins of something that a directory ran into.
#pragma once

#include "directory/call.hpp"
#include "event/letter.hpp"
#include "store/database.hpp"

namespace usher::directory {

/// Queues a letter about the organization to each founder and account admin, once a day for a kind.
/// A unit of work of its own, as the one that failed has left nothing behind.
void tell_admins(store::Database& database, const Call& call, event::LetterKind kind);

}  // namespace usher::directory
