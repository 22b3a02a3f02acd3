#include "usher/scim/comparison.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace comparison_test {

using namespace usher::scim;

namespace {

std::optional<std::string> key(Type type, const Json& value, bool case_exact = false) {
    Attribute attribute;
    attribute.type = type;
    attribute.case_exact = case_exact;
    return comparison_key(attribute, value);
}

std::string utc(std::string_view text) {
    return canonical_date_time(text).value_or("none");
}

}  // namespace

TEST_CASE("F25: strings compare without case unless they are caseExact") {
    CHECK(key(Type::string, "BJensen") == "bjensen");
    CHECK(key(Type::string, "BJensen", true) == "BJensen");
    CHECK(key(Type::string, "A\u030Angstr\u00D6m") == "\u00E5ngstr\u00F6m");
    CHECK(key(Type::reference, "../Users/A") == "../users/a");
    CHECK(key(Type::binary, "QUJD") == "QUJD");
}

TEST_CASE("What is unassigned or of another type has no key") {
    CHECK_FALSE(key(Type::string, nullptr));
    CHECK_FALSE(key(Type::string, ""));
    CHECK_FALSE(key(Type::string, Json::array()));
    CHECK_FALSE(key(Type::string, 12));
    CHECK_FALSE(key(Type::boolean, "true"));
    CHECK_FALSE(key(Type::integer, "12"));
    CHECK_FALSE(key(Type::date_time, "yesterday"));
    CHECK_FALSE(key(Type::complex, Json::object()));
}

TEST_CASE("Booleans have the keys true and false") {
    CHECK(key(Type::boolean, true) == "true");
    CHECK(key(Type::boolean, false) == "false");
}

TEST_CASE("The keys of numbers are ordered as the numbers") {
    const std::vector<Json> ascending = {
        -1.7976931348623157e308,
        std::int64_t{INT64_MIN},
        -1e10,
        -1000,
        -123,
        -12.5,
        -12,
        -1.5,
        -1,
        -0.5,
        -0.00012,
        -5e-324,
        0,
        5e-324,
        0.00012,
        0.5,
        0.51,
        1,
        1.5,
        9,
        10,
        12,
        12.5,
        123,
        1000,
        1e10,
        std::int64_t{INT64_MAX},
        std::uint64_t{UINT64_MAX},
        1e300};
    for (const Type type : {Type::integer, Type::decimal}) {
        std::vector<std::string> keys;
        for (const Json& number : ascending)
            keys.push_back(*key(type, number));
        CHECK(std::ranges::is_sorted(keys));
        CHECK(std::ranges::adjacent_find(keys) == keys.end());
    }
}

TEST_CASE("Equal numbers have equal keys however they are written") {
    CHECK(key(Type::decimal, 12) == key(Type::decimal, 12.0));
    CHECK(key(Type::decimal, 1000) == key(Type::decimal, 1e3));
    CHECK(key(Type::decimal, 0) == key(Type::decimal, -0.0));
    CHECK(key(Type::decimal, Json::parse("0.10")) == key(Type::decimal, Json::parse("1e-1")));
}

TEST_CASE("F13: dateTimes become one UTC text of fixed width") {
    CHECK(utc("2011-05-13T04:42:34Z") == "2011-05-13T04:42:34.000000000Z");
    CHECK(utc("2011-05-13T06:42:34+02:00") == "2011-05-13T04:42:34.000000000Z");
    CHECK(utc("2011-05-12T23:12:34.5-05:30") == "2011-05-13T04:42:34.500000000Z");
    CHECK(utc("2019-09-18T18:15:26.5788954+00:00") == "2019-09-18T18:15:26.578895400Z");
    CHECK(utc("2011-05-13T04:42:34.1234567899Z") == "2011-05-13T04:42:34.123456789Z");
    CHECK(utc("2011-05-13T04:42:34") == "2011-05-13T04:42:34.000000000Z");
    CHECK(utc("2000-02-29T23:59:59-00:01") == "2000-03-01T00:00:59.000000000Z");
}

TEST_CASE("Midnight as 24:00:00 and leap seconds are dateTimes") {
    CHECK(utc("2011-12-31T24:00:00Z") == "2012-01-01T00:00:00.000000000Z");
    CHECK(utc("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00.000000000Z");
    CHECK(utc("2017-01-01T00:59:60.5+01:00") == "2017-01-01T00:00:00.500000000Z");
}

TEST_CASE("What is no dateTime has no canonical text") {
    const auto text = GENERATE(
        as<std::string>(),
        "",
        "2011",
        "2011-05-13",
        "2011-05-13T04:42Z",
        "2011-05-13 04:42:34Z",
        "2011-13-01T00:00:00Z",
        "2011-02-29T00:00:00Z",
        "2011-05-13T25:00:00Z",
        "2011-05-13T24:00:01Z",
        "2011-05-13T04:60:00Z",
        "2011-05-13T04:42:61Z",
        "2011-05-13T04:42:60Z",
        "2011-05-13T04:42:34.Z",
        "2011-05-13T04:42:34+2:00",
        "2011-05-13T04:42:34+14:01",
        "2011-05-13T04:42:34+02:60",
        "2011-05-13T04:42:34Zz",
        "0000-01-01T00:00:00+14:00",
        "9999-12-31T24:00:00Z",
        "+2011-05-13T04:42:34Z",
        "2011-05-13T04:42:34+02:00Z",
        "12011-05-13T04:42:34Z"
    );
    CHECK(utc(text) == "none");
}

}  // namespace comparison_test
