// Lists: a filter means the same in SQL as it does in memory, and pages are the list cut up.
#include "store/listing.hpp"

#include "base/text.hpp"
#include "tests/store/things.hpp"
#include "usher/scim/comparison.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>

namespace usher::store::listing_test {

namespace {

using scim::Literal;
using scim::Operator;

/// The values of a field as texts whose byte order is the order of the values.
Texts keys_of(const std::string& field, const Texts& values) {
    Texts keys;
    for (const std::string& value : values) {
        if (field == "alias") {
            keys.push_back(base::fold_case(value));
        } else if (field == "made.at") {
            keys.push_back(scim::canonical_date_time(value).value());
        } else if (field == "count") {
            keys.push_back(std::to_string(20'000 + std::stoi(value)));
        } else {
            keys.push_back(value);
        }
    }
    return keys;
}

Texts values_of(const Thing& thing, const std::string& field) {
    if (field == "id") return {thing.id};
    if (field == "tag") return {thing.tags.begin(), thing.tags.end()};
    const auto found = thing.values.find(field);
    return found == thing.values.end() ? Texts{} : Texts{found->second};
}

bool holds(Operator op, const std::string& value, const std::string& key) {
    switch (op) {
        case Operator::co:
            return value.find(key) != std::string::npos;
        case Operator::sw:
            return value.starts_with(key);
        case Operator::ew:
            return value.ends_with(key);
        case Operator::gt:
            return value > key;
        case Operator::ge:
            return value >= key;
        case Operator::lt:
            return value < key;
        case Operator::le:
            return value <= key;
        default:
            return value == key;
    }
}

bool comparison_matches(const scim::Comparison& comparison, const Thing& thing) {
    const std::string field = comparison.path.text();
    const Texts values = keys_of(field, values_of(thing, field));
    const Literal& literal = comparison.literal;
    const bool absent = literal.kind == Literal::Kind::null ||
                        (literal.kind == Literal::Kind::string && literal.text.empty());
    if (comparison.op == Operator::pr) return !values.empty();
    if (absent) {
        return comparison.op == Operator::eq   ? values.empty()
               : comparison.op == Operator::ne ? !values.empty()
                                               : false;
    }
    const std::string key = keys_of(field, {literal.text}).front();
    const bool any = std::ranges::any_of(values, [&](const std::string& value) {
        return holds(comparison.op, value, key);
    });
    return comparison.op == Operator::ne ? !any : any;
}

/// The meaning of a filter, said a second time and simply.
bool matches(const scim::Filter& filter, const Thing& thing) {
    const auto each = [&](const scim::Filter& operand) { return matches(operand, thing); };
    if (const auto* both = std::get_if<scim::And>(&filter.node)) {
        return std::ranges::all_of(both->operands, each);
    }
    if (const auto* either = std::get_if<scim::Or>(&filter.node)) {
        return std::ranges::any_of(either->operands, each);
    }
    if (const auto* no = std::get_if<scim::Not>(&filter.node)) return !each(no->operand.front());
    return comparison_matches(std::get<scim::Comparison>(filter.node), thing);
}

std::string random_comparison(RandomThings& random, const ListSource& list) {
    const ListField& field = list.fields[random.below(list.fields.size())];
    Texts operators{"eq", "ne", "pr"};
    const bool text = field.kind == FieldKind::text || field.kind == FieldKind::folded;
    if (text) operators.insert(operators.end(), {"co", "sw", "ew"});
    if (text || field.kind == FieldKind::time || field.kind == FieldKind::number) {
        operators.insert(operators.end(), {"gt", "ge", "lt", "le"});
    }
    const std::string op = random.one_of(operators);
    if (op == "pr") return field.name + " pr";
    if (random.below(8) == 0) return field.name + " " + op + " null";
    const std::string value = random.one_of(thing_samples().at(field.name));
    const bool bare = field.kind == FieldKind::number || field.kind == FieldKind::boolean;
    std::string quoted;
    for (const char c : value)
        quoted += c == '\\' ? "\\\\" : std::string(1, c);
    return field.name + " " + op + " " + (bare ? value : "\"" + quoted + "\"");
}

std::string random_filter(RandomThings& random, const ListSource& list, int depth) {
    const std::size_t kind = depth == 0 ? 0 : random.below(5);
    if (kind == 1) return "not (" + random_filter(random, list, depth - 1) + ")";
    if (kind >= 3) {
        return "(" + random_filter(random, list, depth - 1) + (kind == 3 ? " and " : " or ") +
               random_filter(random, list, depth - 1) + ")";
    }
    return random_comparison(random, list);
}

}  // namespace

TEST_CASE("a filter of a list means in SQL what it means in memory") {
    Things things(GENERATE(Kind::sqlite, Kind::postgresql), 60);
    RandomThings random(11);
    std::size_t some = 0;
    for (int round = 0; round < 600; ++round) {
        const std::string filter = random_filter(random, things.list, 3);
        INFO(filter);
        Texts expected;
        for (const Thing& thing : things.all) {
            if (matches(scim::parse_filter(filter), thing)) expected.push_back(thing.id);
        }
        REQUIRE(things.find(filter) == expected);
        if (!expected.empty() && expected.size() < things.all.size()) ++some;
    }
    CHECK(some > 200);  // enough of them tell things apart
}

TEST_CASE("pages of a sorted list are the list, each item once, absent values last") {
    Things things(GENERATE(Kind::sqlite, Kind::postgresql), 40);
    for (const std::string sort :
         {"", "name", "-name", "made.at", "-made.at", "count", "-count", "tag", "-tag"}) {
        INFO("sorted by " << sort);
        const bool descending = sort.starts_with("-");
        const std::string field = descending ? sort.substr(1) : sort;
        std::vector<std::tuple<bool, std::string, std::string>> order;
        for (const Thing& thing : things.all) {
            const Texts keys = field.empty() ? Texts{""} : keys_of(field, values_of(thing, field));
            order.emplace_back(keys.empty(), keys.empty() ? "" : keys.front(), thing.id);
        }
        std::ranges::sort(order);
        if (descending) std::ranges::reverse(order);

        const auto query = bind_list_query(things.list, "", sort);
        ListWindow window{.limit = 7, .want_total = true};
        Texts listed;
        for (bool more = true; more;) {
            const auto page = things.page(query, window);
            if (window.want_total) CHECK(page.total == things.all.size());
            for (const Row& row : page.rows)
                listed.push_back(*row[0]);
            REQUIRE(page.rows.size() <= 7);
            more = page.next.has_value();
            window.after = page.next;
            window.want_total = false;
        }
        Texts expected;
        for (const auto& place : order)
            expected.push_back(std::get<2>(place));
        CHECK(listed == expected);
    }
}

TEST_CASE("a total counts what the filter finds on all pages") {
    Things things(GENERATE(Kind::sqlite, Kind::postgresql), 40);
    const auto query = bind_list_query(things.list, "state eq \"open\"", "");
    const auto expected =
        static_cast<std::size_t>(std::ranges::count_if(things.all, [](const Thing& thing) {
            return thing.values.at("state") == "open";
        }));
    CHECK(things.page(query, {.limit = 2, .want_total = true}).total == expected);
    CHECK(things.page(query, {.limit = 400, .want_total = true}).total == expected);
}

TEST_CASE("what does not fit a list is refused by name") {
    const ListSource list = things_list();
    const auto refused = [&](const std::string& filter) -> std::string {
        try {
            static_cast<void>(bind_list_query(list, filter, ""));
        } catch (const scim::Error& error) {
            CHECK(error.type() == scim::ScimType::invalid_filter);
            return error.detail();
        }
        return "";
    };
    CHECK(refused("colour eq \"red\"").find("colour") != std::string::npos);
    CHECK(refused("state eq \"ajar\"").find("open, closed") != std::string::npos);
    CHECK(refused("state co \"o\"").find("state") != std::string::npos);
    CHECK(refused("count eq \"1\"").find("number") != std::string::npos);
    CHECK(refused("count gt 1.5").find("whole number") != std::string::npos);
    CHECK(refused("done eq 1").find("true or false") != std::string::npos);
    CHECK(refused("done gt true").find("done") != std::string::npos);
    CHECK(refused("made.at gt \"yesterday\"").find("time") != std::string::npos);
    CHECK(refused("name eq 1").find("quotes") != std::string::npos);
    CHECK(refused("tag[value eq \"red\"]").find("brackets") != std::string::npos);
    CHECK_FALSE(refused("name eq").empty());
    CHECK_THROWS_AS(bind_list_query(list, "", "done"), scim::Error);
    CHECK_THROWS_AS(bind_list_query(list, "", "colour"), scim::Error);
}

}  // namespace usher::store::listing_test
