// The server dies in the middle of its work; what it said it did is done, and nothing by halves.
#include "tests/app/consistency.hpp"
#include "tests/app/load.hpp"
#include "tests/app/server.hpp"
#include "tests/support/databases.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace crash_test {

using namespace usher;
using test::Kind;

namespace {

constexpr int rounds = 6;
constexpr const char* everyone =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Everyone"})";

/// Every acknowledged user, as the server that came after shows it.
void check_shown(test::Server& server, const std::map<std::string, test::Acknowledged>& users) {
    test::HttpClient client(server.port());
    for (const auto& [name, user] : users) {
        if (user.id.empty()) continue;
        const auto answer = client.send("GET", "/scim/v2/Users/" + user.id, server.headers());
        INFO(name);
        REQUIRE(answer.status == 200);
        CHECK(answer.json().at("userName") == name);
        CHECK(std::stoi(answer.json().value("title", "0")) >= user.title);
    }
}

}  // namespace

TEST_CASE("kill -9 in the middle of writes loses none that was acknowledged, and halves none") {
    const Kind kind = GENERATE(Kind::sqlite, Kind::postgresql);
    const std::string url = test::fresh_database_url(kind);
    test::Server server(url);
    const std::string group = server.send("POST", "/Groups", everyone).json().at("id");
    const base::SystemClock clock;
    std::map<std::string, test::Acknowledged> users;

    for (int round = 0; round < rounds; ++round) {
        test::Load load(server, group, "round" + std::to_string(round) + "-");
        load.wait_for_writes(60 + 37 * round);
        server.kill();
        load.stop();
        CHECK(load.complaints() == std::vector<std::string>());
        users.insert(load.users().begin(), load.users().end());

        server.start();
        check_shown(server, load.users());
        store::Database database({.url = url}, clock);
        test::check_kept(database, users);
        test::check_whole(database);
    }
}

}  // namespace crash_test
