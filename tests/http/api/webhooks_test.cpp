// /webhooks over HTTP: made, changed and deleted, and what became of each delivery.
#include "tests/http/api/world.hpp"

#include <catch2/catch.hpp>

namespace usher::test::webhooks_test {

namespace {

const Json good = R"({"url": "https://example.org/hook", "actions": ["settings.changed"]})"_body;

std::string path_of(const Json& webhook) {
    return "/webhooks/" + webhook["id"].get<std::string>();
}

struct Watched : World {
    Watched() {
        const auto answer = founder.post("/webhooks", good);
        REQUIRE(answer.status == 201);
        webhook = answer.json();
        path = path_of(webhook);
    }

    /// Something that the webhook is to be told of.
    void happen(const std::string& name) {
        const auto changed = founder.patch(
            "/organization",
            {
                {"name", name}
        }
        );
        REQUIRE(changed.status == 200);
    }

    Json deliveries(const std::string& filter) {
        return founder.list(
            path + "/deliveries",
            {
                {"filter", filter       },
                {"sort",   "-created_at"}
        }
        );
    }

    void end_delivery(const std::string& id, const std::string& state) {
        server.database().change([&](store::Transaction& tx) {
            tx.execute(
                "UPDATE delivery SET state = :state, detail = 'HTTP 500', attempts = 10, "
                "closed_at = created_at WHERE organization_id = :organization AND id = :id",
                {
                    {"organization", organization_id},
                    {"id",           id             },
                    {"state",        state          }
            }
            );
            return store::Outcome<bool>{.value = true, .events = {}};
        });
    }

    Json webhook;
    std::string path;
};

}  // namespace

TEST_CASE("a webhook's secret is in the answer that makes or renews it, and in no other") {
    Watched world;
    CHECK(world.webhook["secret"].get<std::string>().starts_with("whsec_"));
    CHECK(world.webhook["enabled"] == true);
    CHECK(world.webhook["failing_since"].is_null());

    const Json shown = world.founder.read(world.path);
    CHECK_FALSE(shown.contains("secret"));
    CHECK(same(shown, without(world.webhook, {"secret"})));
    const Json listed = world.founder.read("/webhooks");
    CHECK(listed["total"] == 1);
    CHECK(same(listed["items"][0], shown));

    const auto changed = world.founder.patch(
        world.path, R"({"description": "Payroll", "enabled": false, "actions": ["*"]})"_body
    );
    REQUIRE(changed.status == 200);
    CHECK_FALSE(changed.json().contains("secret"));
    CHECK(changed.json()["description"] == "Payroll");
    CHECK(changed.json()["enabled"] == false);
    CHECK(changed.json()["actions"] == Json{"*"});
    CHECK(changed.json()["url"] == good["url"]);

    const auto renewed = world.founder.patch(world.path, R"({"renew_secret": true})"_body);
    REQUIRE(renewed.status == 200);
    CHECK(renewed.json()["secret"] != world.webhook["secret"]);
    CHECK(renewed.json()["enabled"] == false);
}

TEST_CASE("a webhook made twice under one key is one webhook, and both answers have its secret") {
    World world;
    const Headers key{
        {"Idempotency-Key", "hook-1"}
    };
    const auto first = world.founder.post("/webhooks", good, key);
    const auto second = world.founder.post("/webhooks", good, key);
    CHECK(first.status == 201);
    CHECK(same(first.json(), second.json()));
    CHECK(world.founder.read("/webhooks")["total"] == 1);
}

TEST_CASE("a webhook that was deleted is gone") {
    Watched world;
    CHECK(world.founder.remove(world.path).status == 204);
    check_problem(world.founder.get(world.path), 404, "not_found");
    check_problem(world.founder.get(world.path + "/deliveries"), 404, "not_found");
    check_problem(world.founder.remove(world.path), 404, "not_found");
    CHECK(world.founder.read("/webhooks")["total"] == 0);
}

TEST_CASE("what is wrong with a webhook is told by field") {
    Watched world;
    check_invalid(world.founder.post("/webhooks", Json::object()), {"/url"});
    check_invalid(
        world.founder.post("/webhooks", R"({"url": "http://example.org/"})"_body), {"/url"}
    );
    check_invalid(
        world.founder.post("/webhooks", R"({"url": "https://x.org/", "actions": "all"})"_body),
        {"/actions"}
    );
    check_invalid(
        world.founder.post("/webhooks", R"({"url": "https://x.org/", "renew_secret": true})"_body),
        {"/renew_secret"}
    );
    check_invalid(
        world.founder.patch(world.path, R"({"actions": ["user.sneezed"]})"_body), {"/actions/0"}
    );
}

TEST_CASE("deliveries are listed by state, page by page, and one given up is sent again") {
    Watched world;
    world.happen("First");
    world.happen("Second");
    const Json queued = world.deliveries("state eq \"queued\"");
    REQUIRE(queued["total"] == 2);
    const Json newest = queued["items"][0];
    CHECK(newest["action"] == "settings.changed");
    CHECK(newest["subject"]["kind"] == "organization");
    CHECK(newest["attempts"] == 0);
    CHECK(newest["next_at"].is_string());
    CHECK(newest["closed_at"].is_null());
    CHECK(world.deliveries("state eq \"dead\"")["total"] == 0);

    const Json page = world.founder.list(
        world.path + "/deliveries",
        {
            {"limit", "1"}
    }
    );
    REQUIRE(page["next_cursor"].is_string());
    CHECK(page["items"][0]["id"] == queued["items"][1]["id"]);

    const auto id = newest["id"].get<std::string>();
    const std::string redeliver = world.path + "/deliveries/" + id + "/redeliver";
    check_problem(world.founder.post(redeliver, Json::object()), 404, "not_found");
    world.end_delivery(id, "dead");
    const Json dead = world.deliveries("state eq \"dead\"");
    REQUIRE(dead["total"] == 1);
    CHECK(dead["items"][0]["detail"] == "HTTP 500");
    CHECK(dead["items"][0]["next_at"].is_null());
    const auto again = world.founder.post(redeliver, Json::object());
    REQUIRE(again.status == 200);
    CHECK(again.json()["id"] == id);
    CHECK(again.json()["state"] == "queued");
    CHECK(again.json()["attempts"] == 0);
    CHECK(world.deliveries("state eq \"queued\"")["total"] == 2);
}

TEST_CASE("webhooks are for who may manage the settings, and of their own organization") {
    Watched world;
    for (const char* role : {"team_admin", "member"}) {
        auto other = world.as(role);
        check_problem(other.get("/webhooks"), 403, "forbidden");
        check_problem(other.post("/webhooks", good), 403, "forbidden");
        check_problem(other.get(world.path + "/deliveries"), 403, "forbidden");
    }
    auto stranger = world.server.new_admin(world.server.new_organization().organization_slug);
    check_problem(stranger.get(world.path), 404, "not_found");
    check_problem(stranger.get(world.path + "/deliveries"), 404, "not_found");
    check_problem(stranger.remove(world.path), 404, "not_found");
    CHECK(stranger.read("/webhooks")["total"] == 0);
}

}  // namespace usher::test::webhooks_test
