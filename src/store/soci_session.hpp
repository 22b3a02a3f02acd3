// A connection through SOCI and the sessions that bodies see of it.
#pragma once

#include "store/statement_cache.hpp"

#include <cstddef>
#include <string>

namespace usher::store {

/// The connection broke; nothing is known of what was under way on it.
class ConnectionLost : public Unavailable {
  public:
    using Unavailable::Unavailable;
};

/// Another transaction was in the way: the unit of work may be run again.
class Conflict : public StatementFailed {
  public:
    using StatementFailed::StatementFailed;
};

/// What both databases' connections share: kept statements, and that no error of SOCI's, whose
/// texts hold bound values, gets past it.
class Connection {
  public:
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    /// Runs a kept statement: see Session and Transaction. Throws StatementFailed (or Conflict) or
    /// Unavailable (or ConnectionLost).
    virtual std::size_t run(
        const std::string& sql,
        const Parameters& parameters,
        std::size_t columns,
        const RowSink& sink
    );

    [[nodiscard]] Kind kind() const { return kind_; }

  protected:
    explicit Connection(Kind kind) : kind_(kind), statements_(session_, kind, 512) {}

    /// Translates `error` of `statement`. Must throw.
    [[noreturn]] virtual void fail(const soci::soci_error& error, const std::string& statement) = 0;
    /// Hands the rows of an executed statement to `sink`, until that returns false.
    virtual void each_row(Statement& statement, const RowSink& sink);
    /// Ends the use of a statement: frees its result, and whatever that holds in the database.
    virtual void release(Statement& statement) noexcept = 0;

    soci::session& session() { return session_; }

    StatementCache& statements() { return statements_; }

  private:
    class Use;

    Kind kind_;
    soci::session session_;
    StatementCache statements_;  // after session_: statements die before their session
};

class ReadSession : public Session {
  public:
    explicit ReadSession(Connection& connection) : connection_(connection) {}

    [[nodiscard]] Kind kind() const override { return connection_.kind(); }

  protected:
    std::size_t run(
        const std::string& sql,
        const Parameters& parameters,
        std::size_t columns,
        const std::function<bool(Row&)>& sink
    ) override {
        return connection_.run(sql, parameters, columns, sink);
    }

  private:
    Connection& connection_;
};

class WriteTransaction : public Transaction {
  public:
    WriteTransaction(Connection& connection, base::Time now)
        : Transaction(now), connection_(connection) {}

    [[nodiscard]] Kind kind() const override { return connection_.kind(); }

    void lock(std::vector<std::string> names) override;

    /// Throws StatementFailed if a statement has failed: what follows one is not to be trusted,
    /// even if the body caught the exception (and PostgreSQL would roll back at COMMIT).
    void require_intact() const;

  protected:
    std::size_t run(
        const std::string& sql,
        const Parameters& parameters,
        std::size_t columns,
        const std::function<bool(Row&)>& sink
    ) override;

  private:
    Connection& connection_;
    bool intact_ = true;
};

}  // namespace usher::store
