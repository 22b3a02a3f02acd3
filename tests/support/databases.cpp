#include "tests/support/databases.hpp"

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "store/migrate.hpp"
#include "store/migrations.hpp"
#include "tests/support/postgres.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace usher::test {

namespace {

void migrate(const std::string& url) {
    const base::SystemClock clock;
    store::Database database({.url = url, .read_sessions = 1, .write_sessions = 1}, clock);
    store::migrate(database);
}

/// The folder of this program's SQLite databases.
class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "usher-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot create " + name);
        path_ = name;
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::filesystem::path new_file() {
        return path_ / (std::to_string(++count_) + ".db");
    }

  private:
    std::filesystem::path path_;
    int count_ = 0;
};

/// This program's PostgreSQL databases, dropped at its end.
class PostgresqlDatabases {
  public:
    explicit PostgresqlDatabases(std::string cluster) : cluster_(std::move(cluster)) {}

    PostgresqlDatabases(const PostgresqlDatabases&) = delete;
    PostgresqlDatabases& operator=(const PostgresqlDatabases&) = delete;

    ~PostgresqlDatabases() {
        for (const std::string& name : names_) {
            try {
                postgresql(cluster_, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            } catch (const std::exception& error) {
                std::fputs(error.what(), stderr);
            }
        }
    }

    [[nodiscard]] std::string create(Contents contents) {
        const std::string from = contents == Contents::empty ? "template1" : migrated_template();
        names_.push_back("usher_test_" + base::hex(base::random_bytes(8)));
        postgresql(cluster_, "CREATE DATABASE " + names_.back() + " TEMPLATE " + from);
        return with_database(cluster_, names_.back());
    }

  private:
    /// The name of a database with this program's migrations, made once for a cluster.
    [[nodiscard]] std::string migrated_template() const {
        std::string all;
        for (const store::Migration& migration : store::migrations())
            all += migration.sql;
        const std::string name = "usher_template_" + base::hex(base::sha256(all)).substr(0, 16);
        const std::string find = "SELECT 1 FROM pg_database WHERE datname = '" + name + "'";
        if (!postgresql(cluster_, find).empty()) return name;
        // Many programs may be here at once: each prepares its own, the first to rename it wins.
        const std::string draft = "usher_draft_" + base::hex(base::random_bytes(8));
        postgresql(cluster_, "CREATE DATABASE " + draft);
        migrate(with_database(cluster_, draft));
        try {
            postgresql(cluster_, "ALTER DATABASE " + draft + " RENAME TO " + name);
        } catch (const std::runtime_error&) {
            postgresql(cluster_, "DROP DATABASE " + draft + " WITH (FORCE)");
            if (postgresql(cluster_, find).empty()) throw;
        }
        return name;
    }

    std::string cluster_;
    std::vector<std::string> names_;
};

}  // namespace

std::string fresh_database_url(Kind kind, Contents contents) {
    if (kind == Kind::postgresql) {
        static PostgresqlDatabases databases(shared_cluster());
        return databases.create(contents);
    }
    static Folder folder;
    std::string url = "sqlite:" + folder.new_file().string();
    if (contents == Contents::migrated) migrate(url);
    return url;
}

}  // namespace usher::test
