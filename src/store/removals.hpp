// Whom a directory deactivated or deleted lately, counted at a cost that does not grow with the
// directory (domain.md, "mass change"; the rule itself is directory/guard.hpp).
#pragma once

#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <string>

namespace usher::store {

struct DirectoryKey {
    std::string organization_id;
    std::string directory_id;
};

/// What the guard has to know of a directory.
struct GuardState {
    bool paused = false;
    bool released = false;  ///< an admin let everything through for a while
};

/// Reads it and holds the directory's row until the transaction ends: the removals of one
/// directory queue here. Call it before anything else that waits.
[[nodiscard]] GuardState lock_guard_state(Transaction& tx, const DirectoryKey& directory);

/// How many users are removed with `user_id`, of those since `since`. Each counts once.
[[nodiscard]] std::size_t count_removals_with(
    Transaction& tx, const DirectoryKey& directory, const std::string& user_id, base::Time since
);

/// Notes one, and forgets those before `since`. The state must be locked.
void record_removal(
    Transaction& tx,
    const DirectoryKey& directory,
    const std::string& user_id,
    bool deleted,
    base::Time since
);

/// How many users the directory manages, those included that it deleted since `since`. Looked up
/// where it was counted since then, unless that is less than `doubtful`: then counted again.
[[nodiscard]] std::size_t count_managed(
    Transaction& tx, const DirectoryKey& directory, base::Time since, std::size_t doubtful
);

/// Why a directory is paused: removals are refused, or everything is.
inline constexpr const char* paused_by_guard = "guard";
inline constexpr const char* stopped_by_admin = "stopped";

/// Until release_directory(). `reason` is one of the two words.
void pause_directory(Transaction& tx, const DirectoryKey& directory, const std::string& reason);

/// Lets everything through until `until`, and starts to count anew. False: it was not paused.
[[nodiscard]] bool release_directory(
    Transaction& tx, const DirectoryKey& directory, base::Time until
);

}  // namespace usher::store
