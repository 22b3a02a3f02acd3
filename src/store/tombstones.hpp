// What was deleted, and its way back or out (domain.md, "What a directory's push means", DELETE).
#pragma once

#include "store/database.hpp"
#include "store/resources.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace usher::store {

/// A resource as it was deleted: `resource.modified_at` is when.
struct Tombstone {
    std::string type;
    StoredResource resource;
};

[[nodiscard]] std::optional<Tombstone> find_tombstone(
    Session& session,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
);

/// As find_tombstone(), holding it until the transaction ends: of two who restore, one does.
[[nodiscard]] std::optional<Tombstone> lock_tombstone(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
);

/// Makes a tombstone a live resource again, as `resource` says (id, directory, document, display,
/// active, joined_at), with the creation time, profile and terms that it had and the version after
/// its last. Returns the indexed path whose unique value somebody else has, as insert_resource().
/// Throws std::logic_error if there is no such tombstone: find it first, under its lock.
[[nodiscard]] std::optional<std::string> revive_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    StoredResource& resource,
    const std::vector<IndexEntry>& index
);

/// Which tombstone.
struct TombstoneKey {
    std::string type;
    std::string id;
};

/// Those of deletions at `before` or earlier, the oldest first; at most `limit`.
[[nodiscard]] std::vector<TombstoneKey> tombstones_until(
    Session& session,
    const std::string& organization_id,
    const std::string& before,
    std::size_t limit
);

[[nodiscard]] std::size_t count_tombstones_until(
    Session& session, const std::string& organization_id, const std::string& before
);

/// Removes a tombstone and, of a user, everything that still tells of the person: invitations,
/// requests, cases, keys, what the desk knew. False: there is no such tombstone any more.
[[nodiscard]] bool erase_tombstone(
    Transaction& tx, const std::string& organization_id, const TombstoneKey& key
);

}  // namespace usher::store
