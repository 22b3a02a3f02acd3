// /directories: what admins do with SCIM connections, and what the request log keeps.
#include "tests/support/test_server.hpp"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

namespace usher::test::directories_test {

namespace {

using namespace std::chrono_literals;

struct World {
    World()
        : server(shared_server(each_database())),
          tenant(server.new_organization()),
          founder(server.new_admin(tenant.organization_slug)) {}

    [[nodiscard]] std::string path() const { return "/directories/" + tenant.directory_id; }

    Answer change(const Json& policies) {
        auto answer = founder.patch(
            path(),
            {
                {"policies", policies}
        }
        );
        server.clock().advance(2s);  // until nobody remembers the old ones
        return answer;
    }

    Json last_event(const std::string& action) {
        const auto events = founder.list(
            "/events",
            {
                {"filter", "action eq \"" + action + "\""},
                {"sort",   "-at"                         },
                {"limit",  "1"                           }
        }
        )["items"];
        return events.empty() ? Json() : events.front();
    }

    /// The log, newest first, once it holds `count` lines or more.
    Json log(std::size_t count, const std::string& filter = "") {
        std::vector<std::pair<std::string, std::string>> parameters{
            {"sort", "-at"}
        };
        if (!filter.empty()) parameters.emplace_back("filter", filter);
        const auto give_up = std::chrono::steady_clock::now() + 30s;
        for (;;) {
            Json items = founder.list(path() + "/requests", parameters)["items"];
            if (items.size() >= count || std::chrono::steady_clock::now() > give_up) return items;
            std::this_thread::sleep_for(20ms);
        }
    }

    Json line(const Json& item) {
        return founder.read(path() + "/requests/" + item["id"].get<std::string>());
    }

    TestServer& server;
    Tenant tenant;
    ApiClient founder;
};

}  // namespace

TEST_CASE("a new directory's token is shown once and speaks SCIM at once") {
    World world;
    const auto made = world.founder.post(
        "/directories",
        R"({"name": "Okta", "on_create": "register", "dialect": "okta",
            "policies": {"guard": {"percent": 50}, "adopt": false}})"_body
    );
    REQUIRE(made.status == 201);
    const Json directory = made.json();
    CHECK(directory["name"] == "Okta");
    CHECK(directory["on_create"] == "register");
    CHECK(directory["policies"]["guard"]["percent"] == 50);
    CHECK(directory["policies"]["guard"]["minimum"] == 200);
    CHECK(directory["policies"]["adopt"] == false);
    CHECK(directory["scim_url"].get<std::string>().ends_with("/scim/v2"));
    CHECK(directory["health"]["state"] == "silent");
    ScimClient okta("okta", world.server.port(), directory["token"]["token"]);
    CHECK(okta.get("/Users").status == 200);
    const std::string path = "/directories/" + directory["id"].get<std::string>();
    const Json shown = world.founder.read(path);
    CHECK_FALSE(shown.contains("token"));
    CHECK(pluck(shown["tokens"], "id") == Texts{directory["token"]["id"]});
    CHECK(world.founder.read("/directories")["items"].size() == 2);
    CHECK(world.last_event("directory.created")["subject"]["id"] == directory["id"]);
}

TEST_CASE("what is wrong with a directory is told by field") {
    World world;
    check_invalid(
        world.founder.post("/directories", R"({"on_create": "maybe"})"_body),
        {"/name", "/on_create"}
    );
    check_invalid(
        world.founder.patch(
            world.path(),
            R"({"dialect": "klingon", "policies": {"guard": {"percent": 101}, "colour": 1}})"_body
        ),
        {"/dialect", "/policies/guard/percent", "/policies/colour"}
    );
    check_invalid(world.founder.patch(world.path(), R"({"policies": 3})"_body), {"/policies"});
}

TEST_CASE("a change of policies names what changed, and one of nothing is no event") {
    World world;
    CHECK(
        world
            .change({
                {"adopt", false}
    })
            .status == 200
    );
    const Json event = world.last_event("directory.updated");
    CHECK(event["data"]["attributes"] == Json{"policies.adopt"});
    CHECK(
        world
            .change({
                {"adopt", false}
    })
            .status == 200
    );
    CHECK(world.last_event("directory.updated")["id"] == event["id"]);
    CHECK(
        world
            .change({
                {"adopt", nullptr}
    })
            .json()["policies"]["adopt"] == true
    );
}

TEST_CASE("two tokens of a directory are good at once, a third is a conflict") {
    World world;
    const auto second = world.founder.post(world.path() + "/tokens", Json::object());
    REQUIRE(second.status == 201);
    ScimClient newer("newer", world.server.port(), second.json()["token"]);
    CHECK(newer.get("/Users").status == 200);
    CHECK(world.tenant.client.get("/Users").status == 200);
    check_problem(world.founder.post(world.path() + "/tokens", Json::object()), 409, "conflict");
    const auto tokens = pluck(world.founder.read(world.path())["tokens"], "id");
    REQUIRE(tokens.size() == 2);
    CHECK(world.founder.remove(world.path() + "/tokens/" + tokens[0]).status == 204);
    check_problem(world.founder.remove(world.path() + "/tokens/" + tokens[0]), 404, "not_found");
    world.server.clock().advance(2s);
    CHECK(world.tenant.client.get("/Users").status == 401);
    CHECK(newer.get("/Users").status == 200);
    const auto third = world.founder.post(
        world.path() + "/tokens", R"({"old_tokens_end_after_seconds": 60})"_body
    );
    CHECK(third.status == 201);
    world.server.clock().advance(62s);
    CHECK(newer.get("/Users").status == 401);
    CHECK(
        world.last_event("directory.token_rotated")["subject"]["id"] == world.tenant.directory_id
    );
}

TEST_CASE("a deleted directory is gone, and its token with it") {
    World world;
    CHECK(world.founder.remove(world.path()).status == 204);
    check_problem(world.founder.get(world.path()), 404, "not_found");
    check_problem(world.founder.remove(world.path()), 404, "not_found");
    world.server.clock().advance(2s);
    CHECK(world.tenant.client.get("/Users").status == 401);
    CHECK(world.founder.read("/directories")["total"] == 0);
    CHECK(world.last_event("directory.deleted")["data"]["name"] == "Test");
}

TEST_CASE("a directory that the guard paused goes on after its release") {
    World world;
    world.change({
        {"guard", {{"minimum", 2}, {"percent", 50}}}
    });
    Texts ids;
    for (const char* name : {"a", "b", "c"})
        ids.push_back(world.tenant.client.create_id("/Users", user(name)));
    check_problem(world.founder.post(world.path() + "/release", Json::object()), 409, "conflict");
    CHECK(world.tenant.client.remove("/Users/" + ids[0]).status == 204);
    CHECK(world.tenant.client.remove("/Users/" + ids[1]).status == 503);
    const Json paused = world.founder.read(world.path());
    CHECK(paused["pause_reason"] == "guard");
    CHECK(paused["health"]["state"] == "paused");
    CHECK(world.last_event("directory.paused")["data"]["removed"] == 2);
    const auto released = world.founder.post(world.path() + "/release", Json::object());
    REQUIRE(released.status == 200);
    CHECK(released.json()["paused_at"].is_null());
    CHECK(released.json()["guard_released_until"].is_string());
    CHECK(world.tenant.client.remove("/Users/" + ids[1]).status == 204);
    CHECK(world.last_event("directory.released")["actor"]["kind"] == "token");
}

TEST_CASE("switching the guard off lets a paused directory go on") {
    World world;
    world.change({
        {"guard", {{"minimum", 1}, {"percent", 1}}}
    });
    const auto id = world.tenant.client.create_id("/Users", user("a"));
    CHECK(world.tenant.client.remove("/Users/" + id).status == 503);
    CHECK(world
              .change({
                  {"guard", {{"enabled", false}}}
    })
              .json()["paused_at"]
              .is_null());
    CHECK(world.tenant.client.remove("/Users/" + id).status == 204);
}

TEST_CASE("a stopped directory may only read until its release") {
    World world;
    CHECK(world.founder.post(world.path() + "/stop", Json::object()).status == 200);
    CHECK(world.founder.read(world.path())["health"]["state"] == "stopped");
    world.server.clock().advance(2s);
    check_error(world.tenant.client.post("/Users", user("a")), 403);
    CHECK(world.tenant.client.get("/Users").status == 200);
    CHECK(world.founder.post(world.path() + "/release", Json::object()).status == 200);
    world.server.clock().advance(2s);
    CHECK(world.tenant.client.post("/Users", user("a")).status == 201);
}

TEST_CASE("the request log shows what was sent and answered, without passwords") {
    World world;
    ScimClient& client = world.tenant.client;
    const auto made = client.post(
        "/Users",
        user(
            "ann",
            {
                {"password", "s3cret-p4ss"}
    }
        )
    );
    const std::string path = "/Users/" + made.json()["id"].get<std::string>();
    const Json change{
        {"op",    "replace"    },
        {"path",  "password"   },
        {"value", "s3cret-p4ss"}
    };
    client.patch(path, change);
    client.get("/Users/nobody");
    const Json items = world.log(3);
    REQUIRE(items.size() == 3);
    CHECK(items[0]["status"] == 404);
    CHECK(items[0]["target"] == "/scim/v2/Users/nobody");
    CHECK(items[2]["method"] == "POST");
    CHECK(items[2]["request_id"] == made.header("X-Request-Id"));
    CHECK_FALSE(items[2].contains("request_body"));
    for (const Json& item : items)
        CHECK(world.line(item).dump().find("s3cret") == std::string::npos);
    const Json post = world.line(items[2]);
    CHECK(Json::parse(post["request_body"].get<std::string>())["userName"] == "ann");
    CHECK(Json::parse(post["response_body"].get<std::string>())["id"] == made.json()["id"]);
    const Json health = world.founder.read(world.path())["health"];
    CHECK(health["requests"] == 3);
    CHECK(health["failed"] == 1);
    CHECK(health["last_request_at"].is_string());
}

TEST_CASE("the request log is filtered, and keeps as many as its policy says") {
    World world;
    ScimClient& client = world.tenant.client;
    client.get("/Users");
    client.get("/Groups");
    client.get("/Users/nobody");
    REQUIRE(world.log(3).size() == 3);
    CHECK(world.log(1, "status ge 400").size() == 1);
    CHECK(world.log(1, "target co \"Groups\"").size() == 1);
    CHECK(world.log(0, "method eq \"POST\"").empty());
    world.change({
        {"request_log_size", 2}
    });
    for (int at = 0; at < 5; ++at)
        client.get("/Schemas");
    CHECK(world.log(2, "target co \"Schemas\"").size() == 2);
    CHECK(world.log(2).size() == 2);
}

TEST_CASE("directories are for those who hold directories.manage, in their own organization") {
    World world;
    auto team_admin = world.server.new_admin(world.tenant.organization_slug, "team_admin");
    check_problem(team_admin.get("/directories"), 403, "forbidden");
    check_problem(team_admin.get(world.path()), 403, "forbidden");
    check_problem(team_admin.get(world.path() + "/requests"), 403, "forbidden");
    check_problem(team_admin.post(world.path() + "/tokens", Json::object()), 403, "forbidden");
    const auto elsewhere = world.server.new_organization();
    auto stranger = world.server.new_admin(elsewhere.organization_slug);
    check_problem(stranger.get(world.path()), 404, "not_found");
    check_problem(stranger.get(world.path() + "/requests"), 404, "not_found");
    check_problem(stranger.post(world.path() + "/stop", Json::object()), 404, "not_found");
    check_problem(stranger.remove(world.path()), 404, "not_found");
}

}  // namespace usher::test::directories_test
