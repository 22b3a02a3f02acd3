// `usher export` and `usher import`: an organization moves from one database to another.
#include "app/transfer.hpp"

#include "desk/cases.hpp"
#include "store/transfer.hpp"
#include "tests/desk/desk_world.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

namespace transfer_test {

using namespace usher;
using namespace usher::test;

namespace {

base::Config config_for(const std::string& url) {
    const auto loaded = base::load_config("", [&](const std::string& name) {
        if (name == "USHER_DATABASE_URL") return std::optional(url);
        if (name == "USHER_PUBLIC_URL") return std::optional<std::string>("https://usher.example");
        return std::optional<std::string>();
    });
    REQUIRE(loaded.problems.empty());
    return loaded.config;
}

std::string exported(const std::string& url, const std::string& slug) {
    std::ostringstream out;
    app::export_organization(config_for(url), slug, out);
    return out.str();
}

void import(const std::string& url, const std::string& text) {
    std::istringstream in(text);
    app::import_organization(config_for(url), "copy", in);
}

/// What an organization collects in its life.
void populate(DeskWorld& world) {
    world.change_settings(R"({"seat_limit": 100, "default_region": "ES"})"_body);
    const auto team = world.add_group("Engines \xE2\x9A\x99");
    for (int i = 0; i < 520; ++i) {
        const auto name = "user" + std::to_string(i);
        world.insert_request(name + "@request.example");
        if (i >= 30) continue;
        const auto id =
            world.push(name, emails({name + "@example.org"}), i % 2 ? "invite" : "activate");
        world.join(team, id, "member");
    }
    world.make_founder(world.add("boss"));
    world.push("twin", emails({"user0@example.org"}));
    world.remove(world.push("gone"));
    world.execute(
        "INSERT INTO credential SELECT organization_id, type, id, '$y$hash', created_at "
        "FROM resource WHERE display = 'boss'"
    );
}

/// A database with an organization called "copy", which is empty.
struct Target {
    explicit Target(Kind kind)
        : url(fresh_database_url(kind)),
          database({.url = url}, clock),
          organization(store::create_organization(database, "copy", "Copy").value()) {}

    [[nodiscard]] bool empty() {
        return database.read([&](store::Session& session) {
            return store::is_empty_organization(session, organization.id);
        });
    }

    std::string url;
    base::SystemClock clock;
    store::Database database;
    store::Organization organization;
};

std::string failure_of(const std::string& url, const std::string& text) {
    try {
        import(url, text);
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("an organization that was exported and imported exports the same again") {
    const auto [from, to] = GENERATE(
        std::pair(Kind::sqlite, Kind::postgresql), std::pair(Kind::postgresql, Kind::sqlite)
    );
    DeskWorld world(from);
    populate(world);
    const std::string text = exported(world.url(), "acme");
    CHECK(text == exported(world.url(), "acme"));
    Target target(to);
    import(target.url, text);
    CHECK(exported(target.url, "copy") == text);
    CHECK(std::count(text.begin(), text.end(), '\n') > 600);
    CHECK(text.find(world.id()) == text.rfind(world.id()));  // the subject of one event
}

TEST_CASE("an export holds no token and nothing that is sealed") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    populate(world);
    const std::string text = exported(world.url(), "acme");
    for (const auto& hash : world.texts("SELECT hash FROM token"))
        CHECK(text.find(hash) == std::string::npos);
    for (const auto table : store::staying_tables())
        CHECK(text.find("{\"table\":\"" + std::string(table) + "\"") == std::string::npos);
}

TEST_CASE("only an empty organization takes an import") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string text = exported(world.url(), "acme");
    Target target(Kind::sqlite);
    import(target.url, text);
    CHECK_THAT(failure_of(target.url, text), Catch::Contains("not empty"));
}

TEST_CASE("an import that does not fit names the line and leaves nothing behind") {
    DeskWorld world(Kind::sqlite);
    world.push("ada");
    const std::string text = exported(world.url(), "acme");
    const auto lines = std::count(text.begin(), text.end(), '\n');
    const std::string last = "line " + std::to_string(lines + 1);
    Target target(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK_THAT(failure_of(target.url, ""), Catch::Contains("empty"));
    CHECK_THAT(failure_of(target.url, "[]"), Catch::Contains("line 1"));
    CHECK_THAT(failure_of(target.url, "{}"), Catch::Contains("line 1"));
    CHECK_THAT(failure_of(target.url, text + "{"), Catch::Contains(last));
    CHECK_THAT(
        failure_of(target.url, text + R"({"table": "token", "row": {}})"), Catch::Contains(last)
    );
    CHECK_THAT(
        failure_of(target.url, text + R"({"table": "unkeyed_user", "row": {"user": "1"}})"),
        Catch::Contains(last)
    );
    CHECK_THAT(
        failure_of(target.url, text + R"({"table": "unkeyed_user", "row": {"user_id": 1}})"),
        Catch::Contains(last)
    );
    CHECK(target.empty());
}

TEST_CASE("every table of an organization travels with all its columns, or is said to stay") {
    const auto kind = GENERATE(Kind::sqlite, Kind::postgresql);
    DeskWorld world(kind);
    std::map<std::string, std::set<std::string>> there;
    for (const auto& place : world.texts(
             kind == Kind::sqlite
                 ? "SELECT m.name || '.' || c.name FROM sqlite_master m, "
                   "pragma_table_info(m.name) c WHERE m.type = 'table'"
                 : "SELECT table_name || '.' || column_name FROM information_schema.columns "
                   "WHERE table_schema = 'public'"
         )) {
        const auto dot = place.find('.');
        there[place.substr(0, dot)].insert(place.substr(dot + 1));
    }
    std::erase_if(there, [](const auto& table) {
        return !table.second.contains("organization_id");
    });
    for (const auto& table : store::transferred_tables()) {
        std::set<std::string> columns{"organization_id"};
        for (const auto& column : table.columns)
            columns.emplace(column.name);
        INFO(table.name);
        CHECK(there[std::string(table.name)] == columns);
        there.erase(std::string(table.name));
    }
    for (const auto table : store::staying_tables()) {
        INFO(table);
        CHECK(there.erase(std::string(table)) == 1);
    }
    for (const auto& [table, columns] : there) {
        INFO(table << " neither travels nor is said to stay");
        CHECK(columns.empty());
    }
}

}  // namespace transfer_test
