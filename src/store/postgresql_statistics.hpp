// Keeps PostgreSQL's statistics up with a fast first push.
#pragma once

#include "store/postgresql_connection.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace usher::store {

/// Analyses tables that have grown by a fifth since they were analysed last: what autovacuum does,
/// every two seconds instead of once a minute. A kept plan is made anew when its tables are
/// analysed; the plans of empty tables read whole organizations, and an identity provider's first
/// push is over within minutes.
class PostgresqlStatistics {
  public:
    /// Both must outlive it. Owns a thread and a connection of its own.
    PostgresqlStatistics(const std::string& connection_string, Reachability& reachability);
    PostgresqlStatistics(const PostgresqlStatistics&) = delete;
    PostgresqlStatistics& operator=(const PostgresqlStatistics&) = delete;
    ~PostgresqlStatistics() = default;

  private:
    void keep(const std::stop_token& stop);
    void refresh();

    std::atomic<std::uint64_t> reconnects_{0};
    PostgresqlConnection connection_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

}  // namespace usher::store
