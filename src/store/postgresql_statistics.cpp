#include "store/postgresql_statistics.hpp"

#include <chrono>

namespace usher::store {

namespace {

constexpr std::chrono::seconds interval{2};

// The tables are those whose plans matter and which grow; names only, so they may stand in a
// command.
constexpr const char* grown_tables =
    "SELECT relname FROM pg_stat_user_tables WHERE relname IN ('resource', 'attribute', "
    "'membership') "
    "AND schemaname = current_schema() AND n_mod_since_analyze > 50 + n_live_tup / 5";

}  // namespace

PostgresqlStatistics::PostgresqlStatistics(
    const std::string& connection_string, Reachability& reachability
)
    : connection_(connection_string, reachability, reconnects_),
      thread_([this](const std::stop_token& stop) { keep(stop); }) {}

void PostgresqlStatistics::keep(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        wake_.wait_for(lock, stop, interval, [] { return false; });
        if (stop.stop_requested()) return;
        try {
            refresh();
        } catch (const std::runtime_error&) {
            // Not reachable now, or not the tables' owner: requests say so where it matters, and
            // autovacuum does the same more slowly.
            continue;
        }
    }
}

void PostgresqlStatistics::refresh() {
    connection_.require();
    std::vector<std::string> tables;
    connection_.run(grown_tables, {}, 1, [&](Row& row) {
        tables.push_back(*row[0]);
        return true;
    });
    for (const std::string& table : tables)
        connection_.command(("ANALYZE " + table).c_str());
}

}  // namespace usher::store
