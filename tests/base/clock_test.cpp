#include "base/clock.hpp"

#include <random>

#include <catch2/catch.hpp>

namespace clock_test {

using namespace usher::base;
using namespace std::chrono_literals;

TEST_CASE("A time is written in UTC with milliseconds and fixed width") {
    const Time time = std::chrono::sys_days{std::chrono::year(2026) / 11 / 23} + 9h + 5min + 123ms;
    CHECK(to_text(time) == "2026-11-23T09:05:00.123Z");
    CHECK(to_text(time + 999us) == "2026-11-23T09:05:00.123Z");
    CHECK(to_text(Time{}) == "1970-01-01T00:00:00.000Z");
    CHECK(to_text(Time{-1us}) == "1969-12-31T23:59:59.999Z");
    const Time leap = std::chrono::sys_days{std::chrono::year(2028) / 2 / 29};
    CHECK(to_text(leap) == "2028-02-29T00:00:00.000Z");
}

TEST_CASE("A year that four digits cannot hold is refused") {
    CHECK_THROWS_AS(
        to_text(std::chrono::sys_days{std::chrono::year(10000) / 1 / 1}), std::out_of_range
    );
    CHECK_THROWS_AS(
        to_text(std::chrono::sys_days{std::chrono::year(-1) / 1 / 1}), std::out_of_range
    );
}

TEST_CASE("Reading a time is the inverse of writing it, and texts order as times do") {
    std::mt19937_64 random(7);
    std::uniform_int_distribution<std::int64_t> micros(
        -60'000'000'000'000'000, 250'000'000'000'000'000
    );
    for (int i = 0; i < 10'000; ++i) {
        const auto one = std::chrono::floor<std::chrono::milliseconds>(
            Time(std::chrono::microseconds(micros(random)))
        );
        const auto other = std::chrono::floor<std::chrono::milliseconds>(
            Time(std::chrono::microseconds(micros(random)))
        );
        REQUIRE(time_from(to_text(one)) == one);
        REQUIRE((to_text(one) < to_text(other)) == (one < other));
    }
}

TEST_CASE("Anything but the fixed form of a time is refused") {
    const char* text = GENERATE(
        "",
        "2026-11-23",
        "2026-11-23T09:05:00Z",
        "2026-11-23T09:05:00.123",
        "2026-11-23t09:05:00.123z",
        "2026-11-23T09:05:00.123Z ",
        "2026-11-23T09:05:00.1234Z",
        "2026-13-01T00:00:00.000Z",
        "2026-02-29T00:00:00.000Z",
        "2026-00-10T00:00:00.000Z",
        "2026-11-23T24:00:00.000Z",
        "2026-11-23T09:60:00.000Z",
        "2026-11-23T09:05:60.000Z",
        "2026-11-23T+9:05:00.000Z",
        "+026-11-23T09:05:00.000Z",
        "2026-11-23T09:05:00,123Z"
    );
    CHECK_THROWS_AS(time_from(text), std::invalid_argument);
}

TEST_CASE("The system's clock tells the time of this century") {
    const Time now = SystemClock().now();
    CHECK(now > std::chrono::sys_days{std::chrono::year(2020) / 1 / 1});
    CHECK(now < std::chrono::sys_days{std::chrono::year(2100) / 1 / 1});
}

}  // namespace clock_test
