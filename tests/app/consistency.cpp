#include "tests/app/consistency.hpp"

#include "store/attribute_index.hpp"
#include "usher/scim/schema.hpp"

#include <set>
#include <tuple>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test {

namespace {

using scim::Json;
using store::Row;

std::vector<Row> rows(store::Database& database, const std::string& sql, std::size_t columns) {
    return database.read([&](store::Session& session) { return session.select(sql, {}, columns); });
}

std::string one_value(store::Database& database, const std::string& sql) {
    return rows(database, sql, 1).at(0).at(0).value();
}

const scim::Registry& registry() {
    static const scim::Registry made = scim::Registry::load(scim::embedded_schema_files());
    return made;
}

/// (resource, path, fold, ordinal) of every index row that there should be.
using IndexRows = std::set<std::tuple<std::string, std::string, std::string, std::string>>;

IndexRows rows_of_documents(store::Database& database) {
    IndexRows expected;
    for (const Row& row :
         rows(database, "SELECT id, type, document, directory_id FROM resource", 4)) {
        const auto entries = store::index_entries(
            Json::parse(*row[2]), *registry().find_type(*row[1]), row[3].value_or("")
        );
        for (const store::IndexEntry& entry : entries)
            expected.emplace(*row[0], entry.path, entry.fold, std::to_string(entry.ordinal));
    }
    return expected;
}

IndexRows rows_of_index(store::Database& database) {
    IndexRows found;
    for (const Row& row :
         rows(database, "SELECT resource_id, path, fold, ordinal FROM attribute", 4))
        found.emplace(*row[0], *row[1], *row[2], *row[3]);
    return found;
}

/// How many events of each action there are about each subject.
std::map<std::pair<std::string, std::string>, int> count_events(store::Database& database) {
    std::map<std::pair<std::string, std::string>, int> counts;
    const std::string sql =
        "SELECT subject_id, action, count(*) FROM event "
        "WHERE subject_kind IN ('user', 'group') GROUP BY subject_id, action";
    for (const Row& row : rows(database, sql, 3))
        counts[{*row[0], *row[1]}] = std::stoi(*row[2]);
    return counts;
}

}  // namespace

void check_kept(store::Database& database, const std::map<std::string, Acknowledged>& users) {
    std::map<std::string, std::pair<std::string, int>> found;  // user name → id, title
    for (const Row& row :
         rows(database, "SELECT id, document FROM resource WHERE type = 'User'", 2)) {
        const Json document = Json::parse(*row[1]);
        const int title = std::stoi(document.value("title", "0"));
        const std::string name = document.at("userName");
        INFO(name);
        CHECK(found.emplace(name, std::pair(*row[0], title)).second);
    }
    std::set<std::string> members;
    for (const Row& row : rows(database, "SELECT member_id FROM membership", 1))
        members.insert(*row[0]);

    for (const auto& [name, user] : users) {
        const auto kept = found.find(name);
        if (user.id.empty()) continue;
        INFO(name);
        REQUIRE(kept != found.end());
        CHECK(kept->second.first == user.id);
        CHECK(kept->second.second >= user.title);
        CHECK(kept->second.second <= user.title + 1);
        if (user.member) CHECK(members.contains(user.id));
    }
}

void check_whole(store::Database& database) {
    CHECK(rows_of_index(database) == rows_of_documents(database));

    auto events = count_events(database);
    const auto take = [&](const std::string& subject, const std::string& action) {
        const auto found = events.extract({subject, action});
        return found.empty() ? 0 : found.mapped();
    };
    for (const Row& row : rows(database, "SELECT id, type, version FROM resource", 3)) {
        INFO(*row[1] << " " << *row[0]);
        const int changes = std::stoi(*row[2]) - 1;
        if (row[1] == "User") {
            CHECK(take(*row[0], "user.registered") == 1);
            CHECK(take(*row[0], "user.joined") == 1);
            CHECK(take(*row[0], "user.updated") == changes);
        } else {
            CHECK(take(*row[0], "group.created") == 1);
            CHECK(take(*row[0], "membership.added") == changes);
        }
    }
    CHECK(events.empty());
    CHECK(
        one_value(database, "SELECT count(*) FROM membership") ==
        one_value(database, "SELECT count(*) FROM event WHERE action = 'membership.added'")
    );
}

}  // namespace usher::test
