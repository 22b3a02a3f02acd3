#include "store/sessions.hpp"

#include "base/id.hpp"
#include "store/people.hpp"
#include "tests/store/tenant.hpp"
#include "tests/support/still_clock.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace sessions_test {

using namespace usher;
using namespace usher::store;
using usher::test::Kind;
using namespace std::chrono_literals;

namespace {

/// A database on a clock that stands still, with two organizations.
struct World {
    explicit World(Kind kind) : database({.url = test::fresh_database_url(kind)}, clock) {}

    [[nodiscard]] IssuedSession sign_in(const std::string& user) {
        return in_transaction(database, [&](Transaction& tx) {
            return create_session(tx, acme.id(), user);
        });
    }

    [[nodiscard]] std::optional<SessionGrant> find(const IssuedSession& issued) {
        return find_session(database, issued.secret.reveal(), clock.now());
    }

    [[nodiscard]] std::size_t rows() {
        return database.read([&](Session& session) {
            return session
                .select(
                    "SELECT id FROM session WHERE organization_id = :organization",
                    {
                        {"organization", acme.id()}
            },
                    1
                )
                .size();
        });
    }

    test::StillClock clock;
    Database database;
    Tenant acme{database, "acme"};
    Tenant globex{database, "globex"};
    std::string ana = acme.new_id();
    std::string bea = acme.new_id();
};

}  // namespace

TEST_CASE("A session is found by its secret and says whose it is") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto issued = world.sign_in(world.ana);
    const auto grant = world.find(issued);
    REQUIRE(grant.has_value());
    CHECK(grant->organization_id == world.acme.id());
    CHECK(grant->user_id == world.ana);
    CHECK(grant->session_id == issued.id);
}

TEST_CASE(
    "A session's secret opens nothing once a letter of it is changed, nor in another organization"
) {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string secret = world.sign_in(world.ana).secret.reveal();
    for (std::size_t at = 0; at < secret.size(); ++at) {
        std::string tampered = secret;
        tampered[at] = tampered[at] == 'A' ? 'B' : 'A';
        INFO(at);
        CHECK_FALSE(find_session(world.database, tampered, world.clock.now()).has_value());
    }
    const std::string bytes = base::from_base64url(secret);
    const std::string elsewhere =
        base::base64url(base::id_to_bytes(world.globex.id()) + bytes.substr(base::id_bytes));
    CHECK_FALSE(find_session(world.database, elsewhere, world.clock.now()).has_value());
    CHECK_FALSE(find_session(world.database, "", world.clock.now()).has_value());
}

TEST_CASE("A session ends with its lifetime, however much it is used") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto issued = world.sign_in(world.ana);
    for (auto passed = 1h; passed < session_lifetime; passed += 1h) {
        world.clock.pass(1h);
        REQUIRE(world.find(issued).has_value());
    }
    world.clock.pass(1h - 1ms);
    CHECK(world.find(issued).has_value());
    world.clock.pass(1ms);
    CHECK_FALSE(world.find(issued).has_value());
}

TEST_CASE("A session that is not used for a while is over") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto issued = world.sign_in(world.ana);
    world.clock.pass(session_idle_time - 1ms);
    CHECK(world.find(issued).has_value());
    world.clock.pass(session_idle_time - 1ms);
    CHECK(world.find(issued).has_value());
    world.clock.pass(session_idle_time);
    CHECK_FALSE(world.find(issued).has_value());
}

TEST_CASE("The use of a session is written down once a minute at most") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto issued = world.sign_in(world.ana);
    const auto commits = world.database.counters().commits;
    for (int request = 0; request < 50; ++request)
        REQUIRE(world.find(issued).has_value());
    CHECK(world.database.counters().commits == commits);
    world.clock.pass(1min);
    for (int request = 0; request < 50; ++request)
        REQUIRE(world.find(issued).has_value());
    CHECK(world.database.counters().commits == commits + 1);
}

TEST_CASE("A user sees their sessions and ends each of them, and nobody else's") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto first = world.sign_in(world.ana);
    world.clock.pass(1s);
    const auto second = world.sign_in(world.ana);
    const auto other = world.sign_in(world.bea);
    const auto open = world.database.read([&](Session& session) {
        return sessions_of_user(session, world.acme.id(), world.ana, world.clock.now());
    });
    REQUIRE(open.size() == 2);
    CHECK(open[0].id == second.id);
    CHECK(open[1].id == first.id);
    const auto end = [&](const std::string& id) {
        return in_transaction(world.database, [&](Transaction& tx) {
            return end_own_session(tx, world.acme.id(), world.ana, id);
        });
    };
    CHECK_FALSE(end(other.id));
    CHECK(end(first.id));
    CHECK_FALSE(end(first.id));
    CHECK_FALSE(world.find(first).has_value());
    CHECK(world.find(second).has_value());
    CHECK(world.find(other).has_value());
}

TEST_CASE("All other sessions of a user end, and all of them with the user's access") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto kept = world.sign_in(world.ana);
    const auto ended = world.sign_in(world.ana);
    const auto other = world.sign_in(world.bea);
    in_transaction(world.database, [&](Transaction& tx) {
        end_other_sessions(tx, world.acme.id(), world.ana, kept.id);
        return true;
    });
    CHECK(world.find(kept).has_value());
    CHECK_FALSE(world.find(ended).has_value());
    in_transaction(world.database, [&](Transaction& tx) {
        end_sessions_of_user(tx, world.acme.id(), world.ana);
        return true;
    });
    CHECK_FALSE(world.find(kept).has_value());
    CHECK(world.find(other).has_value());
}

TEST_CASE("Sessions that are over are swept away, the others stay") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto idle = world.sign_in(world.ana);
    world.clock.pass(1h);
    const auto fresh = world.sign_in(world.ana);
    world.clock.pass(1h);
    in_transaction(world.database, [&](Transaction& tx) {
        sweep_sessions(tx, world.acme.id());
        return true;
    });
    CHECK(world.rows() == 1);
    CHECK(world.find(fresh).has_value());
}

}  // namespace sessions_test
