// Lists as SQL makes them, against the plain meaning: matches() on every resource and a sort.
#include "store/search.hpp"

#include "base/id.hpp"
#include "tests/scim/random_filter.hpp"
#include "tests/scim/sample_type.hpp"
#include "tests/store/tenant.hpp"
#include "usher/scim/comparison.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>
#include <atomic>
#include <map>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace usher;
using namespace usher::store;
using scim::Json;
using test::Random;

namespace {

/// sample_type() with members, and with an index on attributes of every type.
class IndexedSamples {
  public:
    IndexedSamples() {
        type.name = type.id = "Sample";
        type.schema = &schema_;
        schema_.attributes.push_back(members());
        type.members = &schema_.attributes.back();
        for (const char* path :
             {"userName",
              "nickName",
              "profileUrl",
              "active",
              "loginCount",
              "score",
              "birth",
              "tags",
              "name.familyName",
              "emails.value",
              "urn:test:extension:work:2.0:Sample:manager.value"}) {
            type.indexed.push_back(indexed(path, false));
        }
        type.indexed.push_back(indexed("externalId", true));
    }

    [[nodiscard]] scim::BoundPath at(const char* path) const {
        return scim::require_path(scim::parse_attribute_path(path), type);
    }

    scim::ResourceType type = test::sample_type();

  private:
    [[nodiscard]] scim::IndexedPath indexed(const char* path, bool per_directory) const {
        scim::IndexedPath indexed;
        indexed.path = at(path);
        indexed.per_directory = per_directory;
        return indexed;
    }

    static scim::Attribute members() {
        scim::Attribute value;
        value.name = "value";
        value.case_exact = true;
        scim::Attribute kind;
        kind.name = "type";
        scim::Attribute members;
        members.name = "members";
        members.type = scim::Type::complex;
        members.multi_valued = true;
        members.sub_attributes = {value, kind};
        return members;
    }

    scim::Schema schema_ = *test::sample_type().schema;
};

const IndexedSamples& samples() {
    static const IndexedSamples made;
    return made;
}

/// Ticks so that several changes share a millisecond, which is all that is stored.
class TickingClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override {
        return base::time_from("2026-11-23T09:05:00.000Z") +
               std::chrono::microseconds(++ticks_ * 300);
    }

  private:
    mutable std::atomic<int> ticks_{0};
};

/// A database of random resources, two organizations and two directories, and the same resources
/// in memory as the first directory sees them.
class World {
  public:
    World(Kind kind, unsigned seed, std::size_t size)
        : database_({.url = test::fresh_database_url(kind)}, clock_), tenant_(database_) {
        Random random(seed);
        const Tenant strangers(database_, "strangers");
        const std::string other = tenant_.add_directory().directory.id;
        for (std::size_t i = 0; i < size; ++i) {
            add(random, random.chance(0.6) ? directory_id() : other);
            strangers.insert(samples().type, random.resource(), strangers.directory().directory.id);
        }
        for (const auto& entry : documents_)
            ids_.push_back(entry.first);
        link(random);
    }

    [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }

    [[nodiscard]] const Json& document(const std::string& id) const { return documents_.at(id); }

    /// Where the resource stands if it matches.
    [[nodiscard]] std::optional<Position> judge(const std::string& id, const TypeQuery& query)
        const {
        const Json& document = documents_.at(id);
        if (query.filter != nullptr && !scim::matches(*query.filter, document)) return std::nullopt;
        Position position{.absent = true, .fold = "", .id = id};
        if (query.sort == nullptr) return position;
        for (const Json* value : values_at(document, *query.sort)) {
            auto key = scim::comparison_key(query.sort->target(), *value);
            if (!key) continue;
            return Position{.absent = false, .fold = *key, .id = id};
        }
        return position;
    }

    /// The ids of the whole list, in order.
    [[nodiscard]] std::vector<std::string> expected(const TypeQuery& query, bool descending) const {
        std::vector<Position> positions;
        for (const std::string& id : ids_) {
            if (auto position = judge(id, query)) positions.push_back(*position);
        }
        std::sort(positions.begin(), positions.end());
        if (descending) std::reverse(positions.begin(), positions.end());
        std::vector<std::string> ids;
        for (const Position& position : positions)
            ids.push_back(position.id);
        return ids;
    }

    [[nodiscard]] Hits search(
        const TypeQuery& query, bool descending, const Window& window, std::size_t scan_limit = 9999
    ) {
        const Search search{
            .viewpoint = {.organization_id = tenant_.id(), .directory_id = directory_id()},
            .types = {query                              },
            .sorted = query.sort != nullptr,
            .descending = descending,
            .scan_limit = scan_limit
        };
        return database_.read([&](Session& session) {
            return store::search(
                session,
                search,
                window,
                [&](Session&, const TypeQuery& asked, const StoredResource& candidate) {
                    return judge(candidate.id, asked);
                }
            );
        });
    }

  private:
    [[nodiscard]] const std::string& directory_id() const {
        return tenant_.directory().directory.id;
    }

    void add(Random& random, const std::string& directory) {
        Json document = random.resource();
        if (random.chance(0.7)) document["externalId"] = random.text();
        const StoredResource stored = tenant_.insert(samples().type, document, directory);
        document["id"] = stored.id;
        document["meta"] = {
            {"created",      stored.created_at },
            {"lastModified", stored.modified_at}
        };
        if (directory != directory_id()) document.erase("externalId");
        documents_[stored.id] = std::move(document);
    }

    /// Makes some resources members of others.
    void link(Random& random) {
        for (const std::string& id : ids_) {
            std::vector<std::string> members;
            for (std::size_t i = random.below(4); i-- > 0;)
                members.push_back(random.one_of(ids_));
            const auto changed = in_transaction(database_, [&](Transaction& tx) {
                return add_members(tx, tenant_.group(samples().type, id), {"Sample"}, members);
            });
            for (const std::string& member : changed.added) {
                documents_[id]["members"].push_back({
                    {"value", member  },
                    {"type",  "Sample"}
                });
            }
        }
    }

    TickingClock clock_;
    Database database_;
    Tenant tenant_;
    std::map<std::string, Json> documents_;
    std::vector<std::string> ids_;
};

/// A comparison with what is no attribute of a document, or not of its text alone.
scim::Filter special(Random& random, const World& world) {
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

scim::Filter any_filter(Random& random, const World& world, int depth) {
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
    World& world, const TypeQuery& query, bool descending, const std::vector<std::string>& all
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
    World& world, const TypeQuery& query, bool descending, const std::vector<std::string>& all
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
    World world(kind, 11, 60);
    Random random(12);
    for (int round = 0; round < rounds; ++round) {
        const scim::Filter written = any_filter(random, world, 3);
        const scim::BoundFilter filter = scim::bind(written, samples().type);
        const TypeQuery query{.type = &samples().type, .filter = &filter};
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
    World world(kind, 21, 40);
    Random random(22);
    for (const char* path : sort_paths()) {
        const scim::BoundPath sort = samples().at(path);
        for (const bool descending : {false, true}) {
            for (const bool filtered : {false, true}) {
                const scim::Filter written = any_filter(random, world, 1);
                const scim::BoundFilter filter = scim::bind(written, samples().type);
                const TypeQuery query{
                    .type = &samples().type, .filter = filtered ? &filter : nullptr, .sort = &sort};
                INFO(path << (descending ? " descending " : " ") << scim::to_text(written));
                const auto all = world.expected(query, descending);
                check_offsets(world, query, descending, all);
                check_positions(world, query, descending, all);
            }
        }
    }
}

TEST_CASE("A list without sorting goes by id, both ways") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql), 31, 30);
    const scim::BoundFilter inexact =
        scim::bind(scim::parse_filter("userName co \"a\""), samples().type);
    for (const scim::BoundFilter* filter :
         {&inexact, static_cast<const scim::BoundFilter*>(nullptr)}) {
        const TypeQuery query{.type = &samples().type, .filter = filter};
        const auto all = world.expected(query, false);
        CHECK(std::is_sorted(all.begin(), all.end()));
        check_offsets(world, query, false, all);
        check_positions(world, query, false, all);
    }
}

TEST_CASE("A page of none tells the total and that more follows") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql), 41, 5);
    const Hits hits = world.search({.type = &samples().type}, false, page_at(0, 0));
    CHECK(hits.hits.empty());
    CHECK(hits.total == 5);
}

TEST_CASE("F29: a filter that only inspection can answer stops at the scan limit") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql), 51, 8);
    const auto search = [&](const char* filter, std::size_t limit) {
        const auto bound = scim::bind(scim::parse_filter(filter), samples().type);
        return world.search({.type = &samples().type, .filter = &bound}, false, {}, limit).total;
    };
    CHECK_THROWS_AS(search("emails.type pr", 7), scim::Error);
    CHECK_NOTHROW(search("emails.type pr", 8));
    CHECK_NOTHROW(search("userName pr", 0));
}

TEST_CASE("A starts-with filter loses nothing where the last code point follows") {
    Fresh fresh(GENERATE(Kind::sqlite, Kind::postgresql));
    const Tenant tenant(fresh.database);
    const scim::ResourceType& type = samples().type;
    const std::string last = "\xF4\x8F\xBF\xBF";
    for (const std::string& name :
         {"a" + last, "a" + last + "b", "a" + last + last, std::string("b")})
        tenant.insert(
            type,
            {
                {"userName", name}
        }
        );
    const scim::BoundPath path = samples().at("userName");
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
    scim::ResourceType other = samples().type;
    other.name = "Other";
    std::vector<std::string> all;
    for (int i = 0; i < 5; ++i) {
        all.push_back(tenant.insert(samples().type, Json::object()).id);
        all.push_back(tenant.insert(other, Json::object()).id);
    }
    std::sort(all.begin(), all.end());
    const Search search{
        .viewpoint = {.organization_id = tenant.id(), .directory_id = ""},
        .types = {{.type = &samples().type},      {.type = &other}  }
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
