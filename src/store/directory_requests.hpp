// What a directory asked lately and what it got: a ring of the last N for each directory.
#pragma once

#include "store/database.hpp"
#include "store/removals.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace usher::store {

struct DirectoryRequest {
    std::string id;  ///< in the order of arrival
    std::string at;
    std::string request_id;
    std::string method;
    std::string target;
    int status = 0;
    std::string habits;  ///< dialect adapters that fired, comma-separated
    std::string request_body;
    std::string response_body;  ///< both without secrets, bounded
    std::int64_t duration_us = 0;
};

/// Adds `requests` (in order), keeps the last `keep`, and notes when the directory was heard last.
void append_requests(
    Transaction& tx,
    const DirectoryKey& directory,
    const std::vector<DirectoryRequest>& requests,
    std::size_t keep
);

/// The columns that read_directory_request() reads; `q` is the table's alias. Lists leave the
/// bodies out.
inline constexpr const char* directory_request_columns =
    "q.id, q.at, q.request_id, q.method, q.target, q.status, q.habits, q.duration_us, "
    "q.request_body, q.response_body";
inline constexpr const char* directory_request_columns_without_bodies =
    "q.id, q.at, q.request_id, q.method, q.target, q.status, q.habits, q.duration_us, '', ''";
inline constexpr std::size_t directory_request_column_count = 10;
[[nodiscard]] DirectoryRequest read_directory_request(const Row& row);

[[nodiscard]] std::optional<DirectoryRequest> find_directory_request(
    Session& session, const DirectoryKey& directory, const std::string& id
);

struct RequestCounts {
    std::size_t all = 0;
    std::size_t failed = 0;  ///< status 400 and above
};

/// Over what the ring holds.
[[nodiscard]] RequestCounts count_directory_requests(
    Session& session, const DirectoryKey& directory
);

}  // namespace usher::store
