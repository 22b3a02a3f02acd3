// Who gets what: every object of the program is made here, by hand and in order.
#pragma once

#include "app/outbox.hpp"
#include "app/sweeper.hpp"
#include "base/clock.hpp"
#include "base/config.hpp"
#include "base/log.hpp"
#include "base/secret.hpp"
#include "desk/office.hpp"
#include "http/server.hpp"
#include "store/database.hpp"
#include "usher/scim/schema.hpp"

namespace usher::app {

/// The threads that answer requests, by the pace of these; see http::Pace.
struct Threads {
    std::size_t quick;
    std::size_t waiting;
    std::size_t slow;
};

/// As configured; what is left open (0) depends on the number of cores.
[[nodiscard]] Threads threads_for(const base::Config& config, unsigned cores);

[[nodiscard]] store::DatabaseOptions database_options(const base::Config& config);

/// Migrates, then gives people from before the desk what they are recognised by.
void bring_up_to_date(store::Database& database);

/// The built-in schemas and those of the configured folder. Throws std::runtime_error naming a
/// wrong file.
[[nodiscard]] scim::Registry load_registry(const base::Config& config);

/// The key that a server of this configuration uses; a key file is made if there is none. Throws
/// std::runtime_error where only a server has one, for itself.
[[nodiscard]] base::Secret require_server_key(const base::Config& config);

/// Where people reach the server, without a slash at the end.
[[nodiscard]] std::string public_url_of(const base::Config& config);

/// What an administrative command works on: the database of a running or stopped server.
class MigratedDatabase {
  public:
    /// Throws std::runtime_error unless the database's migrations are current.
    explicit MigratedDatabase(const base::Config& config);

    [[nodiscard]] store::Database& database() { return database_; }

  private:
    base::SystemClock clock_;
    store::Database database_;
};

/// What `serve` runs on; each member may use those above it. Construction brings the database up to
/// date.
class Service {
  public:
    Service(const base::Config& config, std::ostream& log);

    [[nodiscard]] base::Log& log() { return log_; }

    [[nodiscard]] http::Server& server() { return server_; }

    [[nodiscard]] Sweeper& sweeper() { return sweeper_; }

    [[nodiscard]] Outbox& outbox() { return outbox_; }

  private:
    base::SystemClock clock_;
    base::Log log_;
    scim::Registry registry_;
    store::Database database_;
    base::Secret server_key_;
    desk::Office office_;
    Sweeper sweeper_;
    Outbox outbox_;
    http::Server server_;
};

}  // namespace usher::app
