#include "store/sqlite_connection.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

namespace usher::store {

namespace {

// SOCI includes sqlite3.h inside a namespace of its own and leaves no other way to it.
namespace sqlite = sqlite_api;

sqlite::sqlite3* native(soci::session& session) {
    return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

/// Whether trying again later may help.
bool means_unavailable(int code) {
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_IOERR:
        case SQLITE_FULL:
        case SQLITE_CANTOPEN:
            return true;
        default:
            return false;
    }
}

}  // namespace

SqliteConnection::SqliteConnection(std::string path, Access access, std::size_t cache_kib)
    : Connection(Kind::sqlite), path_(std::move(path)), access_(access), cache_kib_(cache_kib) {}

void SqliteConnection::require() {
    if (session().get_backend() != nullptr) return;
    try {
        open();
    } catch (...) {
        session().close();
        throw;
    }
}

void SqliteConnection::open() {
    try {
        // `timeout` becomes the busy timeout. Pragmas come after it, or they would not wait.
        session().open(soci::sqlite3, "db=\"" + path_ + "\" timeout=5");
    } catch (const soci::soci_error&) {
        throw Unavailable("cannot open the SQLite database " + path_);
    }
    sqlite::sqlite3_extended_result_codes(native(session()), 1);
    command("PRAGMA journal_mode = WAL");
    command("PRAGMA synchronous = FULL");
    command("PRAGMA foreign_keys = ON");
    command("PRAGMA journal_size_limit = 67108864");
    command("PRAGMA cache_size = -" + std::to_string(cache_kib_));
    if (access_ == Access::read_only) command("PRAGMA query_only = ON");
}

void SqliteConnection::command(const std::string& sql) {
    const int code =
        sqlite::sqlite3_exec(native(session()), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
}

bool SqliteConnection::in_transaction() {
    return sqlite::sqlite3_get_autocommit(native(session())) == 0;
}

void SqliteConnection::rollback() noexcept {
    if (session().get_backend() == nullptr || !in_transaction()) return;
    sqlite::sqlite3_exec(native(session()), "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteConnection::fail(const soci::soci_error& error, const std::string& statement) {
    const auto* known = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    fail(known == nullptr ? SQLITE_ERROR : known->result(), statement);
}

void SqliteConnection::fail(int code, const std::string& statement) {
    std::string text = "SQLite " + std::to_string(code) + ": " + statement;
    if (means_unavailable(code)) throw Unavailable(text);
    // The generic error complains of the statement's own text; others may quote values.
    if (code == SQLITE_ERROR) {
        text += ": ";
        text += sqlite::sqlite3_errmsg(native(session()));
    }
    throw StatementFailed(text);
}

void SqliteConnection::release(Statement& statement) noexcept {
    // A SELECT that is not reset holds its snapshot: the connection would go on reading the past,
    // and the log could not be checkpointed.
    auto* raw = static_cast<soci::sqlite3_statement_backend*>(statement.backend())->stmt_;
    sqlite::sqlite3_reset(raw);
    sqlite::sqlite3_clear_bindings(raw);
}

}  // namespace usher::store
