// One SQLite connection, set up as Usher needs it.
#pragma once

#include "store/soci_session.hpp"

#include <string>

namespace usher::store {

enum class Access { read_only, read_and_write };

/// Used by one thread at a time.
class SqliteConnection : public Connection {
  public:
    /// Keeps up to `cache_kib` of the file's pages in memory.
    SqliteConnection(std::string path, Access access, std::size_t cache_kib = 8000);

    /// Opens the database if it is not open. Throws Unavailable.
    void require();
    /// Runs `sql` (BEGIN, SAVEPOINT, ...) without keeping it. Throws as run() does.
    void command(const std::string& sql);
    /// False once SQLite has rolled back on its own: after a full disk, for instance.
    [[nodiscard]] bool in_transaction();
    /// Leaves the connection without a transaction.
    void rollback() noexcept;

  protected:
    [[noreturn]] void fail(const soci::soci_error& error, const std::string& statement) override;
    void release(Statement& statement) noexcept override;

  private:
    [[noreturn]] void fail(int code, const std::string& statement);
    void open();

    std::string path_;
    Access access_;
    std::size_t cache_kib_;
};

}  // namespace usher::store
