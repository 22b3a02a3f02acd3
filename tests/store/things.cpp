#include "tests/store/things.hpp"

#include "base/text.hpp"

namespace usher::store {

namespace {

const std::string organization = "org-1";

/// Stored times have milliseconds; the list is sorted by them.
const Texts stored_times{
    "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.001Z", "2026-02-01T00:00:00.000Z"};

Thing random_thing(RandomThings& random, std::size_t number) {
    std::string id = std::to_string(number);
    Thing thing{.id = std::string(4 - id.size(), '0') + id, .values = {}, .tags = {}};
    thing.values["state"] = random.one_of(thing_samples().at("state"));
    thing.values["made.at"] = random.one_of(stored_times);
    for (const std::string name : {"name", "alias", "count", "done"}) {
        const std::string value = random.one_of(thing_samples().at(name));
        if (random.below(4) > 0 && !value.empty()) thing.values[name] = value;
    }
    for (const std::string tag : {"red", "green", "blue"}) {
        if (random.below(3) == 0) thing.tags.insert(tag);
    }
    return thing;
}

Value column_of(const Thing& thing, const std::string& name) {
    const auto found = thing.values.find(name);
    if (found == thing.values.end()) return std::nullopt;
    if (name == "alias") return base::fold_case(found->second);
    if (name == "done") return found->second == "true" ? "1" : "0";
    return found->second;
}

void insert(Transaction& tx, const Thing& thing) {
    tx.execute(
        "INSERT INTO thing (organization_id, id, name, alias, state, made_at, count, done) "
        "VALUES (:organization, :id, :name, :alias, :state, :made, :count, :done)",
        {
            {"organization", organization},
            {       "id",      thing.id            },
            {  "name",       column_of(thing,                   "name")},
            { "alias",      column_of(thing,                  "alias")},
            { "state",      column_of(thing,                  "state")},
            {  "made",    column_of(thing,                "made.at")},
            { "count",      column_of(thing,                  "count")},
            {  "done",       column_of(thing,                   "done")}
    }
    );
    for (const std::string& tag : thing.tags) {
        tx.execute(
            "INSERT INTO thing_tag (organization_id, thing_id, tag, first) "
            "VALUES (:organization, :id, :tag, :first)",
            {
                {"organization", organization                          },
                {"id",           thing.id                              },
                {"tag",          tag                                   },
                {"first",        tag == *thing.tags.begin() ? "1" : "0"}
        }
        );
    }
}

}  // namespace

const std::map<std::string, Texts>& thing_samples() {
    static const std::map<std::string, Texts> values{
        {"id",      {"0001", "0002", "0017", "x"}                                            },
        {"name",    {"", "a", "ab", "aba", "b", "Äb", "äb", "%", "_", "a'b", "\\", "ab ab"}},
        {"alias",   {"", "A", "Ab", "ÄB", "äb", "aba"}                                     },
        {"state",   {"open", "closed"}                                                       },
        {"made.at",
         {"2026-01-01T00:00:00.000Z",
          "2026-01-01T00:00:00.001Z",
          "2026-01-01T00:00:00.0005Z",
          "2026-01-01T01:00:00+01:00",
          "2026-02-01T00:00:00Z"}                                                            },
        {"count",   {"0", "1", "2", "10", "-3"}                                              },
        {"done",    {"true", "false"}                                                        },
        {"tag",     {"", "red", "green", "re", "d"}                                          },
    };
    return values;
}

ListSource things_list() {
    return {
        .name = "things",
        .columns = "t.id",
        .column_count = 1,
        .from = "thing t",
        .where = "t.organization_id = :organization",
        .id = "t.id",
        .fields = {
                   {.name = "id", .kind = FieldKind::id, .value = "t.id"},
                   {.name = "name",
             .value = "t.name",
             .sorting = ListSorting{.value = "t.name", .always = false}},
                   {.name = "alias", .kind = FieldKind::folded, .value = "t.alias"},
                   {.name = "state",
             .kind = FieldKind::word,
             .value = "t.state",
             .words = {"open", "closed"}},
                   {.name = "made.at",
             .kind = FieldKind::time,
             .value = "t.made_at",
             .sorting = ListSorting{.value = "t.made_at"}},
                   {.name = "count",
             .kind = FieldKind::number,
             .value = "t.count",
             .sorting = ListSorting{.value = "t.count", .always = false}},
                   {.name = "done", .kind = FieldKind::boolean, .value = "t.done"},
                   {.name = "tag",
             .value = "g.tag",
             .rows = "SELECT g.thing_id FROM thing_tag g WHERE g.organization_id = :organization",
             .sorting = ListSorting{
                 .value = "s.tag",
                 .table = "thing_tag s",
                 .on = "s.organization_id = :organization AND s.thing_id = t.id AND s.first = 1",
                 .id = "s.thing_id",
                 .always = false}}}
    };
}

Things::Things(Kind kind, std::size_t count)
    : database({.url = test::fresh_database_url(kind)}, clock) {
    RandomThings random(7);
    for (std::size_t number = 0; number < count; ++number)
        all.push_back(random_thing(random, number));
    database.exclusively([&](Transaction& tx) {
        tx.execute(
            "CREATE TABLE thing (organization_id $TEXT NOT NULL, id $TEXT NOT NULL, "
            "name $TEXT, alias $TEXT, state $TEXT NOT NULL, made_at $TEXT NOT NULL, "
            "count $INTEGER, done $INTEGER, PRIMARY KEY (organization_id, id))",
            {}
        );
        tx.execute(
            "CREATE TABLE thing_tag (organization_id $TEXT NOT NULL, thing_id $TEXT NOT NULL, "
            "tag $TEXT NOT NULL, first $INTEGER NOT NULL)",
            {}
        );
        for (const Thing& thing : all)
            insert(tx, thing);
    });
}

ListPage Things::page(const ListQuery& query, const ListWindow& window) {
    return database.read([&](Session& session) {
        return read_list_page(
            session,
            query,
            {
                {"organization", organization}
        },
            window
        );
    });
}

Texts Things::find(const std::string& filter) {
    const auto query = bind_list_query(list, filter, "");
    Texts ids;
    for (const Row& row : page(query, {.limit = 500, .want_total = true}).rows)
        ids.push_back(*row[0]);
    return ids;
}

}  // namespace usher::store
