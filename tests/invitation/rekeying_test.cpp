// Databases from before there were identity keys: their users get them once, in batches.
#include "invitation/rekeying.hpp"

#include "base/id.hpp"
#include "base/secret.hpp"
#include "invitation/matching.hpp"
#include "store/identity_keys.hpp"
#include "store/migrate.hpp"
#include "store/migrations.hpp"
#include "store/unkeyed_users.hpp"
#include "tests/support/databases.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

namespace rekeying_test {

using namespace usher;
using store::Kind;
using store::Session;
using store::Transaction;

namespace {

const std::string organization = "0190a000-0000-7000-8000-000000000001";

/// A database as the release before the desk left it: migrations 1 and 2, and people.
class OldDatabase {
  public:
    explicit OldDatabase(Kind kind)
        : url_(test::fresh_database_url(kind, test::Contents::empty)),
          database_({.url = url_}, clock_) {
        database_.exclusively([](Transaction& tx) {
            tx.execute(
                "CREATE TABLE schema_migration (version $INTEGER NOT NULL PRIMARY KEY, "
                "name $TEXT NOT NULL, checksum $TEXT NOT NULL, applied_at $TEXT NOT NULL)",
                {}
            );
            for (const auto& migration : store::migrations().first(2))
                apply(tx, migration);
            tx.execute(
                "INSERT INTO organization VALUES (:id, 'acme', 'Acme', "
                "'{\"default_region\":\"ES\"}', '2026-01-01T00:00:00.000000Z')",
                {
                    {"id", organization}
            }
            );
        });
    }

    void add_people(std::size_t count) {
        database_.exclusively([&](Transaction& tx) {
            for (std::size_t i = 0; i < count; ++i)
                add(tx, "person" + std::to_string(i));
        });
    }

    [[nodiscard]] store::Database& database() { return database_; }

    [[nodiscard]] const std::string& url() const { return url_; }

    [[nodiscard]] std::size_t count(const std::string& sql) {
        const auto row = database_.read([&](Session& session) {
            return session.find("SELECT count(*) FROM " + sql, {}, 1);
        });
        return std::stoul(row->front().value());
    }

  private:
    /// The part of a release's first two migrations that this test needs: their statements.
    static void apply(Transaction& tx, const store::Migration& migration) {
        std::string statement;
        bool comment = false;
        for (const char c : migration.sql) {
            if (c == '\n') comment = false;
            statement += c;
            if (statement.ends_with("--")) comment = true;
            if (c != ';' || comment) continue;
            statement.pop_back();
            tx.execute(statement, {});
            statement.clear();
        }
        tx.execute(
            "INSERT INTO schema_migration VALUES (:version, :name, :checksum, 'then')",
            {
                {"version",  std::to_string(migration.version)     },
                {"name",     std::string(migration.name)           },
                {"checksum", base::hex(base::sha256(migration.sql))}
        }
        );
    }

    static void add(Transaction& tx, const std::string& name) {
        const std::string id = base::new_id(tx.now());
        tx.execute(
            "INSERT INTO resource (organization_id, type, id, version, document, display, active, "
            "created_at, modified_at) VALUES (:organization, 'User', :id, 1, :document, :name, 1, "
            "'t', 't')",
            {
                {"organization", organization                                              },
                {"id",           id                                                        },
                {"name",         name                                                      },
                {"document",
                 R"({"id":")" + id + R"(","userName":")" + name + R"(","emails":[{"value":" )" +
                     name + R"(@Example.ORG"}],"phoneNumbers":[{"value":"600 12 34 56"}]})"}
        }
        );
    }

    base::SystemClock clock_;
    std::string url_;
    store::Database database_;
};

std::vector<std::string> holders(store::Database& database, const std::string& email) {
    return database.read([&](Session& session) {
        return store::holders_of_key(session, organization, store::email_kind, email);
    });
}

}  // namespace

TEST_CASE("People of a database from before the desk are recognised after the upgrade") {
    OldDatabase old(GENERATE(Kind::sqlite, Kind::postgresql));
    old.add_people(600);
    store::migrate(old.database());
    CHECK(holders(old.database(), "person7@example.org").empty());

    CHECK(invitation::make_missing_keys(old.database()) == 600);

    CHECK(holders(old.database(), "person7@example.org").size() == 1);
    CHECK(old.count("identity_key WHERE kind = 'email'") == 600);
    CHECK(old.count("identity_key WHERE kind = 'phone' AND match_key = '+34600123456'") == 600);
    CHECK(old.count("unkeyed_user") == 0);
    CHECK(invitation::make_missing_keys(old.database()) == 0);
}

TEST_CASE("An upgrade that stopped half-way goes on where it was, and nobody is lost") {
    OldDatabase old(GENERATE(Kind::sqlite, Kind::postgresql));
    old.add_people(300);
    store::migrate(old.database());
    const auto dying = [&] {
        (void)old.database().change([](Transaction& tx) -> store::Outcome<bool> {
            (void)store::take_unkeyed_users(tx, organization, 100);
            throw std::runtime_error("the process dies");
        });
    };
    CHECK_THROWS(dying());
    CHECK(invitation::make_missing_keys(old.database()) == 300);
    CHECK(old.count("identity_key WHERE kind = 'email'") == 300);
}

TEST_CASE("Servers that upgrade at once share the work") {
    OldDatabase old(GENERATE(Kind::sqlite, Kind::postgresql));
    old.add_people(1200);
    store::migrate(old.database());
    std::atomic<std::size_t> made{0};
    {
        std::vector<std::jthread> servers;
        for (int i = 0; i < 3; ++i) {
            servers.emplace_back([&] {
                const base::SystemClock clock;
                store::Database database({.url = old.url()}, clock);
                made += invitation::make_missing_keys(database);
            });
        }
    }
    CHECK(made == 1200);
    CHECK(old.count("identity_key WHERE kind = 'email'") == 1200);
}

TEST_CASE("Somebody deleted before their keys were made leaves the list without any") {
    OldDatabase old(GENERATE(Kind::sqlite, Kind::postgresql));
    old.add_people(2);
    store::migrate(old.database());
    old.database().exclusively([](Transaction& tx) {
        tx.execute("DELETE FROM resource WHERE display = 'person0'", {});
    });
    CHECK(invitation::make_missing_keys(old.database()) == 1);
    CHECK(old.count("unkeyed_user") == 0);
    CHECK(old.count("identity_key WHERE kind = 'email'") == 1);
}

TEST_CASE("Keys are made anew when the region of phone numbers changes") {
    OldDatabase old(GENERATE(Kind::sqlite, Kind::postgresql));
    old.add_people(3);
    store::migrate(old.database());
    (void)invitation::make_missing_keys(old.database());
    old.database().exclusively([](Transaction& tx) {
        tx.execute("UPDATE organization SET settings = '{\"default_region\":\"US\"}'", {});
        store::list_everybody_unkeyed(tx, organization);
    });
    CHECK(invitation::make_missing_keys(old.database()) == 3);
    CHECK(old.count("identity_key WHERE kind = 'phone' AND match_key LIKE '+34%'") == 0);
    CHECK(old.count("identity_key WHERE kind = 'email'") == 3);
}

}  // namespace rekeying_test
