#include "store/challenges.hpp"

#include "tests/store/tenant.hpp"
#include "tests/support/still_clock.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

namespace challenges_test {

using namespace usher;
using namespace usher::store;
using usher::test::Kind;
using namespace std::chrono_literals;

namespace {

struct World {
    explicit World(Kind kind) : database({.url = test::fresh_database_url(kind)}, clock) {}

    [[nodiscard]] Challenge challenge() {
        return in_transaction(database, [&](Transaction& tx) {
            return insert_challenge(
                tx,
                acme.id(),
                {.kind = second_factor_kind,
                 .user_id = ana,
                 .purpose = "{}",
                 .target = "ana@example.org",
                 .lifetime = 10min}
            );
        });
    }

    [[nodiscard]] std::optional<Challenge> attempt(const std::string& id, std::size_t most) {
        return in_transaction(database, [&](Transaction& tx) {
            return take_attempt(tx, acme.id(), id, most);
        });
    }

    [[nodiscard]] bool prove(const std::string& id) {
        return in_transaction(database, [&](Transaction& tx) {
            return prove_challenge(tx, acme.id(), id);
        });
    }

    [[nodiscard]] std::optional<Challenge> find(const std::string& id) {
        return database.read([&](Session& session) {
            return find_challenge(session, acme.id(), id);
        });
    }

    test::StillClock clock;
    Database database;
    Tenant acme{database};
    std::string ana = acme.new_id();
};

}  // namespace

TEST_CASE("A challenge is found as it was made") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto made = world.challenge();
    const auto found = world.find(made.id);
    REQUIRE(found.has_value());
    CHECK(found->kind == second_factor_kind);
    CHECK(found->user_id == world.ana);
    CHECK(found->target == "ana@example.org");
    CHECK(found->attempts == 0);
    CHECK(found->expires_at == base::to_text(world.clock.now() + 10min));
    CHECK_FALSE(found->proved_at.has_value());
}

TEST_CASE("A challenge has so many attempts and no more") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto made = world.challenge();
    for (std::size_t attempt = 1; attempt <= 3; ++attempt) {
        const auto taken = world.attempt(made.id, 3);
        REQUIRE(taken.has_value());
        CHECK(taken->attempts == attempt);
    }
    CHECK_FALSE(world.attempt(made.id, 3).has_value());
}

TEST_CASE("Attempts at the same moment are each counted") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto made = world.challenge();
    std::atomic<int> taken = 0;
    std::vector<std::thread> guessers;
    guessers.reserve(8);
    for (int guesser = 0; guesser < 8; ++guesser) {
        guessers.emplace_back([&] {
            if (world.attempt(made.id, 5)) ++taken;
        });
    }
    for (std::thread& guesser : guessers)
        guesser.join();
    CHECK(taken == 5);
}

TEST_CASE("A challenge is proved once, and then there is nothing to attempt") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto made = world.challenge();
    CHECK(world.prove(made.id));
    CHECK_FALSE(world.prove(made.id));
    CHECK_FALSE(world.attempt(made.id, 5).has_value());
    CHECK(world.find(made.id)->proved_at.has_value());
}

TEST_CASE("A challenge that is over cannot be attempted or proved") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto made = world.challenge();
    world.clock.pass(10min - 1ms);
    CHECK(world.attempt(made.id, 5).has_value());
    world.clock.pass(1ms);
    CHECK_FALSE(world.attempt(made.id, 5).has_value());
    CHECK_FALSE(world.prove(made.id));
}

TEST_CASE(
    "A replaced challenge has another id, so that its old code is dead, and keeps its attempts"
) {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    Challenge made = world.challenge();
    REQUIRE(world.attempt(made.id, 5).has_value());
    made.target = "+34600123456";
    const auto replaced = in_transaction(world.database, [&](Transaction& tx) {
        return replace_challenge(tx, world.acme.id(), made);
    });
    REQUIRE(replaced.has_value());
    CHECK(replaced->id != made.id);
    CHECK(replaced->target == "+34600123456");
    CHECK(replaced->attempts == 1);
    CHECK_FALSE(world.find(made.id).has_value());
    CHECK_FALSE(world.attempt(made.id, 5).has_value());
}

TEST_CASE("Challenges and attempts of a user are counted by kind and time") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto count = [&](std::string_view kind) {
        return world.database.read([&](Session& session) {
            return count_challenges(
                session, world.acme.id(), world.ana, kind, world.clock.now() - 1h
            );
        });
    };
    CHECK(count(second_factor_kind).challenges == 0);
    const auto first = world.challenge();
    const auto second = world.challenge();
    REQUIRE(world.attempt(first.id, 5).has_value());
    REQUIRE(world.attempt(second.id, 5).has_value());
    REQUIRE(world.attempt(second.id, 5).has_value());
    CHECK(count(second_factor_kind).challenges == 2);
    CHECK(count(second_factor_kind).attempts == 3);
    CHECK(count(phone_code_kind).challenges == 0);
    world.clock.pass(1h);
    CHECK(count(second_factor_kind).challenges == 0);
}

TEST_CASE("Challenges that have long been over are swept away") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto made = world.challenge();
    const auto sweep = [&] {
        in_transaction(world.database, [&](Transaction& tx) {
            sweep_challenges(tx, world.acme.id());
            return true;
        });
    };
    world.clock.pass(24h);
    sweep();
    CHECK(world.find(made.id).has_value());
    world.clock.pass(10min);
    sweep();
    CHECK_FALSE(world.find(made.id).has_value());
}

}  // namespace challenges_test
