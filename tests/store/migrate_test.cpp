#include "store/migrate.hpp"

#include "store/migrations.hpp"
#include "tests/store/notes.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

namespace migrate_test {

using namespace usher::store;
using usher::test::Contents;
using usher::test::fresh_database_url;

namespace {

struct Fresh {
    explicit Fresh(Kind kind)
        : url(fresh_database_url(kind, Contents::empty)), database({.url = url}, clock) {}

    void execute(const std::string& sql) {
        database.exclusively([&](Transaction& tx) { tx.execute(sql, {}); });
    }

    usher::base::SystemClock clock;
    std::string url;
    Database database;
};

}  // namespace

TEST_CASE("Migrations make an empty database current, once") {
    Fresh fresh(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK_FALSE(migrations_current(fresh.database));
    migrate(fresh.database);
    CHECK(migrations_current(fresh.database));
    migrate(fresh.database);
    const auto applied = fresh.database.read([](Session& session) {
        return session.select("SELECT name FROM schema_migration ORDER BY version", {}, 1);
    });
    REQUIRE(applied.size() == migrations().size());
    CHECK(applied.front() == Row{std::string(migrations().front().name)});
    CHECK_FALSE(fresh.database.read([](Session& session) {
        return session.find("SELECT id FROM event", {}, 1).has_value();
    }));
}

TEST_CASE("A migration that was edited after it had been applied is refused") {
    Fresh fresh(GENERATE(Kind::sqlite, Kind::postgresql));
    migrate(fresh.database);
    fresh.execute("UPDATE schema_migration SET checksum = 'other' WHERE version = 2");
    CHECK_THROWS_AS(migrate(fresh.database), MigrationRefused);
    CHECK_THROWS_WITH(migrations_current(fresh.database), Catch::Contains("0002_events"));
}

TEST_CASE("A database that is newer than the program, or of another history, is refused") {
    Fresh fresh(GENERATE(Kind::sqlite, Kind::postgresql));
    migrate(fresh.database);
    SECTION("newer") {
        fresh.execute("INSERT INTO schema_migration VALUES (9999, '9999_future', 'c', 't')");
        CHECK_THROWS_WITH(migrate(fresh.database), Catch::Contains("newer"));
    }
    SECTION("one missing") {
        fresh.execute("DELETE FROM schema_migration WHERE version = 1");
        CHECK_THROWS_AS(migrate(fresh.database), MigrationRefused);
    }
    CHECK_THROWS_AS(migrations_current(fresh.database), MigrationRefused);
}

TEST_CASE("SQLite: statistics that an Usher before this one did not know are written too") {
    Fresh fresh(Kind::sqlite);
    migrate(fresh.database);
    const auto statistics = [&] {
        return fresh.database.read([](Session& session) {
            return session.select("SELECT idx, stat FROM sqlite_stat1 ORDER BY idx", {}, 2);
        });
    };
    const auto all = statistics();
    CHECK_FALSE(all.empty());
    fresh.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'invitation_request'");
    CHECK(statistics().size() < all.size());
    migrate(fresh.database);
    CHECK(statistics() == all);
}

TEST_CASE("Servers that start together migrate one after the other") {
    const std::string url =
        fresh_database_url(GENERATE(Kind::sqlite, Kind::postgresql), Contents::empty);
    const usher::base::SystemClock clock;
    std::atomic<int> current{0};
    {
        std::vector<std::jthread> servers;
        for (int i = 0; i < 6; ++i) {
            servers.emplace_back([&] {
                try {
                    Database database({.url = url}, clock);
                    migrate(database);
                    if (migrations_current(database)) ++current;
                } catch (const std::exception&) {
                }
            });
        }
    }
    CHECK(current == 6);
}

}  // namespace migrate_test
