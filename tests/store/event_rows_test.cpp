#include "tests/store/notes.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace event_rows_test {

using namespace usher::store;
using usher::event::Action;
using usher::event::Event;

namespace {

Event event_about(const std::string& id) {
    return {
        .organization_id = "o1",
        .action = Action::user_joined,
        .actor = {.kind = "directory", .id = "d1"},
        .subject = {.kind = "user",      .id = id  },
        .data = R"({"via":"scim"})",
        .request_id = "r1"
    };
}

std::vector<Row> events_in(Database& database) {
    return database.read([](Session& session) {
        return session.select(
            "SELECT organization_id, at, actor_kind, actor_id, action, subject_kind, subject_id, "
            "data, request_id FROM event ORDER BY id",
            {},
            9
        );
    });
}

}  // namespace

TEST_CASE("Events are written with their change, in their order, at its moment") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    const int count = GENERATE(0, 1, 2, 3, 64, 65, 203);
    const std::string at = notes.database.change([&](Transaction& tx) {
        Outcome<std::string> outcome{.value = usher::base::to_text(tx.now()), .events = {}};
        for (int i = 0; i < count; ++i)
            outcome.events.push_back(event_about(std::to_string(i)));
        return outcome;
    });
    const auto rows = events_in(notes.database);
    REQUIRE(rows.size() == static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row expected{
            "o1",
            at,
            "directory",
            "d1",
            "user.joined",
            "user",
            std::to_string(i),
            R"({"via":"scim"})",
            "r1"};
        CHECK(rows[i] == expected);
    }
}

TEST_CASE("If an event cannot be written, its change has not happened") {
    Notes notes(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK_THROWS_AS(
        notes.database.change([](Transaction& tx) {
            tx.execute(
                insert_note,
                {
                    {"id",   "a"},
                    {"body", "" }
            }
            );
            return Outcome<int>{.value = 0, .events = {event_about(std::string("a\0b", 3))}};
        }),
        std::invalid_argument
    );
    CHECK(note_ids(notes.database).empty());
    CHECK(events_in(notes.database).empty());
}

}  // namespace event_rows_test
