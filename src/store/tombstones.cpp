#include "store/tombstones.hpp"

#include "store/attribute_rows.hpp"
#include "store/identity_keys.hpp"
#include "store/invitations.hpp"
#include "store/people.hpp"

#include <stdexcept>

namespace usher::store {

namespace {

Parameters tombstone_scope(
    const std::string& organization_id, const std::string& type, const std::string& id
) {
    return {
        {"organization", organization_id},
        {"type",         type           },
        {"id",           id             }
    };
}

std::optional<Tombstone> find_tombstone_where(
    Session& session, const std::string& ending, const Parameters& parameters
) {
    const auto row = session.find(
        "SELECT type, id, directory_id, version, document, display, joined_at, created_at, "
        "deleted_at, profile_state, terms_version FROM tombstone "
        "WHERE organization_id = :organization AND type = :type AND id = :id" +
            ending,
        parameters,
        11
    );
    if (!row) return std::nullopt;
    const Row& found = *row;
    StoredResource resource;
    resource.id = *found[1];
    resource.directory_id = found[2];
    resource.version = std::stoull(*found[3]);
    resource.document = *found[4];
    resource.display = *found[5];
    resource.joined_at = found[6];
    resource.created_at = *found[7];
    resource.modified_at = *found[8];
    resource.profile_state = *found[9];
    resource.terms_version = found[10];
    return Tombstone{.type = *found[0], .resource = std::move(resource)};
}

/// Every table that may hold an address, a name or a choice of a person who is gone. Groups and
/// keys went with the resource.
void forget_person(Transaction& tx, const std::string& organization_id, const std::string& id) {
    forget_secrets_of_user(tx, organization_id, id);
    remove_identity_keys(tx, organization_id, id);
    erase_person(tx, organization_id, id);
    const Parameters person = tombstone_scope(organization_id, "User", id);
    for (const char* statement :
         {"DELETE FROM invitation WHERE organization_id = :organization AND user_id = :id",
          "DELETE FROM invitation_request WHERE organization_id = :organization AND user_id = :id",
          "DELETE FROM identity_case WHERE organization_id = :organization AND user_id = :id",
          "DELETE FROM identity_case WHERE organization_id = :organization AND other_user_id = :id",
          "DELETE FROM unkeyed_user WHERE organization_id = :organization AND user_id = :id"}) {
        tx.execute(statement, person);
    }
}

}  // namespace

std::optional<Tombstone> find_tombstone(
    Session& session,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
) {
    return find_tombstone_where(session, "", tombstone_scope(organization_id, type, id));
}

std::optional<Tombstone> lock_tombstone(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
) {
    return find_tombstone_where(tx, " $FOR_UPDATE", tombstone_scope(organization_id, type, id));
}

std::optional<std::string> revive_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    StoredResource& resource,
    const std::vector<IndexEntry>& index
) {
    resource.version += 1;
    resource.modified_at = base::to_text(tx.now());
    Parameters parameters = tombstone_scope(organization_id, type, resource.id);
    parameters.insert(
        parameters.end(),
        {
            {"directory", resource.directory_id           },
            {"version",   std::to_string(resource.version)},
            {"document",  resource.document               },
            {"display",   resource.display                },
            {"active",    resource.active ? "1" : "0"     },
            {"joined",    resource.joined_at              },
            {"now",       resource.modified_at            }
    }
    );
    const auto revived = tx.find(
        "INSERT INTO resource (organization_id, type, id, directory_id, version, document, "
        "display, active, joined_at, created_at, modified_at, profile_state, terms_version) "
        "SELECT organization_id, type, id, CAST(:directory AS text), CAST(:version AS $INTEGER), "
        ":document, :display, CAST(:active AS $INTEGER), CAST(:joined AS text), created_at, :now, "
        "profile_state, terms_version FROM tombstone "
        "WHERE organization_id = :organization AND type = :type AND id = :id RETURNING id",
        parameters,
        1
    );
    if (!revived) throw std::logic_error("there is no tombstone to revive");
    tx.execute(
        "DELETE FROM tombstone WHERE organization_id = :organization AND type = :type "
        "AND id = :id",
        tombstone_scope(organization_id, type, resource.id)
    );
    if (type == "User") note_latest_invitation(tx, organization_id, resource.id);
    return insert_attribute_rows(
        tx, {.organization_id = organization_id, .type = type, .resource_id = resource.id}, index
    );
}

std::vector<TombstoneKey> tombstones_until(
    Session& session,
    const std::string& organization_id,
    const std::string& before,
    std::size_t limit
) {
    std::vector<TombstoneKey> keys;
    session.each(
        "SELECT type, id FROM tombstone WHERE organization_id = :organization "
        "AND deleted_at <= :before ORDER BY deleted_at, type, id LIMIT :limit",
        {
            {"organization", organization_id      },
            {"before",       before               },
            {"limit",        std::to_string(limit)}
    },
        2,
        [&](const Row& row) {
            keys.push_back({.type = *row[0], .id = *row[1]});
            return true;
        }
    );
    return keys;
}

std::size_t count_tombstones_until(
    Session& session, const std::string& organization_id, const std::string& before
) {
    const auto row = session.find(
        "SELECT count(*) FROM tombstone WHERE organization_id = :organization "
        "AND deleted_at <= :before",
        {
            {"organization", organization_id},
            {"before",       before         }
    },
        1
    );
    return std::stoul(row->front().value());
}

bool erase_tombstone(Transaction& tx, const std::string& organization_id, const TombstoneKey& key) {
    const auto erased = tx.find(
        "DELETE FROM tombstone WHERE organization_id = :organization AND type = :type "
        "AND id = :id RETURNING id",
        tombstone_scope(organization_id, key.type, key.id),
        1
    );
    if (!erased) return false;
    if (key.type == "User") forget_person(tx, organization_id, key.id);
    return true;
}

}  // namespace usher::store
