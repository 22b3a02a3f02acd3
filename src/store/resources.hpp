// Resources at rest: one row with the document's text, and rows for its indexed attributes.
//
// The SQL of single resources; lists are search.hpp, memberships members.hpp. The document here is
// what is stored: schemas, id, then the attributes; no meta, members, groups or password.
#pragma once

#include "store/attribute_index.hpp"
#include "store/database.hpp"
#include "usher/scim/schema.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace usher::store {

struct StoredResource {
    std::string id;
    Value directory_id;
    std::uint64_t version = 1;
    std::string document;
    std::string display;
    bool active = true;
    Value joined_at;
    std::string created_at;
    std::string modified_at;
    // Of users, written by the desk (store/invitations.hpp, store/people.hpp), never with the
    // document.
    Value invited_at;             ///< when the latest invitation was opened
    Value invitation_expires_at;  ///< when it ends or ended by time; none: otherwise ended
    std::string profile_state = "missing";
    Value terms_version;  ///< the terms accepted last
};

/// The columns of a StoredResource, for every SELECT that makes one: `r` is the table's alias.
inline constexpr const char* resource_columns =
    "r.id, r.directory_id, r.version, r.document, r.display, r.active, r.joined_at, r.created_at, "
    "r.modified_at, r.invited_at, r.invitation_expires_at, r.profile_state, r.terms_version";
inline constexpr std::size_t resource_column_count = 13;
/// Reads them from `row`, starting at column `first`.
[[nodiscard]] StoredResource read_resource(const Row& row, std::size_t first = 0);

/// A group as a member sees it.
struct GroupReference {
    std::string member_id;  ///< whose it is
    std::string group_id;
    std::string display;
    bool direct = true;
};

struct ResourceWithGroups {
    StoredResource resource;
    std::vector<GroupReference> groups;
};

/// One statement for the resource and its direct groups; a second one only if one of those groups
/// is in a group itself.
[[nodiscard]] std::optional<ResourceWithGroups> find_with_groups(
    Session& session,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
);

[[nodiscard]] std::optional<StoredResource> find_resource(
    Session& session,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
);

/// As find_resource(), holding the row until the transaction ends: writers of one resource queue
/// here.
[[nodiscard]] std::optional<StoredResource> lock_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
);

/// Inserts a resource and its index rows. Returns the indexed path whose unique value somebody else
/// has; the transaction must then be abandoned. Writes created_at = modified_at = tx.now().
[[nodiscard]] std::optional<std::string> insert_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const StoredResource& resource,
    const std::vector<IndexEntry>& index
);

/// Takes back an insert_resource() of this transaction that met a taken value.
void discard_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
);

/// Overwrites document, display, active, directory and joined_at; version + 1, modified_at =
/// tx.now(). `before` and `after` are the index entries of the old and new document: only the paths
/// that differ are written. Returns as insert_resource(); sets `resource.version` and
/// `modified_at`. The row must be locked.
[[nodiscard]] std::optional<std::string> update_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    StoredResource& resource,
    const std::vector<IndexEntry>& before,
    const std::vector<IndexEntry>& after
);

/// Counts a change that lies in other rows (memberships): version + 1, modified_at = now. Sets both
/// in `resource`.
void touch_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    StoredResource& resource
);

/// Deletes a resource, its index rows and memberships (on both sides), and leaves a tombstone.
/// Groups that lose a member count a change.
void delete_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const StoredResource& resource
);

/// Who holds `fold` in an indexed path, in id order; at most `limit`.
[[nodiscard]] std::vector<std::string> holders_of(
    Session& session,
    const std::string& organization_id,
    const std::string& type,
    const IndexKey& key,
    std::size_t limit
);

/// Sets or replaces a user's password hash.
void store_password(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id,
    const std::string& hash
);

}  // namespace usher::store
