#include "tests/store/notes.hpp"

#include <atomic>
#include <mutex>
#include <thread>

#include <catch2/catch.hpp>

namespace concurrency_test {

using namespace usher::store;
using usher::event::Action;
using usher::event::Event;

namespace {

constexpr int threads = 16;
constexpr int changes_each = 40;

const std::string increment = "UPDATE note SET count = count + 1 WHERE id = :id";

Outcome<int> counted(const std::string& id) {
    const Event event{
        .organization_id = "o1",
        .action = Action::user_updated,
        .actor = {.kind = "system", .id = ""},
        .subject = {.kind = "user",   .id = id},
        .request_id = ""
    };
    return {.value = 1, .events = {event}};
}

std::string one_value(Database& database, const std::string& sql) {
    return database.read([&](Session& session) { return session.find(sql, {}, 1); })
        .value()[0]
        .value();
}

template <class Body>
void in_threads(int count, const Body& body) {
    std::vector<std::jthread> running;
    for (int i = 0; i < count; ++i)
        running.emplace_back([&body, i] { body(i); });
}

}  // namespace

TEST_CASE("Sixteen threads of changes lose nothing, and each change has its event") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    add_note(notes.database, "shared");
    std::atomic<int> done{0};
    in_threads(threads, [&](int thread) {
        for (int i = 0; i < changes_each; ++i) {
            const std::string own = std::to_string(thread) + "/" + std::to_string(i);
            done += notes.database.change([&](Transaction& tx) {
                tx.execute(
                    insert_note,
                    {
                        {"id",   own         },
                        {"body", std::nullopt}
                }
                );
                tx.execute(
                    increment,
                    {
                        {"id", "shared"}
                }
                );
                return counted(own);
            });
        }
    });
    const std::string all = std::to_string(threads * changes_each);
    CHECK(std::to_string(done) == all);
    CHECK(one_value(notes.database, "SELECT count FROM note WHERE id = 'shared'") == all);
    CHECK(one_value(notes.database, "SELECT count(*) FROM note WHERE body IS NULL") == all);
    CHECK(one_value(notes.database, "SELECT count(DISTINCT subject_id) FROM event") == all);
    CHECK(notes.database.counters().commits == threads * changes_each + 1);
}

TEST_CASE("Readers never see half of a change") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    add_note(notes.database, "a");
    add_note(notes.database, "b");
    std::atomic<bool> finished{false};
    std::atomic<int> torn{0};
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 4; ++i) {
            readers.emplace_back([&] {
                while (!finished) {
                    const std::string sum =
                        "SELECT CAST(sum(count) AS $INTEGER) % 2 FROM note WHERE id IN ('a', 'b')";
                    if (one_value(notes.database, sum) != "0") ++torn;
                }
            });
        }
        for (int i = 0; i < 100; ++i) {
            notes.database.change([&](Transaction& tx) {
                tx.execute(
                    increment,
                    {
                        {"id", "a"}
                }
                );
                tx.execute(
                    increment,
                    {
                        {"id", "b"}
                }
                );
                return counted("a");
            });
        }
        finished = true;
    }
    CHECK(torn == 0);
    CHECK(one_value(notes.database, "SELECT count FROM note WHERE id = 'b'") == "100");
}

TEST_CASE("Failures among many changes undo only themselves") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    add_note(notes.database, "taken");
    std::atomic<int> refused{0};
    in_threads(threads, [&](int thread) {
        for (int i = 0; i < changes_each; ++i) {
            const std::string own = std::to_string(thread) + "/" + std::to_string(i);
            try {
                notes.database.change([&](Transaction& tx) {
                    tx.execute(
                        insert_note,
                        {
                            {"id",   own},
                            {"body", "" }
                    }
                    );
                    if (i % 4 == 0)
                        tx.execute(
                            insert_note,
                            {
                                {"id",   "taken"},
                                {"body", ""     }
                        }
                        );
                    return counted(own);
                });
            } catch (const StatementFailed&) {
                ++refused;
            }
        }
    });
    const int expected = threads * changes_each / 4;
    CHECK(refused == expected);
    CHECK(note_ids(notes.database).size() == threads * changes_each - expected + 1U);
    CHECK(
        one_value(notes.database, "SELECT count(*) FROM event") ==
        std::to_string(threads * changes_each - expected)
    );
}

}  // namespace concurrency_test
