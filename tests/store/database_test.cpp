// The contract of Database, on both databases.
#include "tests/store/notes.hpp"

#include <atomic>

#include <catch2/catch.hpp>

namespace database_test {

using namespace usher::store;
using usher::test::fresh_database_url;

namespace {

Row note(Database& database, const std::string& id) {
    return database
        .read([&](Session& session) {
            return session.find(
                "SELECT id, body, count FROM note WHERE id = :id",
                {
                    {"id", id}
            },
                3
            );
        })
        .value();
}

template <class Body>
std::string message_of(const Body& body) {
    try {
        body();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("Texts and NULL come back as they were bound") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::vector<Value> values{
        std::nullopt,
        "",
        "it's",
        "a \"b\" \\ c",
        ":id $TEXT",
        "zażółć 漢字 😀",
        std::string(70000, 'x')};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string id = std::to_string(i);
        add_note(notes.database, id, values[i]);
        CHECK(note(notes.database, id) == Row{id, values[i], "0"});
    }
}

TEST_CASE("Parameters come in any order, and a name may occur several times") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto row = notes.database.read([](Session& session) {
        return session.find(
            "SELECT CAST(:b AS text) || CAST(:a AS text) || CAST(:b AS text)",
            {
                {"a", "1"},
                {"b", "2"}
        },
            1
        );
    });
    CHECK(row == Row{"212"});
}

TEST_CASE("Parameters that are missing or given twice, and U+0000, are refused") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    const Parameters wrong = GENERATE(
        Parameters{
            {"id", "a"}
    },
        Parameters{{"id", "a"}, {"other", "b"}},
        Parameters{{"id", "a"}, {"id", "b"}, {"body", "c"}},
        Parameters{{"id", "a"}, {"body", std::string("b\0c", 3)}}
    );
    CHECK_THROWS_AS(
        notes.database.change([&](Transaction& tx) {
            tx.execute(insert_note, wrong);
            return Outcome<int>{.value = 0, .events = {}};
        }),
        std::invalid_argument
    );
    CHECK(note_ids(notes.database).empty());
}

TEST_CASE("Rows are counted, found, selected, and read until the reader has enough") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql), 1);
    for (const char* id : {"c", "a", "B"})
        add_note(notes.database, id);
    CHECK(note_ids(notes.database) == std::vector<std::string>{"B", "a", "c"});  // by bytes

    const auto changed = notes.database.change([](Transaction& tx) {
        const auto some = tx.execute("UPDATE note SET count = count + 1 WHERE id < 'b'", {});
        const auto none = tx.execute("UPDATE note SET count = count + 1 WHERE id = 'z'", {});
        return Outcome<Row>{
            .value = {std::to_string(some),      std::to_string(none)},
              .events = {                         }
        };
    });
    CHECK(changed == Row{"2", "0"});

    int seen = 0;
    notes.database.read([&](Session& session) {
        session.each("SELECT id FROM note ORDER BY id", {}, 1, [&](const Row&) {
            return ++seen < 2;
        });
        return 0;
    });
    CHECK(seen == 2);
    // A read that was left early must not hold its snapshot.
    add_note(notes.database, "d");
    CHECK(note_ids(notes.database).size() == 4);
    CHECK_FALSE(notes.database.read([](Session& session) {
        return session
            .find(
                "SELECT id FROM note WHERE id = :id",
                {
                    {"id", "z"}
        },
                1
            )
            .has_value();
    }));
}

TEST_CASE("INSERT ... RETURNING says whether a row was new") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto insert = [&](const std::string& body) {
        return notes.database.change([&](Transaction& tx) {
            auto row = tx.find(
                "INSERT INTO note (id, body) VALUES ('a', :body) "
                "ON CONFLICT (id) DO NOTHING RETURNING body",
                {
                    {"body", body}
            },
                1
            );
            return Outcome<std::optional<Row>>{.value = std::move(row), .events = {}};
        });
    };
    CHECK(insert("first") == Row{"first"});
    CHECK(insert("second") == std::nullopt);
    CHECK(note(notes.database, "a")[1] == "first");
}

TEST_CASE("Numbers travel as text") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    for (const char* id : {"a", "b", "c"})
        add_note(notes.database, id);
    const auto rows = notes.database.read([](Session& session) {
        return session.select(
            "SELECT id, $POSITION(id, 'b') FROM note WHERE count = :count "
            "AND count + 1 < CAST(:limit AS $INTEGER) ORDER BY id LIMIT :limit",
            {
                {"count", "0"},
                {"limit", "2"}
        },
            2
        );
    });
    CHECK(
        rows ==
        std::vector<Row>{
            {"a", "0"},
            {"b", "1"}
    }
    );
}

TEST_CASE("When the body throws, nothing has happened and the caller gets the exception") {
    struct Refusal {
        int code;
    };

    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    try {
        notes.database.change([](Transaction& tx) -> Outcome<int> {
            tx.execute(
                insert_note,
                {
                    {"id",   "a"},
                    {"body", "b"}
            }
            );
            throw Refusal{42};
        });
        FAIL("the exception is lost");
    } catch (const Refusal& refusal) {
        CHECK(refusal.code == 42);
    }
    CHECK(note_ids(notes.database).empty());
    CHECK(notes.database.counters().rollbacks == 1);
    add_note(notes.database, "c");
    CHECK(note_ids(notes.database) == std::vector<std::string>{"c"});
}

TEST_CASE("A body that swallows a failure does not commit") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    add_note(notes.database, "a");
    CHECK_THROWS_AS(
        notes.database.change([](Transaction& tx) {
            tx.execute(
                insert_note,
                {
                    {"id",   "b"},
                    {"body", "" }
            }
            );
            try {
                tx.execute(
                    insert_note,
                    {
                        {"id",   "a"},
                        {"body", "" }
                }
                );
            } catch (const StatementFailed&) {
            }
            return Outcome<int>{.value = 0, .events = {}};
        }),
        StatementFailed
    );
    CHECK(note_ids(notes.database) == std::vector<std::string>{"a"});
}

TEST_CASE("A failure's text names the statement and its code, never a value") {
    const Kind kind = GENERATE(Kind::sqlite, Kind::postgresql);
    Notes notes(kind);
    const std::string secret = "s3cr3t-value";
    add_note(notes.database, secret, secret);
    const std::string text = message_of([&] { add_note(notes.database, secret, secret); });
    CHECK(text.find(insert_note) != std::string::npos);
    CHECK(text.find(kind == Kind::sqlite ? "1555" : "23505") != std::string::npos);
    CHECK(text.find(secret) == std::string::npos);

    const std::string mistyped = message_of([&] {
        notes.database.read([](Session& session) {
            return session.select("SELECT nonsense FROM note", {}, 1);
        });
    });
    CHECK(mistyped.find("nonsense") != std::string::npos);
}

TEST_CASE("A statement is not run again while its rows are being read") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    add_note(notes.database, "a");
    CHECK_THROWS_AS(
        notes.database.read([](Session& session) {
            const std::string sql = "SELECT id FROM note";
            session.each(sql, {}, 1, [&](const Row&) {
                return session.find(sql, {}, 1).has_value();
            });
            return 0;
        }),
        std::logic_error
    );
    CHECK(note_ids(notes.database).size() == 1);  // and the session is as good as before
}

TEST_CASE("Reading does not write") {
    Notes notes(Kind::sqlite);
    CHECK_THROWS_AS(
        notes.database.read([](Session& session) {
            return session.select("INSERT INTO note (id) VALUES ('a') RETURNING id", {}, 1);
        }),
        StatementFailed
    );
}

TEST_CASE("A URL that cannot be read is refused, naming the part but no password") {
    const usher::base::SystemClock clock;
    const std::string url = GENERATE(
        "",
        "mysql://hunter2",
        "sqlite:",
        "sqlite::memory:",
        "sqlite:/tmp/a\"b",
        "postgresql://u:hunter2%zz@h/d",
        "postgresql://u:hunter2@h/d?nonsense=1",
        "postgresql://u:hunter2@[::1"
    );
    const auto open = [&] { const Database database({.url = url}, clock); };
    CHECK_THROWS_AS(open(), std::invalid_argument);
    const std::string text = message_of(open);
    CHECK(text.find("hunter2") == std::string::npos);
    if (url.ends_with("nonsense=1")) CHECK(text.find("nonsense") != std::string::npos);
}

}  // namespace database_test
