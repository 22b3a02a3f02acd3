// Fixed planner statistics for SQLite: the same good plans on the first day and with a million
// rows.
#pragma once

#include "store/database.hpp"

namespace usher::store {

/// Writes sqlite_stat1 as it would look for a large organization. Without it SQLite believes that
/// organization_id alone finds ten rows, and reads a whole organization where an index leads
/// straight to one member. Connections that are opened or see the schema change afterwards plan by
/// it. Call it in the transaction that creates the tables.
void write_statistics(Transaction& tx);

/// Whether they are all there: an Usher before this one knew fewer.
[[nodiscard]] bool has_statistics(Session& session);

}  // namespace usher::store
