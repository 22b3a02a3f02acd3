// What only SQLite does: one writer, who commits for many.
#include "tests/store/notes.hpp"

#include <atomic>
#include <latch>
#include <thread>

#include <catch2/catch.hpp>

namespace sqlite_test {

using namespace usher::store;
using namespace std::chrono_literals;

namespace {

void wait_until(const auto& condition) {
    while (!condition())
        std::this_thread::sleep_for(1ms);
}

/// Lets `count` threads each queue a change while the writer is held up, then lets it go on.
void queue_together(Notes& notes, int count, const std::function<void(int)>& change) {
    std::latch writer_held(1);
    std::latch go_on(1);
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
        notes.database.change([&](Transaction&) {
            writer_held.count_down();
            go_on.wait();
            return Outcome<int>{.value = 0, .events = {}};
        });
    });
    writer_held.wait();
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&change, i] { change(i); });
    wait_until([&] { return notes.database.counters().waiting == static_cast<std::size_t>(count); }
    );
    go_on.count_down();
}

}  // namespace

TEST_CASE("SQLite: units of work that wait together are committed together, up to 64") {
    Notes notes(Kind::sqlite);
    const auto before = notes.database.counters();
    queue_together(notes, 70, [&](int i) { add_note(notes.database, std::to_string(i)); });
    const auto after = notes.database.counters();
    CHECK(after.commits - before.commits == 71);
    CHECK(after.batches - before.batches == 3);  // the one that held the writer up, 64, the rest
    CHECK(note_ids(notes.database).size() == 70);
}

TEST_CASE("SQLite: a unit of work that fails does not hurt those committed with it") {
    Notes notes(Kind::sqlite);
    add_note(notes.database, "taken");
    std::atomic<int> refused{0};
    queue_together(notes, 20, [&](int i) {
        try {
            notes.database.change([&](Transaction& tx) {
                tx.execute(
                    insert_note,
                    {
                        {"id",   std::to_string(i)},
                        {"body", ""               }
                }
                );
                if (i % 5 == 0)
                    tx.execute(
                        insert_note,
                        {
                            {"id",   "taken"},
                            {"body", ""     }
                    }
                    );
                if (i % 5 == 1) throw std::domain_error("of the body's own");
                return Outcome<int>{.value = 0, .events = {}};
            });
        } catch (const StatementFailed&) {
            refused += 1;
        } catch (const std::domain_error&) {
            refused += 100;
        }
    });
    CHECK(refused == 404);
    CHECK(note_ids(notes.database).size() == 13);
    CHECK(notes.database.counters().rollbacks == 8);
}

TEST_CASE("SQLite: when SQLite gives up the transaction, the neighbours are told too") {
    Notes notes(Kind::sqlite);
    add_note(notes.database, "taken");
    std::atomic<int> unavailable{0};
    std::atomic<int> failed{0};
    queue_together(notes, 5, [&](int i) {
        try {
            notes.database.change([&](Transaction& tx) {
                // OR ROLLBACK does what a full disk may do.
                const std::string id = i == 2 ? "taken" : std::to_string(i);
                const char* sql = "INSERT OR ROLLBACK INTO note (id, body) VALUES (:id, '')";
                tx.execute(
                    sql,
                    {
                        {"id", id}
                }
                );
                return Outcome<int>{.value = 0, .events = {}};
            });
        } catch (const Unavailable&) {
            ++unavailable;
        } catch (const StatementFailed&) {
            ++failed;
        }
    });
    CHECK(failed == 1);
    CHECK(unavailable == 4);
    CHECK(note_ids(notes.database) == std::vector<std::string>{"taken"});
    add_note(notes.database, "afterwards");
    CHECK(note_ids(notes.database).size() == 2);
}

TEST_CASE("SQLite: a unit of work inside another one is refused instead of waiting for ever") {
    Notes notes(Kind::sqlite);
    CHECK_THROWS_AS(
        notes.database.change([&](Transaction&) {
            add_note(notes.database, "inner");
            return Outcome<int>{.value = 0, .events = {}};
        }),
        std::logic_error
    );
    CHECK(note_ids(notes.database).empty());
}

TEST_CASE("SQLite: another process may hold the lock for a while") {
    Notes notes(Kind::sqlite);
    Database other({.url = notes.url}, notes.clock);
    std::latch locked(1);
    const std::jthread holder([&] {
        other.exclusively([&](Transaction& tx) {
            tx.execute(
                insert_note,
                {
                    {"id",   "other"},
                    {"body", ""     }
            }
            );
            locked.count_down();
            std::this_thread::sleep_for(200ms);
        });
    });
    locked.wait();
    CHECK(note_ids(notes.database).empty());  // readers do not wait
    add_note(notes.database, "mine");
    CHECK(note_ids(notes.database) == std::vector<std::string>{"mine", "other"});
}

TEST_CASE("SQLite: a database that cannot be opened is Unavailable") {
    const usher::base::SystemClock clock;
    const auto open = [&] { const Database database({.url = "sqlite:/nonexistent/a.db"}, clock); };
    CHECK_THROWS_AS(open(), Unavailable);
}

TEST_CASE("SQLite: a path may hold spaces, and the log is written ahead and flushed") {
    const std::string url = usher::test::fresh_database_url(Kind::sqlite) + " with space='x'";
    const usher::base::SystemClock clock;
    Database database({.url = url}, clock);
    create_notes(database);
    const auto pragma = [&](const std::string& name) {
        return database.change([&](Transaction& tx) {
            auto row = tx.find("SELECT " + name + " FROM pragma_" + name, {}, 1);
            return Outcome<Row>{.value = row.value(), .events = {}};
        });
    };
    CHECK(pragma("journal_mode") == Row{"wal"});
    CHECK(pragma("synchronous") == Row{"2"});
    CHECK(pragma("foreign_keys") == Row{"1"});
}

}  // namespace sqlite_test
