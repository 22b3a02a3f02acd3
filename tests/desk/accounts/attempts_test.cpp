#include "desk/attempts.hpp"

#include "tests/support/still_clock.hpp"

#include <catch2/catch.hpp>

namespace attempts_test {

using namespace usher;
using namespace usher::desk;
using namespace std::chrono_literals;

namespace {

struct Guessing {
    test::StillClock clock;
    AttemptLimit limit{
        {.free = 3, .first = 2s, .longest = 10s},
        clock
    };
};

}  // namespace

TEST_CASE("The first failures are free, then each one doubles the wait up to a bound") {
    Guessing guessing;
    for (int failure = 0; failure < 3; ++failure)
        REQUIRE_FALSE(guessing.limit.take("ana").has_value());
    for (const auto wait : {2s, 4s, 8s, 10s, 10s}) {
        CHECK(guessing.limit.take("ana") == wait);
        guessing.clock.pass(wait - 1s);
        CHECK(guessing.limit.take("ana") == 1s);
        guessing.clock.pass(1s);
        CHECK_FALSE(guessing.limit.take("ana").has_value());
    }
}

TEST_CASE("Attempts that had to wait do not make the wait longer") {
    Guessing guessing;
    for (int failure = 0; failure < 3; ++failure)
        REQUIRE_FALSE(guessing.limit.take("ana").has_value());
    for (int hammering = 0; hammering < 1000; ++hammering)
        REQUIRE(guessing.limit.take("ana") == 2s);
    guessing.clock.pass(2s);
    CHECK_FALSE(guessing.limit.take("ana").has_value());
}

TEST_CASE("Whoever is right starts anew, and others are counted for themselves") {
    Guessing guessing;
    for (int failure = 0; failure < 3; ++failure)
        REQUIRE_FALSE(guessing.limit.take("ana").has_value());
    CHECK_FALSE(guessing.limit.take("bea").has_value());
    guessing.limit.forgive_all("ana");
    for (int failure = 0; failure < 3; ++failure)
        CHECK_FALSE(guessing.limit.take("ana").has_value());
    CHECK(guessing.limit.take("ana").has_value());
}

TEST_CASE("One right attempt does not forgive the wrong ones beside it") {
    Guessing guessing;
    REQUIRE_FALSE(guessing.limit.take("network").has_value());
    REQUIRE_FALSE(guessing.limit.take("network").has_value());
    REQUIRE_FALSE(guessing.limit.take("network").has_value());
    guessing.limit.forgive_one("network");
    CHECK_FALSE(guessing.limit.take("network").has_value());
    CHECK(guessing.limit.take("network").has_value());
}

TEST_CASE("An hour without attempts forgives everything") {
    Guessing guessing;
    for (int failure = 0; failure < 3; ++failure)
        REQUIRE_FALSE(guessing.limit.take("ana").has_value());
    guessing.clock.pass(1h);
    for (int failure = 0; failure < 3; ++failure)
        CHECK_FALSE(guessing.limit.take("ana").has_value());
}

}  // namespace attempts_test
