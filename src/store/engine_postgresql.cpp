#include "store/effects.hpp"
#include "store/engine.hpp"
#include "store/pool.hpp"
#include "store/postgresql_connection.hpp"
#include "store/postgresql_statistics.hpp"
#include "store/postgresql_url.hpp"

#include <atomic>
#include <random>
#include <thread>

namespace usher::store {

namespace {

using namespace std::chrono_literals;

constexpr int attempts_in_conflict = 6;
constexpr std::chrono::milliseconds patience = 10s;
constexpr const char* migration_lock = "SELECT pg_advisory_xact_lock(8391162080274671)";

// Those that were in each other's way must not come back at the same moment.
void pause_after_conflict(int attempt) {
    thread_local std::minstd_rand random(std::random_device{}());
    std::uniform_int_distribution<int> micros(500, 4000 << attempt);
    std::this_thread::sleep_for(std::chrono::microseconds(micros(random)));
}

class PostgresqlEngine : public Engine {
  public:
    PostgresqlEngine(const DatabaseOptions& options, const base::Clock& clock)
        : clock_(clock),
          connection_string_(connection_string(options.url)),
          readers_(connections(options.read_sessions)),
          writers_(connections(options.write_sessions)),
          statistics_(connection_string_, reachability_) {}

    [[nodiscard]] Kind kind() const override { return Kind::postgresql; }

    void with_reader(const Reading& body) override {
        const auto connection = readers_.lend(patience);
        again_if_lost(*connection, [&] {
            ReadSession session(*connection);
            body(session);
        });
    }

    void with_writer(const UnitOfWork& body) override {
        const auto connection = writers_.lend(patience);
        for (int attempt = 1;; ++attempt) {
            try {
                again_if_lost(*connection, [&] { attempt_unit(*connection, body); });
                ++commits_;
                return;
            } catch (const Conflict& conflict) {
                if (attempt == attempts_in_conflict) throw Unavailable(conflict.what());
                ++retries_;
            }
            pause_after_conflict(attempt);
        }
    }

    void exclusively(const std::function<void(Transaction&)>& body) override {
        PostgresqlConnection connection(connection_string_, reachability_, reconnects_);
        connection.require();
        attempt_unit(connection, [&](Transaction& tx) {
            (void)tx.find(migration_lock, {}, 1);
            body(tx);
            return Effects();
        });
    }

    [[nodiscard]] DatabaseCounters counters() const override {
        return {
            .commits = commits_,
            .batches = commits_,
            .rollbacks = rollbacks_,
            .retries = retries_,
            .reconnects = reconnects_,
            .waiting = 0};
    }

  private:
    std::vector<std::unique_ptr<PostgresqlConnection>> connections(std::size_t count) {
        std::vector<std::unique_ptr<PostgresqlConnection>> made;
        for (std::size_t i = 0; i < count; ++i) {
            made.push_back(std::make_unique<PostgresqlConnection>(
                connection_string_, reachability_, reconnects_
            ));
        }
        return made;
    }

    // A connection that has idled since before the server's restart looks well until it is used.
    template <class Attempt>
    static void again_if_lost(PostgresqlConnection& connection, const Attempt& attempt) {
        try {
            connection.require();
            return attempt();
        } catch (const ConnectionLost& lost) {
            if (lost.ambiguous()) throw;
        }
        connection.require();
        attempt();
    }

    void attempt_unit(PostgresqlConnection& connection, const UnitOfWork& body) {
        connection.begin();
        try {
            WriteTransaction tx(connection, clock_.now());
            write_effects(tx, body(tx));
            tx.require_intact();
        } catch (...) {
            connection.rollback();
            ++rollbacks_;
            throw;
        }
        connection.commit();
    }

    const base::Clock& clock_;
    std::string connection_string_;
    Reachability reachability_;
    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> rollbacks_{0};
    std::atomic<std::uint64_t> retries_{0};
    std::atomic<std::uint64_t> reconnects_{0};
    Pool<PostgresqlConnection> readers_;
    Pool<PostgresqlConnection> writers_;
    PostgresqlStatistics statistics_;
};

}  // namespace

std::unique_ptr<Engine> postgresql_engine(
    const DatabaseOptions& options, const base::Clock& clock
) {
    return std::make_unique<PostgresqlEngine>(options, clock);
}

}  // namespace usher::store
