#include "store/directory_requests.hpp"

#include "store/binder.hpp"

#include <algorithm>

namespace usher::store {

namespace {

constexpr std::size_t rows_per_insert = 64;

void insert(
    Transaction& tx,
    const DirectoryKey& directory,
    std::vector<DirectoryRequest>::const_iterator from,
    std::vector<DirectoryRequest>::const_iterator to
) {
    Binder binder;
    const std::string organization = binder.bind(directory.organization_id);
    const std::string id = binder.bind(directory.directory_id);
    std::string sql =
        "INSERT INTO directory_request (organization_id, directory_id, id, at, request_id, method, "
        "target, status, habits, duration_us, request_body, response_body) VALUES ";
    for (auto at = from; at != to; ++at) {
        sql += at == from ? "(" : ", (";
        sql += organization + ", " + id;
        for (const std::string& value :
             {at->id,
              at->at,
              at->request_id,
              at->method,
              at->target,
              std::to_string(at->status),
              at->habits,
              std::to_string(at->duration_us),
              at->request_body,
              at->response_body}) {
            sql += ", " + binder.bind(value);
        }
        sql += ")";
    }
    tx.execute(sql, binder.parameters());
}

Parameters scope(const DirectoryKey& directory) {
    return {
        {"organization", directory.organization_id},
        {"directory",    directory.directory_id   }
    };
}

/// Cuts off what is older than the last `keep`.
void prune(Transaction& tx, const DirectoryKey& directory, std::size_t keep) {
    Parameters parameters = scope(directory);
    parameters.push_back({"keep", std::to_string(keep)});
    const auto oldest = tx.find(
        "SELECT id FROM directory_request WHERE organization_id = :organization "
        "AND directory_id = :directory ORDER BY id DESC LIMIT 1 OFFSET :keep",
        parameters,
        1
    );
    if (!oldest) return;
    parameters = scope(directory);
    parameters.push_back({"oldest", oldest->at(0)});
    tx.execute(
        "DELETE FROM directory_request WHERE organization_id = :organization "
        "AND directory_id = :directory AND id <= :oldest",
        parameters
    );
}

}  // namespace

DirectoryRequest read_directory_request(const Row& row) {
    return {
        .id = *row[0],
        .at = *row[1],
        .request_id = *row[2],
        .method = *row[3],
        .target = *row[4],
        .status = std::stoi(*row[5]),
        .habits = *row[6],
        .request_body = *row[8],
        .response_body = *row[9],
        .duration_us = std::stoll(*row[7])};
}

void append_requests(
    Transaction& tx,
    const DirectoryKey& directory,
    const std::vector<DirectoryRequest>& requests,
    std::size_t keep
) {
    if (requests.empty()) return;
    const auto kept = static_cast<std::ptrdiff_t>(std::min(keep, requests.size()));
    for (auto from = requests.end() - kept; from != requests.end();) {
        const auto to = from + std::min<std::ptrdiff_t>(rows_per_insert, requests.end() - from);
        insert(tx, directory, from, to);
        from = to;
    }
    prune(tx, directory, keep);
    Parameters parameters = scope(directory);
    parameters.push_back({"at", requests.back().at});
    tx.execute(
        "UPDATE directory SET last_request_at = :at WHERE organization_id = :organization "
        "AND id = :directory AND (last_request_at IS NULL OR last_request_at < :at)",
        parameters
    );
}

std::optional<DirectoryRequest> find_directory_request(
    Session& session, const DirectoryKey& directory, const std::string& id
) {
    Parameters parameters = scope(directory);
    parameters.push_back({"id", id});
    static const std::string sql =
        std::string("SELECT ") + directory_request_columns +
        " FROM directory_request q WHERE q.organization_id = :organization "
        "AND q.directory_id = :directory AND q.id = :id";
    const auto row = session.find(sql, parameters, directory_request_column_count);
    if (!row) return std::nullopt;
    return read_directory_request(*row);
}

RequestCounts count_directory_requests(Session& session, const DirectoryKey& directory) {
    const auto row = session.find(
        "SELECT count(*), sum(CASE WHEN status >= 400 THEN 1 ELSE 0 END) FROM directory_request "
        "WHERE organization_id = :organization AND directory_id = :directory",
        scope(directory),
        2
    );
    return {.all = std::stoull(*row->at(0)), .failed = row->at(1) ? std::stoull(*row->at(1)) : 0};
}

}  // namespace usher::store
