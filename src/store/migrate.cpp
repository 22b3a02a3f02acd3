#include "store/migrate.hpp"

#include "base/secret.hpp"
#include "store/migrations.hpp"
#include "store/sqlite_statistics.hpp"

#include <algorithm>
#include <string_view>

namespace usher::store {

namespace {

constexpr const char* create_table =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    "version $INTEGER NOT NULL PRIMARY KEY, name $TEXT NOT NULL, "
    "checksum $TEXT NOT NULL, applied_at $TEXT NOT NULL)";

constexpr const char* select_applied =
    "SELECT version, name, checksum FROM schema_migration ORDER BY version";

constexpr const char* insert_applied =
    "INSERT INTO schema_migration (version, name, checksum, applied_at) "
    "VALUES (:version, :name, :checksum, :applied_at)";

// The one question that the two databases' catalogs answer differently.
constexpr const char* find_table_postgresql =
    "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass('schema_migration')";
constexpr const char* find_table_sqlite =
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'";

std::string checksum_of(const Migration& migration) {
    return base::hex(base::sha256(migration.sql));
}

/// Throws MigrationRefused unless `applied` is how the program's own list begins.
void require_same_history(const std::vector<Row>& applied) {
    const auto known = migrations();
    for (std::size_t i = 0; i < applied.size(); ++i) {
        const std::string version = applied[i][0].value_or("");
        const std::string name = applied[i][1].value_or("");
        if (i >= known.size()) {
            throw MigrationRefused("the database is newer than this program: it has " + name);
        }
        if (version != std::to_string(known[i].version)) {
            throw MigrationRefused(
                "the database has " + name + " where this program has " + std::string(known[i].name)
            );
        }
        if (applied[i][2] != checksum_of(known[i])) {
            throw MigrationRefused("the database has been given another version of " + name);
        }
    }
}

/// The statements of `script`, which end in semicolons outside quotes and comments.
std::vector<std::string> statements_of(std::string_view script) {
    constexpr std::string_view white_space = " \t\r\n";
    std::vector<std::string> statements(1);
    bool has_words = false;
    while (!script.empty()) {
        std::size_t length = 1;
        if (script.starts_with("--")) {
            script.remove_prefix(std::min(script.find('\n'), script.size()));
            continue;
        }
        if (script.front() == '\'' || script.front() == '"') {
            length = std::min(script.find(script.front(), 1), script.size() - 1) + 1;
        }
        if (script.front() != ';') {
            has_words = has_words || white_space.find(script.front()) == std::string_view::npos;
            statements.back() += script.substr(0, length);
        } else if (has_words) {
            statements.emplace_back();
            has_words = false;
        }
        script.remove_prefix(length);
    }
    if (!has_words) statements.pop_back();
    return statements;
}

void apply(Transaction& tx, const Migration& migration) {
    for (const std::string& statement : statements_of(migration.sql))
        tx.execute(statement, {});
    tx.execute(
        insert_applied,
        {
            {"version",    std::to_string(migration.version)},
            {"name",       std::string(migration.name)      },
            {"checksum",   checksum_of(migration)           },
            {"applied_at", base::to_text(tx.now())          }
    }
    );
}

}  // namespace

void migrate(Database& database) {
    database.exclusively([](Transaction& tx) {
        tx.execute(create_table, {});
        const std::vector<Row> applied = tx.select(select_applied, {}, 3);
        require_same_history(applied);
        const auto missing = migrations().subspan(applied.size());
        for (const Migration& next : missing)
            apply(tx, next);
        if (tx.kind() == Kind::sqlite && (!missing.empty() || !has_statistics(tx)))
            write_statistics(tx);
    });
}

bool migrations_current(Database& database) {
    return database.read([](Session& session) {
        const bool postgresql = session.kind() == Kind::postgresql;
        if (!session.find(postgresql ? find_table_postgresql : find_table_sqlite, {}, 1)) {
            return false;
        }
        const std::vector<Row> applied = session.select(select_applied, {}, 3);
        require_same_history(applied);
        return applied.size() == migrations().size();
    });
}

}  // namespace usher::store
