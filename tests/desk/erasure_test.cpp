// What time takes away: people after the days in which they can be restored, secrets that have
// ended, records of what has left.
#include "base/id.hpp"
#include "desk/people.hpp"
#include "desk/reconciliation.hpp"
#include "store/directory_requests.hpp"
#include "tests/desk/desk_world.hpp"

#include <catch2/catch.hpp>

namespace erasure_test {

using namespace usher;
using namespace usher::test;

namespace {

using namespace std::chrono_literals;

constexpr auto retention = 24h * 30;

desk::Reconciled reconcile(DeskWorld& world) {
    return desk::reconcile(world.office(), world.id(), false);
}

/// "table.column" of every column.
Texts all_columns(DeskWorld& world, Kind kind) {
    return world.texts(
        kind == Kind::sqlite
            ? "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c "
              "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"
            : "SELECT table_name || '.' || column_name FROM information_schema.columns "
              "WHERE table_schema = 'public'"
    );
}

/// Where `text` stands in the whole database.
Texts places_of(DeskWorld& world, Kind kind, const std::string& text) {
    Texts places;
    for (const std::string& place : all_columns(world, kind)) {
        const auto dot = place.find('.');
        const auto found = world.texts(
            "SELECT 1 FROM " + place.substr(0, dot) + " WHERE $POSITION(CAST(" +
                place.substr(dot + 1) + " AS text), :text) > 0",
            {
                {"text", text}
        }
        );
        if (!found.empty()) places.push_back(place);
    }
    return places;
}

}  // namespace

TEST_CASE("A deleted person is erased after the days of retention, wherever they stood") {
    const auto kind = GENERATE(Kind::sqlite, Kind::postgresql);
    DeskWorld world(kind);
    const auto request = world.insert_request("zelda@example.org");
    const auto id = world.push("zelda.fitz", emails({"zelda@example.org"}));
    world.push("twin", emails({"zelda@example.org", "twin@example.org"}));
    REQUIRE(world.request_state(request) == "reconciled");
    world.make_founder(world.push("boss"));
    world.make_founder(id);
    world.remove(id);
    world.execute("DELETE FROM attribute WHERE fold = 'zelda@example.org'");
    world.execute("DELETE FROM identity_key WHERE match_key = 'zelda@example.org'");
    world.execute(
        "UPDATE resource SET document = '{\"emails\":[{\"value\":\"twin@example.org\"}]}' "
        "WHERE display = 'twin'"
    );

    world.clock().advance(retention - 1s);
    CHECK(reconcile(world).tombstones_erased == 0);
    CHECK(problem_of([&] { (void)desk::People(world.office()).restore(world.admin(), id); }).empty()
    );
    world.remove(id);

    world.clock().advance(retention);
    CHECK(desk::reconcile(world.office(), world.id(), true).tombstones_erased == 1);
    CHECK_FALSE(places_of(world, kind, "zelda@example.org").empty());
    CHECK(reconcile(world).tombstones_erased == 1);

    CHECK(world.events("user.erased") == 1);
    CHECK(places_of(world, kind, "zelda") == Texts{});
    CHECK(problem_of([&] {
              (void)desk::People(world.office()).restore(world.admin(), id);
          }) == "not_found");
    CHECK(reconcile(world).tombstones_erased == 0);
}

TEST_CASE("The retention of the deleted is the organization's own") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.change_settings(R"({"tombstone_retention_hours": 1})"_body);
    world.remove(world.push("ada"));
    world.clock().advance(1h);
    CHECK(reconcile(world).tombstones_erased == 1);
}

TEST_CASE("What is kept for a while only goes when that is over, and nothing before") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto at = [&](std::chrono::milliseconds from_now) {
        return base::to_text(world.clock().now() + from_now);
    };
    const auto insert = [&](const std::string& into, const store::Value& time) {
        world.execute(
            "INSERT INTO " + into,
            {
                {"organization", world.id()                       },
                {"id",           base::new_id(world.clock().now())},
                {"now",          at(0s)                           },
                {"time",         time                             }
        }
        );
    };
    const std::string session =
        "session (organization_id, id, user_id, hash, created_at, expires_at, last_used_at) "
        "VALUES (:organization, :id, 'u', 'h', :now, :time, '2999-01-01T00:00:00.000Z')";
    insert(session, at(1h));
    insert(session, at(1h + 1ms));
    const std::string challenge =
        "challenge (organization_id, id, kind, purpose, created_at, expires_at) "
        "VALUES (:organization, :id, 'email_code', '{}', :now, :time)";
    // They are counted for a day more, against who asks for many.
    insert(challenge, at(1h));
    insert(challenge, at(2h));
    insert(
        "idempotent_answer (organization_id, principal, key_hash, request_hash, created_at) "
        "VALUES (:organization, 'p', :id, :time, :now)",
        "r"
    );
    const std::string delivery =
        "delivery (organization_id, id, channel, kind, subject_kind, subject_id, data, state, "
        "next_at, created_at, closed_at) VALUES (:organization, :id, 'mail', 'code', 'user', 'u', "
        "'{}', 'sent', :now, :now, :time)";
    insert(delivery, at(1s));
    insert(delivery, std::nullopt);

    const auto counts = [&] {
        return world.texts(
            "SELECT (SELECT count(*) FROM session) || ' ' || (SELECT count(*) FROM challenge) "
            "|| ' ' || (SELECT count(*) FROM idempotent_answer) || ' ' || "
            "(SELECT count(*) FROM delivery)"
        )[0];
    };
    const auto after = [&](std::chrono::seconds time) {
        world.clock().advance(time);
        (void)reconcile(world);
        return counts();
    };
    CHECK(counts() == "2 2 1 2");
    CHECK(after(1h) == "1 2 1 2");
    CHECK(after(23h) == "0 2 0 2");
    CHECK(after(1h) == "0 1 0 2");
    CHECK(after(1h) == "0 0 0 2");
    CHECK(after(24h * 29 - 2h - 1s) == "0 0 0 2");
    CHECK(after(2s) == "0 0 0 1");
}

TEST_CASE("Finished jobs and directories' requests go with the retention of the deleted") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto job = [&](const std::string& state, const store::Value& closed) {
        const store::Parameters parameters{
            {"organization", world.id()                        },
            {"id",           base::new_id(world.clock().now()) },
            {"now",          base::to_text(world.clock().now())},
            {"state",        state                             },
            {"closed",       closed                            }
        };
        world.execute(
            "INSERT INTO job (organization_id, id, kind, state, input, created_by, total, "
            "created_at, closed_at) VALUES (:organization, :id, 'k', :state, '{}', '{}', 1, :now, "
            ":closed)",
            parameters
        );
        world.execute(
            "INSERT INTO job_item (organization_id, job_id, ordinal, input) "
            "VALUES (:organization, :id, 1, 'zelda@example.org')",
            parameters
        );
    };
    job("done", base::to_text(world.clock().now()));
    job("running", std::nullopt);
    const store::DirectoryKey directory{
        .organization_id = world.id(), .directory_id = world.directory_id()};
    world.database().change([&](store::Transaction& tx) {
        store::DirectoryRequest request;
        request.id = base::new_id(tx.now());
        request.at = base::to_text(tx.now());
        store::append_requests(tx, directory, {request}, 10);
        return store::Outcome<bool>{.value = true, .events = {}};
    });
    const auto counts = [&] {
        return world.texts(
            "SELECT (SELECT count(*) FROM job) || ' ' || (SELECT count(*) FROM job_item) || ' ' || "
            "(SELECT count(*) FROM directory_request)"
        )[0];
    };
    world.clock().advance(retention - 1s);
    (void)reconcile(world);
    CHECK(counts() == "2 2 1");
    world.clock().advance(2s);
    (void)reconcile(world);
    CHECK(counts() == "1 1 0");
}

}  // namespace erasure_test
