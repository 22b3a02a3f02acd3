#include "store/resources.hpp"

#include "store/attribute_rows.hpp"
#include "store/group_references.hpp"

namespace usher::store {

namespace {

Parameters scope(
    const std::string& organization_id, const std::string& type, const std::string& id
) {
    return {
        {"organization", organization_id},
        {"type",         type           },
        {"id",           id             }
    };
}

}  // namespace

StoredResource read_resource(const Row& row, std::size_t first) {
    return {
        .id = *row[first],
        .directory_id = row[first + 1],
        .version = std::stoull(*row[first + 2]),
        .document = *row[first + 3],
        .display = *row[first + 4],
        .active = *row[first + 5] == "1",
        .joined_at = row[first + 6],
        .created_at = *row[first + 7],
        .modified_at = *row[first + 8],
        .invited_at = row[first + 9],
        .invitation_expires_at = row[first + 10],
        .profile_state = *row[first + 11],
        .terms_version = row[first + 12]};
}

std::optional<ResourceWithGroups> find_with_groups(
    Session& session,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
) {
    // One round trip: the resource's row, then a row for each group it is directly in.
    static const std::string sql =
        std::string("SELECT ") + resource_columns +
        ", 0 AS nested FROM resource r WHERE r.organization_id = :organization AND r.type = :type "
        "AND r.id = :id "
        "UNION ALL "
        "SELECT g.id, NULL, 0, NULL, g.display, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
        "CASE WHEN EXISTS (SELECT 1 FROM membership p WHERE p.organization_id = m.organization_id "
        "AND p.member_id = m.group_id) THEN 1 ELSE 0 END "
        "FROM membership m JOIN resource g ON g.organization_id = m.organization_id "
        "AND g.type = m.group_type AND g.id = m.group_id "
        "WHERE m.organization_id = :organization AND m.member_id = :id";
    const auto rows =
        session.select(sql, scope(organization_id, type, id), resource_column_count + 1);
    std::optional<ResourceWithGroups> found;
    bool nested = false;
    std::vector<GroupReference> groups;
    for (const Row& row : rows) {
        if (row[3]) {
            found = ResourceWithGroups{.resource = read_resource(row), .groups = {}};
        } else {
            nested = nested || row[resource_column_count] == "1";
            groups.push_back(
                {.member_id = id, .group_id = *row[0], .display = *row[4], .direct = true}
            );
        }
    }
    if (!found) return std::nullopt;
    found->groups = nested ? group_references(session, organization_id, {id}) : std::move(groups);
    return found;
}

std::optional<StoredResource> find_resource(
    Session& session,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
) {
    static const std::string sql = std::string("SELECT ") + resource_columns +
                                   " FROM resource r WHERE r.organization_id = :organization "
                                   "AND r.type = :type AND r.id = :id";
    const auto row = session.find(sql, scope(organization_id, type, id), resource_column_count);
    if (!row) return std::nullopt;
    return read_resource(*row);
}

std::optional<StoredResource> lock_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
) {
    static const std::string sql = std::string("SELECT ") + resource_columns +
                                   " FROM resource r WHERE r.organization_id = :organization "
                                   "AND r.type = :type AND r.id = :id $FOR_UPDATE";
    const auto row = tx.find(sql, scope(organization_id, type, id), resource_column_count);
    if (!row) return std::nullopt;
    return read_resource(*row);
}

std::optional<std::string> insert_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const StoredResource& resource,
    const std::vector<IndexEntry>& index
) {
    Parameters parameters = scope(organization_id, type, resource.id);
    parameters.insert(
        parameters.end(),
        {
            {"directory", resource.directory_id      },
            {"document",  resource.document          },
            {"display",   resource.display           },
            {"active",    resource.active ? "1" : "0"},
            {"joined",    resource.joined_at         },
            {"now",       base::to_text(tx.now())    }
    }
    );
    tx.execute(
        "INSERT INTO resource (organization_id, type, id, directory_id, version, document, "
        "display, "
        "active, joined_at, created_at, modified_at) VALUES (:organization, :type, :id, "
        ":directory, 1, "
        ":document, :display, :active, :joined, :now, :now)",
        parameters
    );
    return insert_attribute_rows(
        tx, {.organization_id = organization_id, .type = type, .resource_id = resource.id}, index
    );
}

void discard_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id
) {
    tx.execute(
        "DELETE FROM attribute WHERE organization_id = :organization AND resource_id = :id",
        {
            {"organization", organization_id},
            {"id",           id             }
    }
    );
    tx.execute(
        "DELETE FROM resource WHERE organization_id = :organization AND type = :type AND id = :id",
        scope(organization_id, type, id)
    );
}

std::optional<std::string> update_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    StoredResource& resource,
    const std::vector<IndexEntry>& before,
    const std::vector<IndexEntry>& after
) {
    resource.version += 1;
    resource.modified_at = base::to_text(tx.now());
    Parameters parameters = scope(organization_id, type, resource.id);
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
    tx.execute(
        "UPDATE resource SET directory_id = :directory, version = :version, document = :document, "
        "display = :display, active = :active, joined_at = :joined, modified_at = :now "
        "WHERE organization_id = :organization AND type = :type AND id = :id",
        parameters
    );
    return replace_attribute_rows(
        tx,
        {.organization_id = organization_id, .type = type, .resource_id = resource.id},
        before,
        after
    );
}

void touch_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    StoredResource& resource
) {
    resource.version += 1;
    resource.modified_at = base::to_text(tx.now());
    Parameters parameters = scope(organization_id, type, resource.id);
    parameters.push_back({"version", std::to_string(resource.version)});
    parameters.push_back({"now", resource.modified_at});
    tx.execute(
        "UPDATE resource SET version = :version, modified_at = :now "
        "WHERE organization_id = :organization AND type = :type AND id = :id",
        parameters
    );
}

void delete_resource(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const StoredResource& resource
) {
    const std::string now = base::to_text(tx.now());
    Parameters with_time = scope(organization_id, type, resource.id);
    with_time.push_back({"now", now});
    tx.execute(
        "INSERT INTO tombstone (organization_id, type, id, directory_id, document, joined_at, "
        "created_at, deleted_at, display, version, profile_state, terms_version) "
        "SELECT organization_id, type, id, directory_id, document, joined_at, created_at, :now, "
        "display, version, profile_state, terms_version "
        "FROM resource WHERE organization_id = :organization AND type = :type AND id = :id",
        with_time
    );
    tx.execute(
        "UPDATE resource SET version = version + 1, modified_at = :now "
        "WHERE organization_id = :organization AND (type, id) IN (SELECT group_type, group_id "
        "FROM membership WHERE organization_id = :organization AND member_id = :id)",
        {
            {"organization", organization_id},
            {"id",           resource.id    },
            {"now",          now            }
    }
    );
    discard_resource(tx, organization_id, type, resource.id);
}

std::vector<std::string> holders_of(
    Session& session,
    const std::string& organization_id,
    const std::string& type,
    const IndexKey& key,
    std::size_t limit
) {
    const auto rows = session.select(
        "SELECT DISTINCT resource_id FROM attribute WHERE organization_id = :organization "
        "AND type = :type AND path = :path AND fold = :fold ORDER BY resource_id LIMIT :limit",
        {
            {"organization", organization_id      },
            {"type",         type                 },
            {"path",         key.path             },
            {"fold",         key.fold             },
            {"limit",        std::to_string(limit)}
    },
        1
    );
    std::vector<std::string> ids;
    for (const Row& row : rows)
        ids.push_back(*row[0]);
    return ids;
}

void store_password(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& type,
    const std::string& id,
    const std::string& hash
) {
    Parameters parameters = scope(organization_id, type, id);
    parameters.push_back({"hash", hash});
    parameters.push_back({"now", base::to_text(tx.now())});
    tx.execute(
        "INSERT INTO credential (organization_id, type, user_id, password_hash, changed_at) "
        "VALUES (:organization, :type, :id, :hash, :now) ON CONFLICT (organization_id, user_id) "
        "DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at",
        parameters
    );
}

}  // namespace usher::store
