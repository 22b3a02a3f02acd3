// PostgreSQL goes away and comes back; each case has a cluster of its own to break.
#include "tests/store/notes.hpp"
#include "tests/support/postgres.hpp"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

namespace lost_server_test {

using namespace usher::store;
using usher::test::Cluster;
using usher::test::postgresql;

namespace {

/// A cluster with the tables that a change needs.
struct Server {
    explicit Server(Cluster::Durability durability = Cluster::Durability::none)
        : cluster(durability), database({.url = cluster.url()}, clock) {
        create_notes(database);
        add_note(database, "before");
        CHECK(note_ids(database).size() == 1);
    }

    usher::base::SystemClock clock;
    Cluster cluster;
    Database database;
};

}  // namespace

TEST_CASE("While PostgreSQL is away calls fail at once, and afterwards all is as before") {
    Server server;
    server.cluster.crash();
    CHECK_FALSE(server.database.ping());
    CHECK_THROWS_AS(add_note(server.database, "lost"), Unavailable);
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 1000; ++i)
        CHECK_THROWS_AS(note_ids(server.database), Unavailable);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));

    server.cluster.restart();
    while (!server.database.ping())
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    add_note(server.database, "after");
    CHECK(note_ids(server.database) == std::vector<std::string>{"after", "before"});
    CHECK(server.database.counters().reconnects >= 2);
}

TEST_CASE("A restart that nobody saw costs no call") {
    Server server;
    server.cluster.restart();
    CHECK(note_ids(server.database).size() == 1);
    add_note(server.database, "after");
    CHECK(note_ids(server.database).size() == 2);
}

TEST_CASE("A unit of work whose connection is lost before COMMIT runs again, once") {
    Server server;
    int runs = 0;
    const auto change = [&](int losses) {
        server.database.change([&](Transaction& tx) {
            tx.execute(
                insert_note,
                {
                    {"id",   "new" + std::to_string(losses)},
                    {"body", ""                            }
            }
            );
            if (++runs <= losses) server.cluster.restart();
            (void)tx.find("SELECT 1", {}, 1);
            return Outcome<int>{.value = 0, .events = {}};
        });
    };
    change(1);
    CHECK(runs == 2);
    CHECK(note_ids(server.database) == std::vector<std::string>{"before", "new1"});
    runs = 0;
    CHECK_THROWS_AS(change(2), Unavailable);
    CHECK(runs == 2);
    CHECK(note_ids(server.database).size() == 2);
}

TEST_CASE("If the answer to COMMIT is lost, the caller is told that nobody knows") {
    Server server;
    postgresql(
        server.cluster.url(),
        "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION leave()"
    );
    try {
        add_note(server.database, "unknown");
        FAIL("the loss went unnoticed");
    } catch (const Unavailable& unavailable) {
        CHECK(unavailable.ambiguous());
    }
    postgresql(server.cluster.url(), "DROP TRIGGER leave ON note");
    add_note(server.database, "after");
    CHECK(note_ids(server.database) == std::vector<std::string>{"after", "before"});
}

TEST_CASE("What was acknowledged survives a crash of a durable PostgreSQL") {
    Server server(Cluster::Durability::full);
    for (int i = 0; i < 20; ++i)
        add_note(server.database, std::to_string(i));
    server.cluster.crash();
    server.cluster.restart();
    CHECK(note_ids(server.database).size() == 21);
}

TEST_CASE("A PostgreSQL that was never there is Unavailable, not an error of construction") {
    const usher::base::SystemClock clock;
    Database database({.url = "postgresql://u:secret@127.0.0.1:1/d"}, clock);
    CHECK_FALSE(database.ping());
    CHECK_THROWS_WITH(note_ids(database), !Catch::Contains("secret"));
}

}  // namespace lost_server_test
