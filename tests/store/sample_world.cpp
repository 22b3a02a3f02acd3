#include "tests/store/sample_world.hpp"

#include "tests/scim/sample_type.hpp"
#include "usher/scim/comparison.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::store {

using scim::Json;
using test::Random;

namespace {

/// Keeps the schema that the type points to beside it.
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

const IndexedSamples& indexed_samples() {
    static const IndexedSamples made;
    return made;
}

}  // namespace

const scim::ResourceType& samples() {
    return indexed_samples().type;
}

scim::BoundPath sample_path(const char* path) {
    return indexed_samples().at(path);
}

base::Time TickingClock::now() const {
    constexpr std::chrono::microseconds tick{300};
    return base::time_from("2026-11-23T09:05:00.000Z") + ++ticks_ * tick;
}

SampleWorld::SampleWorld(Kind kind, unsigned seed, std::size_t size)
    : database_({.url = test::fresh_database_url(kind)}, clock_), tenant_(database_) {
    Random random(seed);
    const Tenant strangers(database_, "strangers");
    const std::string other = tenant_.add_directory().directory.id;
    for (std::size_t i = 0; i < size; ++i) {
        add(random, random.chance(0.6) ? directory_id() : other);
        strangers.insert(samples(), random.resource(), strangers.directory().directory.id);
    }
    for (const auto& entry : documents_)
        ids_.push_back(entry.first);
    link(random);
}

std::vector<std::string> SampleWorld::expected(const TypeQuery& query, bool descending) const {
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

Hits SampleWorld::search(
    const TypeQuery& query, bool descending, const Window& window, std::size_t scan_limit
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

std::optional<Position> SampleWorld::judge(const std::string& id, const TypeQuery& query) const {
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

void SampleWorld::add(Random& random, const std::string& directory) {
    Json document = random.resource();
    if (random.chance(0.7)) document["externalId"] = random.text();
    const StoredResource stored = tenant_.insert(samples(), document, directory);
    document["id"] = stored.id;
    document["meta"] = {
        {"created",      stored.created_at },
        {"lastModified", stored.modified_at}
    };
    if (directory != directory_id()) document.erase("externalId");
    documents_[stored.id] = std::move(document);
}

void SampleWorld::link(Random& random) {
    for (const std::string& id : ids_) {
        std::vector<std::string> members;
        for (std::size_t i = random.below(4); i-- > 0;)
            members.push_back(random.one_of(ids_));
        const auto changed = in_transaction(database_, [&](Transaction& tx) {
            return add_members(tx, tenant_.group(samples(), id), {"Sample"}, members);
        });
        for (const std::string& member : changed.added) {
            documents_[id]["members"].push_back({
                {"value", member  },
                {"type",  "Sample"}
            });
        }
    }
}

}  // namespace usher::store
