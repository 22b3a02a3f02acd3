// Laws that hold for every filter, checked on thousands of random ones.
#include "tests/scim/random_filter.hpp"
#include "tests/scim/sample_type.hpp"
#include "usher/scim/comparison.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/filter.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace filter_property_test {

using namespace usher::scim;
using usher::test::Random;
using usher::test::sample_type;

namespace {

constexpr int rounds = 5'000;
constexpr FilterSyntax extended{.bare_words = true, .value_path_suffix = true};

bool match(const Filter& filter, const Json& resource) {
    return matches(bind(filter, sample_type()), resource);
}

Filter negated(const Filter& filter) {
    return {Not{{filter}}};
}

/// Whether `text` is read or refused with invalidFilter; anything else ends the test.
bool read_or_refused(const std::string& text, const FilterSyntax& syntax) {
    try {
        const Filter filter = parse_filter(text, syntax);
        return parse_filter(to_text(filter), extended) == filter;
    } catch (const Error& error) {
        return error.type() == ScimType::invalid_filter && error.status() == 400;
    }
}

Json number(Random& random) {
    if (random.chance(0.3)) return random.between(-20, 20);
    if (random.chance(0.3)) return random.between(INT64_MIN, INT64_MAX);
    // Short decimals, whose values the shortest text of a double gives back.
    const std::string text = std::to_string(random.between(-99'999, 99'999)) + "e" +
                             std::to_string(random.between(-12, 12));
    return Json::parse(text);
}

std::string key(Type type, const Json& value) {
    Attribute attribute;
    attribute.type = type;
    return comparison_key(attribute, value).value();
}

/// Exact enough for all numbers of number(): 64 bits of mantissa.
long double exact(const Json& number) {
    return number.is_number_float() ? std::stold(number.dump())
                                    : static_cast<long double>(number.get<std::int64_t>());
}

}  // namespace

TEST_CASE("A filter's text reads back as the same filter") {
    Random random(1);
    for (int round = 0; round < rounds; ++round) {
        const Filter filter = random.filter();
        INFO(to_text(filter));
        REQUIRE(parse_filter(to_text(filter)) == filter);
    }
}

TEST_CASE("not inverts, and and or are what they are in logic") {
    Random random(2);
    int matching = 0;
    for (int round = 0; round < rounds; ++round) {
        const Json resource = random.resource();
        const Filter left = random.filter();
        const Filter right = random.filter();
        INFO(to_text(left) << "\n" << to_text(right) << "\n" << resource.dump());
        const bool l = match(left, resource);
        const bool r = match(right, resource);
        REQUIRE(match(negated(left), resource) == !l);
        REQUIRE(match({And{{left, right}}}, resource) == (l && r));
        REQUIRE(match({Or{{left, right}}}, resource) == (l || r));
        REQUIRE(
            match(negated({And{{left, right}}}), resource) ==
            match({Or{{negated(left), negated(right)}}}, resource)
        );
        matching += l ? 1 : 0;
    }
    CHECK(matching > rounds / 5);
    CHECK(matching < rounds * 4 / 5);
}

TEST_CASE("What a text means does not change on its way through text") {
    Random random(3);
    for (int round = 0; round < rounds; ++round) {
        const Filter filter = random.filter();
        const Json resource = random.resource();
        INFO(to_text(filter) << "\n" << resource.dump());
        REQUIRE(match(parse_filter(to_text(filter)), resource) == match(filter, resource));
    }
}

TEST_CASE("ne is not eq, ge is not lt and le is not gt on a single value that is there") {
    Random random(4);
    const auto test = [](const char* op, const std::string& literal, const Json& resource) {
        std::string text = std::string("userName ") + op + ' ';
        append_json_string(text, literal);
        return match(parse_filter(text), resource);
    };
    for (int round = 0; round < rounds; ++round) {
        const std::string literal = random.text();
        const Json resource{
            {"userName", "x" + random.text()}
        };
        REQUIRE(test("ne", literal, resource) != test("eq", literal, resource));
        REQUIRE(test("ge", literal, resource) != test("lt", literal, resource));
        REQUIRE(test("le", literal, resource) != test("gt", literal, resource));
        if (test("sw", literal, resource)) REQUIRE(test("co", literal, resource));
        if (test("ew", literal, resource)) REQUIRE(test("co", literal, resource));
    }
}

TEST_CASE("The order of keys is the order of numbers") {
    Random random(5);
    for (int round = 0; round < 50'000; ++round) {
        const Json left = number(random);
        const Json right = number(random);
        INFO(left.dump() << " and " << right.dump());
        const auto by_key = key(Type::decimal, left) <=> key(Type::decimal, right);
        const auto by_value = exact(left) <=> exact(right);
        REQUIRE((by_key < 0) == (by_value < 0));
        REQUIRE((by_key == 0) == (by_value == 0));
    }
}

TEST_CASE("The order of canonical dateTimes is the order of times") {
    Random random(6);
    const auto written = [](std::int64_t minute, std::int64_t offset) {
        // A day of 2026 as local time, `offset` hours east of UTC.
        const std::int64_t local = minute + offset * 60;
        const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        return "2026-06-" + two(1 + local / 1440) + "T" + two(local / 60 % 24) + ":" +
               two(local % 60) + ":00" + (offset < 0 ? "-" : "+") + two(std::abs(offset)) + ":00";
    };
    for (int round = 0; round < rounds; ++round) {
        const std::int64_t left = random.between(1440, 25 * 1440);
        const std::int64_t right = random.chance(0.1) ? left : random.between(1440, 25 * 1440);
        const auto left_key = canonical_date_time(written(left, random.between(-14, 14)));
        const auto right_key = canonical_date_time(written(right, random.between(-14, 14)));
        REQUIRE(left_key.has_value());
        REQUIRE(right_key.has_value());
        REQUIRE((*left_key < *right_key) == (left < right));
        REQUIRE((*left_key == *right_key) == (left == right));
    }
}

TEST_CASE("F24: random bytes are read or refused with invalidFilter") {
    Random random(7);
    for (int round = 0; round < 50'000; ++round) {
        const std::string text = random.bytes(40);
        INFO(Json(text).dump(-1, ' ', true, Json::error_handler_t::replace));
        REQUIRE(read_or_refused(text, round % 2 == 0 ? FilterSyntax{} : extended));
    }
}

TEST_CASE("F24: damaged filters are read or refused with invalidFilter") {
    Random random(8);
    static constexpr std::string_view signs("()[]\". \\a1-:\xC3\0", 15);
    for (int round = 0; round < 50'000; ++round) {
        std::string text = to_text(random.filter(2));
        for (std::size_t i = 1 + random.below(3); i-- > 0 && !text.empty();) {
            const std::size_t at = random.below(text.size());
            if (random.chance(0.5)) {
                text.erase(at, 1 + random.below(3));
            } else {
                text.insert(at, 1, random.one_of(signs));
            }
        }
        INFO(Json(text).dump(-1, ' ', true, Json::error_handler_t::replace));
        REQUIRE(read_or_refused(text, round % 2 == 0 ? FilterSyntax{} : extended));
    }
}

}  // namespace filter_property_test
