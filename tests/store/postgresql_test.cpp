// What only PostgreSQL does.
#include "tests/store/notes.hpp"
#include "tests/support/postgres.hpp"

#include <latch>
#include <thread>
#include <unistd.h>

#include <catch2/catch.hpp>

namespace postgresql_test {

using namespace usher::store;
using usher::test::postgresql;
using usher::test::shared_cluster;

namespace {

Outcome<int> nothing_more() {
    return {.value = 0, .events = {}};
}

}  // namespace

TEST_CASE("PostgreSQL: a statement is prepared once and executed often") {
    Notes notes(Kind::postgresql, 1);
    const std::string mine = "SELECT id FROM note WHERE id = :id";
    const auto row = notes.database.read([&](Session& session) {
        for (int i = 0; i < 7; ++i)
            (void)session.find(
                mine,
                {
                    {"id", std::to_string(i)}
            },
                1
            );
        return session.find(
            "SELECT count(*), sum(generic_plans + custom_plans) FROM pg_prepared_statements "
            "WHERE statement LIKE 'SELECT id FROM note%'",
            {},
            2
        );
    });
    CHECK(row == Row{"1", "7"});
}

TEST_CASE("PostgreSQL: no more than 512 statements are kept, and the latest ones are") {
    Notes notes(Kind::postgresql, 1);
    const auto row = notes.database.read([&](Session& session) {
        for (int i = 0; i < 600; ++i) {
            (void)session.find("SELECT " + std::to_string(i) + " AS n FROM note", {}, 1);
            (void)session.find("SELECT 'often'", {}, 1);
        }
        return session.find(
            "SELECT count(*), min(statement) FILTER (WHERE statement = 'SELECT ''often'''), "
            "min(statement) FILTER (WHERE statement = 'SELECT 0 AS n FROM note') "
            "FROM pg_prepared_statements",
            {},
            3
        );
    });
    // The counting statement is one of them.
    CHECK(row == Row{"512", "SELECT 'often'", std::nullopt});
}

TEST_CASE("PostgreSQL: statements survive a change of their table") {
    Notes notes(Kind::postgresql, 1);
    add_note(notes.database, "a");
    const std::string sql = "SELECT * FROM note";
    const auto read = [&] {
        return notes.database.read([&](Session& session) { return session.find(sql, {}, 3); });
    };
    const auto write = [&] {
        return notes.database.change([&](Transaction& tx) {
            return Outcome<std::optional<Row>>{.value = tx.find(sql, {}, 3), .events = {}};
        });
    };
    const Row expected{"a", "", "0"};
    CHECK(read() == expected);
    CHECK(write() == expected);
    postgresql(notes.url, "ALTER TABLE note ADD COLUMN added text");
    CHECK(read() == expected);
    CHECK(write() == expected);
    CHECK(notes.database.counters().retries == 1);
}

TEST_CASE("PostgreSQL: a unit of work that meets a serialization conflict runs again") {
    Notes notes(Kind::postgresql);
    add_note(notes.database, "a");
    const std::string increment = "UPDATE note SET count = count + 1 WHERE id = 'a'";
    int runs = 0;
    notes.database.change([&](Transaction& tx) {
        tx.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", {});
        (void)tx.find("SELECT count FROM note", {}, 1);
        if (++runs == 1) postgresql(notes.url, increment);
        tx.execute(increment, {});
        return nothing_more();
    });
    CHECK(runs == 2);
    CHECK(notes.database.counters().retries == 1);
    CHECK(notes.database.counters().commits == 2);
    CHECK(postgresql(notes.url, "SELECT count FROM note") == "2");
}

TEST_CASE("PostgreSQL: a conflict without end is given up as Unavailable") {
    Notes notes(Kind::postgresql);
    int runs = 0;
    CHECK_THROWS_AS(
        notes.database.change([&](Transaction& tx) {
            ++runs;
            tx.execute("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", {});
            return nothing_more();
        }),
        Unavailable
    );
    CHECK(runs > 1);
    CHECK(runs < 20);
}

TEST_CASE("PostgreSQL: units of work in each other's way both get done") {
    Notes notes(Kind::postgresql);
    add_note(notes.database, "a");
    add_note(notes.database, "b");
    std::latch both_hold_one(2);
    const auto update = [&](const std::string& first, const std::string& second) {
        bool met = false;
        notes.database.change([&](Transaction& tx) {
            const std::string sql = "UPDATE note SET count = count + 1 WHERE id = :id";
            tx.execute(
                sql,
                {
                    {"id", first}
            }
            );
            if (!met) both_hold_one.arrive_and_wait();
            met = true;
            tx.execute(
                sql,
                {
                    {"id", second}
            }
            );
            return nothing_more();
        });
    };
    {
        const std::jthread one([&] { update("a", "b"); });
        const std::jthread other([&] { update("b", "a"); });
    }
    CHECK(postgresql(notes.url, "SELECT sum(count) FROM note") == "4");
    CHECK(notes.database.counters().retries >= 1);
}

TEST_CASE("PostgreSQL: a COMMIT that the server refuses is an error") {
    Notes notes(Kind::postgresql);
    postgresql(notes.url, "ALTER TABLE note ADD UNIQUE (body) DEFERRABLE INITIALLY DEFERRED");
    add_note(notes.database, "a", "same");
    CHECK_THROWS_AS(add_note(notes.database, "b", "same"), StatementFailed);
    CHECK(note_ids(notes.database) == std::vector<std::string>{"a"});
}

TEST_CASE("PostgreSQL: user and password may hold anything, percent-encoded") {
    const std::string cluster = shared_cluster();
    const std::string role = "odd_" + std::to_string(getpid());
    postgresql(cluster, "CREATE ROLE \"" + role + " é\" LOGIN PASSWORD 'a b''c\"\\=&%@:/?'");
    const std::string address = cluster.substr(cluster.find('@'));
    const usher::base::SystemClock clock;
    {
        Database database(
            {.url = "postgresql://" + role + "%20%C3%A9:a%20b%27c%22%5C%3D%26%25%40%3A%2F%3F" +
                    address + "?application_name=it's%20me"},
            clock
        );
        const auto row = database.read([](Session& session) {
            return session.find("SELECT current_user, current_setting('application_name')", {}, 2);
        });
        CHECK(row == Row{role + " é", "it's me"});
    }
    postgresql(cluster, "DROP ROLE \"" + role + " é\"");
}

}  // namespace postgresql_test
