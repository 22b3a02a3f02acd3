#include "store/postgresql_connection.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include <soci/postgresql/soci-postgresql.h>

namespace usher::store {

namespace {

/// What was prepared is no longer valid; prepared anew it may be.
class StaleStatement : public StatementFailed {
  public:
    using StatementFailed::StatementFailed;
};

// All of our statements are meant to walk indexes. A plan that reads whole tables would look good
// only while they are small, as they are when the first statements are prepared.
constexpr const char* plan_for_growth =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = "
    "off";

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

bool means_lost(std::string_view sqlstate) {
    constexpr std::array<std::string_view, 4> states{
        "57P01",  // admin_shutdown
        "57P02",  // crash_shutdown
        "57P03",  // cannot_connect_now
        "25006",  // read_only_sql_transaction: the primary has become a standby
    };
    return sqlstate.starts_with("08") ||
           std::find(states.begin(), states.end(), sqlstate) != states.end();
}

bool means_conflict(std::string_view sqlstate) {
    // 23503, foreign_key_violation: what a statement has just seen was deleted meanwhile (a member,
    // say). The unit of work looks again and then misses it.
    return sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "23503";
}

bool means_stale(std::string_view sqlstate) {
    return sqlstate == "26000" || sqlstate == "0A000";
}

soci::postgresql_statement_backend& backend_of(Statement& statement) {
    return *static_cast<soci::postgresql_statement_backend*>(statement.backend());
}

std::string first_line(std::string_view text) {
    return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(
    const std::string& connection_string,
    Reachability& reachability,
    std::atomic<std::uint64_t>& reconnects
)
    : Connection(Kind::postgresql),
      connection_string_(connection_string),
      reachability_(reachability),
      reconnects_(reconnects) {}

void PostgresqlConnection::require() {
    if (!lost()) return;
    reachability_.begin_attempt();
    try {
        statements().clear();
        session().close();
        session().open(soci::postgresql, connection_string_);
    } catch (const soci::soci_error& error) {
        // Nothing is bound while connecting, and libpq's words do not hold the password.
        const std::string reason = first_line(error.what());
        reachability_.failed(reason);
        throw Unavailable(reason);
    }
    reachability_.succeeded();
    lost_ = false;
    const Result planned(PQexec(native(), plan_for_growth), PQclear);
    if (PQresultStatus(planned.get()) != PGRES_COMMAND_OK) {
        lost_ = true;
        throw Unavailable("the planner's settings were refused");
    }
    // Without this libpq writes the server's notices to stderr.
    PQsetNoticeReceiver(
        native(), [](void*, const PGresult*) {}, nullptr
    );
    if (connected_before_) ++reconnects_;
    connected_before_ = true;
}

void PostgresqlConnection::begin() {
    command("BEGIN");
}

void PostgresqlConnection::commit() {
    const Result result(PQexec(native(), "COMMIT"), PQclear);
    const bool done = PQresultStatus(result.get()) == PGRES_COMMAND_OK;
    // COMMIT of a transaction that has failed succeeds, as a ROLLBACK.
    if (done && std::string_view(PQcmdStatus(result.get())) == "COMMIT") return;
    const char* field = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    const std::string_view sqlstate = field == nullptr ? "25P02" : field;
    if (lost() || means_lost(sqlstate)) {
        lost_ = true;
        throw ConnectionLost("the connection to PostgreSQL was lost at COMMIT", true);
    }
    fail(sqlstate, "COMMIT");
}

void PostgresqlConnection::rollback() noexcept {
    const Result result(PQexec(native(), "ROLLBACK"), PQclear);
    if (PQtransactionStatus(native()) != PQTRANS_IDLE) lost_ = true;
}

std::size_t PostgresqlConnection::run(
    const std::string& sql, const Parameters& parameters, std::size_t columns, const RowSink& sink
) {
    try {
        return Connection::run(sql, parameters, columns, sink);
    } catch (const StaleStatement& stale) {
        statements().erase(sql);
        // Inside a transaction the failure has ended it: the whole unit of work has to run again.
        if (PQtransactionStatus(native()) != PQTRANS_IDLE) throw Conflict(stale.what());
        return Connection::run(sql, parameters, columns, sink);
    }
}

void PostgresqlConnection::fail(const soci::soci_error& error, const std::string& statement) {
    const auto* known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    fail(known == nullptr ? std::string("?") : known->sqlstate(), statement);
}

void PostgresqlConnection::fail(std::string_view sqlstate, const std::string& statement) {
    if (lost() || means_lost(sqlstate)) {
        lost_ = true;
        throw ConnectionLost("the connection to PostgreSQL was lost");
    }
    std::string text = "PostgreSQL " + std::string(sqlstate) + ": " + statement;
    if (means_conflict(sqlstate)) throw Conflict(text);
    if (means_stale(sqlstate)) throw StaleStatement(text);
    // Class 42 complains of the statement's own text; other messages quote values.
    if (sqlstate.starts_with("42")) text += ": " + first_line(PQerrorMessage(native()));
    throw StatementFailed(text);
}

void PostgresqlConnection::each_row(Statement& statement, const RowSink& sink) {
    // All rows have come already. SOCI would copy each value into a buffer of its own, and a read
    // spends as much on that as libpq on the whole answer.
    const PGresult* result = backend_of(statement).result_.get_result();
    const int columns = static_cast<int>(statement.columns());
    if (PQnfields(result) < columns) {
        throw std::logic_error("a result with fewer columns than were asked for");
    }
    for (int at = 0; at < PQntuples(result); ++at) {
        Row row(statement.columns());
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(result, at, column) == 1) continue;
            const auto length = static_cast<std::size_t>(PQgetlength(result, at, column));
            row[static_cast<std::size_t>(column)].emplace(PQgetvalue(result, at, column), length);
        }
        if (!sink(row)) break;
    }
}

void PostgresqlConnection::release(Statement& statement) noexcept {
    // A kept statement would keep its last result, megabytes perhaps.
    backend_of(statement).result_.reset();
}

void PostgresqlConnection::command(const char* sql) {
    const Result result(PQexec(native(), sql), PQclear);
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return;
    const char* sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    fail(sqlstate == nullptr ? "?" : sqlstate, sql);
}

bool PostgresqlConnection::lost() {
    return lost_ || PQstatus(native()) != CONNECTION_OK;
}

PGconn* PostgresqlConnection::native() {
    auto* backend = session().get_backend();
    if (backend == nullptr) return nullptr;  // which libpq takes for a bad connection
    return static_cast<soci::postgresql_session_backend*>(backend)->conn_;
}

}  // namespace usher::store
