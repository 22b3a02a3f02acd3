#include "app/duration.hpp"

#include <catch2/catch.hpp>

namespace duration_test {

using usher::app::duration_from;

TEST_CASE("a duration is a number and a unit") {
    using namespace std::chrono_literals;
    CHECK(duration_from("45s") == 45s);
    CHECK(duration_from("90m") == 90min);
    CHECK(duration_from("12h") == 12h);
    CHECK(duration_from("30d") == 720h);
}

TEST_CASE("anything else is no duration") {
    const auto* text = GENERATE(
        "",
        "d",
        "30",
        "0d",
        "-1d",
        "+1d",
        "1.5h",
        "1h30m",
        " 1d",
        "1w",
        "1D",
        "4000d",
        "99999999999999999999s",
        "9223372036854775807d"
    );
    CAPTURE(text);
    CHECK_FALSE(duration_from(text));
}

}  // namespace duration_test
