// Lists as SQL makes them, against the plain meaning: matches() on every resource and a sort.
#include "store/search.hpp"

#include "tests/scim/random_filter.hpp"
#include "tests/store/sample_world.hpp"
#include "tests/store/tenant.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace search_test {

using namespace usher;
using namespace usher::store;
using scim::Json;
using test::Random;

namespace {

/// A comparison with what is no attribute of a document, or not of its text alone.
scim::Filter special(Random& random, const SampleWorld& world) {
    static const std::vector<std::string> operators = {
        "eq", "ne", "gt", "ge", "lt", "le", "co", "sw", "ew"};
    const Json& document = world.document(random.one_of(world.ids()));
    const std::string id = document.at("id").get<std::string>();
    const auto part = [&] { return random.chance(0.5) ? id : id.substr(random.below(id.size())); };
    switch (random.below(6)) {
        case 0:
            return scim::parse_filter("id " + random.one_of(operators) + " \"" + part() + "\"");
        case 1: {
            std::string time = document.at("meta").at("created").get<std::string>();
            if (random.chance(0.3)) time.insert(time.size() - 1, "0004");
            return scim::parse_filter(
                "meta." + std::string(random.chance(0.5) ? "created " : "lastModified ") +
                operators[random.below(6)] + " \"" + time + "\""
            );
        }
        case 2: {
            scim::Comparison comparison{
                .path = scim::parse_attribute_path("externalId"),
                .op = static_cast<scim::Operator>(random.below(10)),
                .literal = {}};
            if (comparison.op != scim::Operator::pr)
                comparison.literal = {scim::Literal::Kind::string, random.text()};
            return {comparison};
        }
        case 3:
            return scim::parse_filter(
                "members[value " + random.one_of(operators) + " \"" + part() + "\"]"
            );
        case 4:
            return scim::parse_filter("members[value eq \"" + id + "\" and type eq \"sample\"]");
        default:
            return scim::parse_filter(
                "members.value " + random.one_of(operators) + " \"" + part() + "\""
            );
    }
}

scim::Filter any_filter(Random& random, const SampleWorld& world, int depth) {
    if (depth == 0 || random.chance(0.3)) {
        return random.chance(0.4) ? special(random, world) : random.filter(1);
    }
    std::vector<scim::Filter> operands;
    for (std::size_t i = 2 + random.below(2); i-- > 0;)
        operands.push_back(any_filter(random, world, depth - 1));
    switch (random.below(3)) {
        case 0:
            return {scim::And{std::move(operands)}};
        case 1:
            return {scim::Or{std::move(operands)}};
        default:
            operands.resize(1);
            return {scim::Not{std::move(operands)}};
    }
}

std::vector<std::string> ids_of(const Hits& hits) {
    std::vector<std::string> ids;
    for (const Hit& hit : hits.hits) {
        CHECK(hit.position.id == hit.resource.id);
        ids.push_back(hit.resource.id);
    }
    return ids;
}

/// The piece of `ids` that a page from `offset` shows.
std::vector<std::string> slice(
    const std::vector<std::string>& ids, std::size_t offset, std::size_t size
) {
    const auto first = std::min(offset, ids.size());
    const auto last = std::min(first + size, ids.size());
    return {ids.begin() + static_cast<long>(first), ids.begin() + static_cast<long>(last)};
}

Window page_at(std::size_t offset, std::size_t size) {
    return {.offset = offset, .from = {}, .backward = false, .limit = size, .want_total = true};
}

/// The page beyond `edge`, in the direction that `backward` tells.
Window page_beyond(const std::optional<Position>& edge, bool backward, std::size_t size) {
    return {.offset = 0, .from = edge, .backward = backward, .limit = size, .want_total = false};
}

void check_offsets(
    SampleWorld& world, const TypeQuery& query, bool descending, const std::vector<std::string>& all
) {
    const std::size_t page = 1 + all.size() / 4;
    for (std::size_t offset = 0; offset <= all.size() + 1; offset += page) {
        const Hits hits = world.search(query, descending, page_at(offset, page));
        CHECK(ids_of(hits) == slice(all, offset, page));
        CHECK(hits.total == all.size());
        CHECK(hits.more == (offset + page < all.size()));
    }
}

/// Reads the list to its end a page at a time, then back to its start.
void check_positions(
    SampleWorld& world, const TypeQuery& query, bool descending, const std::vector<std::string>& all
) {
    const std::size_t page = 1 + all.size() / 5;
    std::vector<std::string> seen;
    Hits hits = world.search(query, descending, page_beyond({}, false, page));
    for (;;) {
        const auto ids = ids_of(hits);
        seen.insert(seen.end(), ids.begin(), ids.end());
        CHECK(hits.more == (seen.size() < all.size()));
        if (!hits.more || hits.hits.empty() || seen.size() > all.size()) break;
        const Position edge = hits.hits.back().position;
        hits = world.search(query, descending, page_beyond(edge, false, page));
    }
    REQUIRE(seen == all);
    std::size_t left = all.size() - hits.hits.size();
    while (!hits.hits.empty()) {
        const Position edge = hits.hits.front().position;
        hits = world.search(query, descending, page_beyond(edge, true, page));
        const std::size_t size = std::min(left, page);
        CHECK(ids_of(hits) == slice(all, left - size, size));
        left -= size;
        CHECK(hits.more == (left > 0));
    }
    CHECK(left == 0);
}

const std::vector<const char*>& sort_paths() {
    static const std::vector<const char*> paths = {
        "userName",
        "nickName",
        "active",
        "loginCount",
        "score",
        "birth",
        "tags",
        "emails.value",
        "emails.type",
        "externalId",
        "id",
        "meta.created",
        "name.familyName",
        "urn:test:extension:work:2.0:Sample:department",
        "urn:test:extension:work:2.0:Sample:manager.value"};
    return paths;
}

}  // namespace

TEST_CASE("A search finds exactly what matches() holds for, whatever SQL can say of the filter") {
    const Kind kind = GENERATE(Kind::sqlite, Kind::postgresql);
    constexpr int rounds = 600;
    SampleWorld world(kind, 11, 60);
    Random random(12);
    for (int round = 0; round < rounds; ++round) {
        const scim::Filter written = any_filter(random, world, 3);
        const scim::BoundFilter filter = scim::bind(written, samples());
        const TypeQuery query{.type = &samples(), .filter = &filter};
        INFO(scim::to_text(written));
        const Hits hits = world.search(query, false, page_at(0, 1000));
        const auto expected = world.expected(query, false);
        REQUIRE(ids_of(hits) == expected);
        REQUIRE(hits.total == expected.size());
        REQUIRE_FALSE(hits.more);
    }
}

TEST_CASE("O02: pages join to one list in one order, by offset and by position, both ways") {
    const Kind kind = GENERATE(Kind::sqlite, Kind::postgresql);
    SampleWorld world(kind, 21, 40);
    Random random(22);
    for (const char* path : sort_paths()) {
        const scim::BoundPath sort = sample_path(path);
        for (const bool descending : {false, true}) {
            for (const bool filtered : {false, true}) {
                const scim::Filter written = any_filter(random, world, 1);
                const scim::BoundFilter filter = scim::bind(written, samples());
                const TypeQuery query{
                    .type = &samples(), .filter = filtered ? &filter : nullptr, .sort = &sort};
                INFO(path << (descending ? " descending " : " ") << scim::to_text(written));
                const auto all = world.expected(query, descending);
                check_offsets(world, query, descending, all);
                check_positions(world, query, descending, all);
            }
        }
    }
}

TEST_CASE("A list without sorting goes by id, both ways") {
    SampleWorld world(GENERATE(Kind::sqlite, Kind::postgresql), 31, 30);
    const scim::BoundFilter inexact =
        scim::bind(scim::parse_filter("userName co \"a\""), samples());
    for (const scim::BoundFilter* filter :
         {&inexact, static_cast<const scim::BoundFilter*>(nullptr)}) {
        const TypeQuery query{.type = &samples(), .filter = filter};
        const auto all = world.expected(query, false);
        CHECK(std::is_sorted(all.begin(), all.end()));
        check_offsets(world, query, false, all);
        check_positions(world, query, false, all);
    }
}

TEST_CASE("A page of none tells the total and that more follows") {
    SampleWorld world(GENERATE(Kind::sqlite, Kind::postgresql), 41, 5);
    const Hits hits = world.search({.type = &samples()}, false, page_at(0, 0));
    CHECK(hits.hits.empty());
    CHECK(hits.total == 5);
}

TEST_CASE("F29: a filter that only inspection can answer stops at the scan limit") {
    SampleWorld world(GENERATE(Kind::sqlite, Kind::postgresql), 51, 8);
    const auto search = [&](const char* filter, std::size_t limit) {
        const auto bound = scim::bind(scim::parse_filter(filter), samples());
        return world.search({.type = &samples(), .filter = &bound}, false, {}, limit).total;
    };
    CHECK_THROWS_AS(search("emails.type pr", 7), scim::Error);
    CHECK_NOTHROW(search("emails.type pr", 8));
    CHECK_NOTHROW(search("userName pr", 0));
}

TEST_CASE("A starts-with filter loses nothing where the last code point follows") {
    Fresh fresh(GENERATE(Kind::sqlite, Kind::postgresql));
    const Tenant tenant(fresh.database);
    const scim::ResourceType& type = samples();
    const std::string last = "\xF4\x8F\xBF\xBF";
    for (const std::string& name :
         {"a" + last, "a" + last + "b", "a" + last + last, std::string("b")})
        tenant.insert(
            type,
            {
                {"userName", name}
        }
        );
    const scim::BoundPath path = sample_path("userName");
    for (const std::string& prefix : {std::string("a"), "a" + last}) {
        const scim::BoundFilter filter{
            scim::BoundComparison{.path = path, .op = scim::Operator::sw, .key = prefix}
        };
        const Search search{
            .viewpoint = {.organization_id = tenant.id(), .directory_id = ""},
            .types = {{.type = &type, .filter = &filter}                             }
        };
        const Hits hits = fresh.database.read([&](Session& session) {
            return store::search(session, search, {}, [](auto&&...) { return std::nullopt; });
        });
        CHECK(hits.total == 3);
    }
}

TEST_CASE("G06: a query over several types is one list") {
    Fresh fresh(GENERATE(Kind::sqlite, Kind::postgresql));
    const Tenant tenant(fresh.database);
    scim::ResourceType other = samples();
    other.name = "Other";
    std::vector<std::string> all;
    for (int i = 0; i < 5; ++i) {
        all.push_back(tenant.insert(samples(), Json::object()).id);
        all.push_back(tenant.insert(other, Json::object()).id);
    }
    std::sort(all.begin(), all.end());
    const Search search{
        .viewpoint = {.organization_id = tenant.id(), .directory_id = ""},
        .types = {{.type = &samples()},           {.type = &other}  }
    };
    const auto everything = [](Session&, const TypeQuery& query, const StoredResource& resource) {
        CHECK(query.type != nullptr);
        return Position{.absent = true, .fold = "", .id = resource.id};
    };
    std::vector<std::string> seen;
    for (std::size_t offset = 0; offset < all.size(); offset += 3) {
        const Hits hits = fresh.database.read([&](Session& session) {
            return store::search(session, search, page_at(offset, 3), everything);
        });
        CHECK(hits.total == all.size());
        for (const Hit& hit : hits.hits) {
            CHECK(tenant.find(*hit.type, hit.resource.id));
            seen.push_back(hit.resource.id);
        }
    }
    CHECK(seen == all);
}

}  // namespace search_test
