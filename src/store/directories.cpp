#include "store/directories.hpp"

#include "store/removals.hpp"

namespace usher::store {

namespace {

constexpr const char* record_query =
    "SELECT id, name, on_create, dialect, policies, created_at, paused_at, pause_reason, "
    "guard_released_until, last_request_at FROM directory WHERE organization_id = :organization "
    "AND deleted_at IS NULL";
constexpr std::size_t record_columns = 10;

DirectoryRecord read_record(const Row& row) {
    return {
        .directory =
            {.id = *row[0],
                        .name = *row[1],
                        .on_create = *row[2],
                        .dialect = *row[3],
                        .policies = read_policies(*row[4]),
                        .stopped = row[7] == stopped_by_admin},
        .created_at = *row[5],
        .paused_at = row[6],
        .pause_reason = row[7],
        .guard_released_until = row[8],
        .last_request_at = row[9]
    };
}

Parameters scope(const std::string& organization_id, const std::string& id) {
    return {
        {"organization", organization_id},
        {"id",           id             }
    };
}

}  // namespace

std::vector<DirectoryRecord> list_directories(
    Session& session, const std::string& organization_id
) {
    static const std::string sql = std::string(record_query) + " ORDER BY id";
    std::vector<DirectoryRecord> records;
    for (const Row& row : session.select(
             sql,
             {
                 {"organization", organization_id}
    },
             record_columns
         )) {
        records.push_back(read_record(row));
    }
    return records;
}

std::optional<DirectoryRecord> find_directory(
    Session& session, const std::string& organization_id, const std::string& id
) {
    static const std::string sql = std::string(record_query) + " AND id = :id";
    const auto row = session.find(sql, scope(organization_id, id), record_columns);
    if (!row) return std::nullopt;
    return read_record(*row);
}

std::optional<DirectoryRecord> lock_directory(
    Transaction& tx, const std::string& organization_id, const std::string& id
) {
    static const std::string sql = std::string(record_query) + " AND id = :id $FOR_UPDATE";
    const auto row = tx.find(sql, scope(organization_id, id), record_columns);
    if (!row) return std::nullopt;
    return read_record(*row);
}

void update_directory(
    Transaction& tx, const std::string& organization_id, const Directory& directory
) {
    Parameters parameters = scope(organization_id, directory.id);
    parameters.push_back({"name", directory.name});
    parameters.push_back({"on_create", directory.on_create});
    parameters.push_back({"dialect", directory.dialect});
    parameters.push_back({"policies", write_policies(directory.policies)});
    tx.execute(
        "UPDATE directory SET name = :name, on_create = :on_create, dialect = :dialect, "
        "policies = :policies WHERE organization_id = :organization AND id = :id",
        parameters
    );
}

void delete_directory(Transaction& tx, const std::string& organization_id, const std::string& id) {
    Parameters with_time = scope(organization_id, id);
    with_time.push_back({"now", base::to_text(tx.now())});
    tx.execute(
        "UPDATE directory SET deleted_at = :now WHERE organization_id = :organization AND id = :id",
        with_time
    );
    tx.execute(
        "UPDATE token SET expires_at = :now WHERE organization_id = :organization "
        "AND directory_id = :id AND (expires_at IS NULL OR expires_at > :now)",
        with_time
    );
    tx.execute(
        "DELETE FROM directory_request WHERE organization_id = :organization "
        "AND directory_id = :id",
        scope(organization_id, id)
    );
    tx.execute(
        "DELETE FROM directory_removal WHERE organization_id = :organization "
        "AND directory_id = :id",
        scope(organization_id, id)
    );
}

bool directory_lives(Session& session, const std::string& organization_id, const std::string& id) {
    return session
        .find(
            "SELECT id FROM directory WHERE organization_id = :organization AND id = :id "
            "AND deleted_at IS NULL",
            scope(organization_id, id),
            1
        )
        .has_value();
}

std::vector<TokenRecord> valid_tokens(
    Session& session,
    const std::string& organization_id,
    const std::string& directory_id,
    base::Time now
) {
    Parameters parameters = scope(organization_id, directory_id);
    parameters.push_back({"now", base::to_text(now)});
    std::vector<TokenRecord> tokens;
    for (const Row& row : session.select(
             "SELECT id, created_at, expires_at, last_used_at FROM token "
             "WHERE organization_id = :organization AND directory_id = :id "
             "AND (expires_at IS NULL OR expires_at > :now) ORDER BY id",
             parameters,
             4
         )) {
        tokens.push_back(
            {.id = *row[0], .created_at = *row[1], .expires_at = row[2], .last_used_at = row[3]}
        );
    }
    return tokens;
}

bool end_token(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& directory_id,
    const std::string& token_id
) {
    Parameters parameters = scope(organization_id, directory_id);
    parameters.push_back({"token", token_id});
    parameters.push_back({"now", base::to_text(tx.now())});
    return tx.execute(
               "UPDATE token SET expires_at = :now WHERE organization_id = :organization "
               "AND directory_id = :id AND id = :token "
               "AND (expires_at IS NULL OR expires_at > :now)",
               parameters
           ) == 1;
}

std::size_t count_resources_of(
    Session& session,
    const std::string& organization_id,
    const std::string& directory_id,
    const std::string& type
) {
    Parameters parameters = scope(organization_id, directory_id);
    parameters.push_back({"type", type});
    const auto row = session.find(
        "SELECT count(*) FROM resource WHERE organization_id = :organization "
        "AND directory_id = :id AND type = :type",
        parameters,
        1
    );
    return std::stoull(*row->at(0));
}

}  // namespace usher::store
