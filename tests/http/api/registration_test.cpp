// POST, PATCH and DELETE of users, and what admins do with one.
#include "tests/http/api/world.hpp"

#include <catch2/catch.hpp>

namespace usher::test::registration_test {

namespace {

Json registration(const std::string& given_name) {
    return {
        {"given_name",  given_name                                },
        {"family_name", "Jensen"                                  },
        {"emails",      Json::array({given_name + "@example.org"})}
    };
}

}  // namespace

TEST_CASE("rows 23, 24: registering makes a user who is not invited yet") {
    World world;
    const auto made = world.founder.post("/users", registration("ann"));
    REQUIRE(made.status == 201);
    const auto item = made.json();
    const auto id = item["id"].get<std::string>();
    CHECK(made.header("Location").ends_with("/api/v1/users/" + id));
    CHECK(item["status"] == "registered");
    CHECK(item["user_name"] == "ann");
    CHECK(item["source"] == "manual");
    CHECK(item["directory_id"].is_null());
    CHECK(item["warnings"] == Json{"no_group_access"});
    CHECK(same(without(item, {"warnings"}), world.founder.read("/users/" + id)));
}

TEST_CASE("rows 25, 37, 56: registering with an invitation makes a pending user in their groups") {
    World world;
    const auto team = world.tenant.client.create_id("/Groups", group("Crew"));
    auto body = registration("ann");
    body["groups"] = Json::array({
        {{"id", team}, {"role", "manager"}}
    });
    body["invite"] = {
        {"channels", {"email"}}
    };
    const auto made = world.founder.post("/users", body);
    REQUIRE(made.status == 201);
    const auto item = made.json();
    CHECK(item["status"] == "pending");
    CHECK(item["invitation"]["state"] == "open");
    CHECK(item["invitation"]["channels"] == Json{"email"});
    REQUIRE(item["groups"].size() == 1);
    CHECK(item["groups"][0]["role"] == "manager");
    CHECK(World::ids(world.founder, "/users", "status eq \"pending\"") == Texts{item["id"]});
    CHECK(std::ranges::count(item["actions"], Json("resend")) == 1);
}

TEST_CASE("what does not fit a registration is named, field by field") {
    World world;
    auto body = registration("ann");
    body["colour"] = "red";
    body["emails"] = Json::array({"no address"});
    const auto answer = world.founder.post("/users", body);
    CHECK(answer.status == 400);
    CHECK(sorted(pluck(answer.json()["errors"], "pointer")).size() == 2);
    check_invalid(
        world.founder.post(
            "/users", R"({"given_name": "x", "family_name": "y", "groups": 7})"_body
        ),
        {"/groups"}
    );
    check_invalid(
        world.founder.post(
            "/users", R"({"given_name": "x", "family_name": "y", "invite": "yes"})"_body
        ),
        {"/invite"}
    );
    CHECK(world.founder.list("/users")["total"] == 0);
}

TEST_CASE("a repeated registration under one key registers once") {
    World world;
    const Headers key{
        {"Idempotency-Key", "form-1"}
    };
    const auto first = world.founder.post("/users", registration("ann"), key);
    const auto second = world.founder.post("/users", registration("ann"), key);
    CHECK(second.status == 201);
    CHECK(second.body == first.body);
    CHECK(second.header("Location") == first.header("Location"));
    CHECK(world.founder.list("/users")["total"] == 1);
    check_problem(world.founder.post("/users", registration("bob"), key), 409, "conflict");
}

TEST_CASE("fields that are sent change, at the version that was read") {
    World world;
    const auto made = world.founder.post("/users", registration("ann"));
    const auto path = "/users/" + made.json()["id"].get<std::string>();
    const auto changed = world.founder.patch(
        path,
        R"({"title": "Pilot", "tags": ["night"]})"_body,
        {
            {"If-Match", made.header("ETag")}
    }
    );
    REQUIRE(changed.status == 200);
    CHECK(changed.json()["title"] == "Pilot");
    CHECK(changed.json()["given_name"] == "ann");
    CHECK(changed.json()["version"] == 2);
    check_problem(
        world.founder.patch(
            path,
            R"({"title": "Cook"})"_body,
            {
                {"If-Match", made.header("ETag")}
    }
        ),
        409,
        "conflict"
    );
    const auto cleared = world.founder.patch(path, R"({"title": null})"_body);
    CHECK(cleared.json()["title"].is_null());
}

TEST_CASE("row 93: a user is paused, woken up and deleted") {
    World world;
    const auto made = world.founder.post("/users", registration("ann")).json();
    const auto path = "/users/" + made["id"].get<std::string>();
    CHECK(world.founder.post(path + "/deactivate", Json::object()).json()["status"] == "inactive");
    CHECK(world.founder.send("POST", "/api/v1" + path + "/activate").status == 200);
    CHECK(world.founder.read(path)["status"] == "registered");
    CHECK(world.founder.remove(path).status == 204);
    check_problem(world.founder.get(path), 404, "not_found");
    check_problem(world.founder.remove(path), 404, "not_found");
}

TEST_CASE("a deleted user is restored with the same id") {
    World world;
    const auto made = world.founder.post("/users", registration("ann")).json();
    const auto path = "/users/" + made["id"].get<std::string>();
    check_problem(world.founder.post(path + "/restore", Json::object()), 409, "conflict");
    CHECK(world.founder.remove(path).status == 204);
    const auto restored = world.founder.post(path + "/restore", Json::object());
    REQUIRE(restored.status == 200);
    CHECK(restored.json()["id"] == made["id"]);
    CHECK(restored.json()["user_name"] == "ann");
    CHECK(
        world.founder.list(
            "/users",
            {
                {"deleted", "true"}
    }
        )["total"] == 0
    );
    CHECK(world.founder.get(path).status == 200);
}

TEST_CASE("rows 79, 80: an admin fills a profile in, and only returns one that was submitted") {
    World world;
    const auto made = world.founder.post("/users", registration("ann")).json();
    const auto path = "/users/" + made["id"].get<std::string>() + "/profile";
    check_problem(
        world.founder.post(path + "/return", R"({"reason": "no photo"})"_body), 409, "conflict"
    );
    check_invalid(world.founder.post(path + "/return", Json::object()), {"/reason"});
    const auto complete = world.founder.post(path + "/complete", R"({"title": "Pilot"})"_body);
    REQUIRE(complete.status == 200);
    CHECK(complete.json()["profile_state"] == "complete");
    CHECK(complete.json()["title"] == "Pilot");
}

TEST_CASE("row 67: availability says at once whether a name or address is taken") {
    World world;
    CHECK(world.founder.post("/users", registration("ann")).status == 201);
    const auto taken = world.founder.list(
        "/users/availability",
        {
            {"user_name", "ANN"            },
            {"email",     "Ann@Example.org"}
    }
    );
    CHECK(taken["user_name"]["free"] == false);
    CHECK_FALSE(taken["user_name"]["suggestion"].is_null());
    CHECK(taken["email"]["free"] == false);
    CHECK(taken["email"]["status"] == "registered");
    const auto free = world.founder.list(
        "/users/availability",
        {
            {"user_name", "bob"}
    }
    );
    CHECK(free["user_name"]["free"] == true);
    CHECK(free["email"].is_null());
}

}  // namespace usher::test::registration_test
