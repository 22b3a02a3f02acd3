// One PostgreSQL connection: connects when it is needed, knows a lost connection from a failure.
#pragma once

#include "store/reachability.hpp"
#include "store/soci_session.hpp"

#include <atomic>
#include <cstdint>
#include <libpq-fe.h>
#include <string>

namespace usher::store {

/// Used by one thread at a time. `connection_string`, `reachability` and `reconnects` outlive it.
class PostgresqlConnection : public Connection {
  public:
    PostgresqlConnection(
        const std::string& connection_string,
        Reachability& reachability,
        std::atomic<std::uint64_t>& reconnects
    );

    /// Connects if there is no connection, or only a lost one. Throws Unavailable.
    void require();
    void begin();
    /// Throws ConnectionLost (ambiguous) if the answer is lost, Conflict or StatementFailed if the
    /// server rolled back.
    void commit();
    /// Leaves the connection without a transaction, or lost.
    void rollback() noexcept;
    /// A statement without parameters and rows, outside of transactions. Throws as statements do.
    void command(const char* sql);

    std::size_t run(
        const std::string& sql,
        const Parameters& parameters,
        std::size_t columns,
        const RowSink& sink
    ) override;

  protected:
    [[noreturn]] void fail(const soci::soci_error& error, const std::string& statement) override;
    void each_row(Statement& statement, const RowSink& sink) override;
    void release(Statement& statement) noexcept override;

  private:
    [[noreturn]] void fail(std::string_view sqlstate, const std::string& statement);
    [[nodiscard]] bool lost();
    [[nodiscard]] PGconn* native();

    const std::string& connection_string_;
    Reachability& reachability_;
    std::atomic<std::uint64_t>& reconnects_;
    bool lost_ = false;  ///< noticed before libpq does
    bool connected_before_ = false;
};

}  // namespace usher::store
