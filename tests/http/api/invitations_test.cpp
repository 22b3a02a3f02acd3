// Invitations and invitation requests as admins see and move them.
#include "desk/requests.hpp"
#include "tests/http/api/world.hpp"

#include <catch2/catch.hpp>

namespace usher::test::invitations_test {

namespace {

/// The open invitation of a new user.
Json invited(World& world, const std::string& name) {
    const auto made = world.founder.post(
        "/users",
        Json{
            {"given_name",  name                                },
            {"family_name", "Jensen"                            },
            {"emails",      Json::array({name + "@example.org"})},
            {"invite",      {{"channels", {"email", "link"}}}   }
    }
    );
    REQUIRE(made.status == 201);
    return made.json()["invitation"];
}

std::string path_of(const Json& invitation) {
    return "/invitations/" + invitation["id"].get<std::string>();
}

/// Requests that came from the sign-in page.
Texts requests_from(World& world, const Texts& names) {
    CHECK(
        world.founder.patch("/organization", R"({"settings": {"requests_enabled": true}})"_body)
            .status == 200
    );
    const base::SystemClock clock;
    const desk::Office office{
        .database = world.server.database(),
        .registry = world.server.registry(),
        .clock = clock,
        .server_key = base::Secret(std::string(32, 'k')),
        .public_url = "http://localhost"};
    desk::Requests requests(office);
    for (const auto& name : names) {
        requests.submit(
            world.slug,
            {.email = name + "@example.net", .name = name, .message = {}, .locale = {}},
            "test"
        );
    }
    return pluck(
        world.founder.list(
            "/invitation-requests",
            {
                {"sort", "email"}
    }
        )["items"],
        "id"
    );
}

}  // namespace

TEST_CASE("rows 51, 95: an invitation is shown, listed and found by its exact state") {
    World world;
    const auto invitation = invited(world, "ann");
    const auto shown = world.founder.read(path_of(invitation));
    CHECK(shown["state"] == "open");
    CHECK(shown["email"] == "ann@example.org");
    CHECK(shown["created_by"]["kind"] == "token");
    CHECK(shown["accepted_at"].is_null());
    CHECK(same(world.founder.list("/invitations")["items"], Json::array({shown})));
    CHECK(World::ids(world.founder, "/invitations", "state eq \"open\"").size() == 1);

    world.server.clock().advance(std::chrono::hours(200));
    auto founder = world.as("founder");
    CHECK(founder.read(path_of(invitation))["state"] == "expired");
    CHECK(World::ids(founder, "/invitations", "state eq \"open\"").empty());
    CHECK(World::ids(founder, "/invitations", "state eq \"expired\"").size() == 1);
    CHECK(World::ids(founder, "/users", "status eq \"expired\"").size() == 1);
    world.server.clock().advance(-std::chrono::hours(200));
}

TEST_CASE("rows 60, 72, 96: a resent invitation has a successor, a revoked one is over") {
    World world;
    const auto first = invited(world, "ann");
    const auto resent = world.founder.post(path_of(first) + "/resend", Json::object());
    REQUIRE(resent.status == 200);
    const auto second = resent.json();
    CHECK(second["state"] == "open");
    CHECK(second["predecessor_id"] == first["id"]);
    CHECK(world.founder.read(path_of(first))["state"] == "superseded");

    const auto revoked = world.founder.post(path_of(second) + "/revoke", Json::object());
    REQUIRE(revoked.status == 200);
    CHECK(revoked.json()["state"] == "revoked");
    check_problem(world.founder.post(path_of(second) + "/revoke", Json::object()), 409, "not_open");
}

TEST_CASE("row 34: a link is shown on the record, and a new one replaces it") {
    World world;
    const auto invitation = invited(world, "ann");
    const auto link = world.founder.read(path_of(invitation) + "/link")["link"];
    CHECK(link == world.founder.read(path_of(invitation) + "/link")["link"]);
    CHECK(link.get<std::string>().find("/join/") != std::string::npos);
    const auto renewed = world.founder.post(path_of(invitation) + "/link", Json::object());
    CHECK(renewed.json()["link"] != link);
    CHECK(World::ids(world.founder, "/events", "action eq \"invitation.link_shown\"").size() >= 2);
}

TEST_CASE("row 3: a team admin sees the invitations of their people only") {
    World world;
    const auto lead = world.member("lead", "team_admin");
    const auto team = world.tenant.client.create_id("/Groups", group("Crew", {lead}));
    world.set_role(team, lead, "manager");
    invited(world, "stranger");
    const auto made = world.founder.post(
        "/users",
        Json{
            {"given_name",  "mine"                           },
            {"family_name", "Jensen"                         },
            {"emails",      Json::array({"mine@example.org"})},
            {"groups",      Json::array({{{"id", team}}})    },
            {"invite",      Json::object()                   }
    }
    );
    auto client = world.server.signed_in(world.slug, lead);
    CHECK(pluck(client.list("/invitations")["items"], "email") == Texts{"mine@example.org"});
    CHECK(client.get(path_of(made.json()["invitation"])).status == 200);
}

TEST_CASE("rows 45, 49: requests are listed, approved and dismissed, once each") {
    World world;
    const auto ids = requests_from(world, {"ann", "bob"});
    REQUIRE(ids.size() == 2);
    const auto path = "/invitation-requests/" + ids[0];
    CHECK(world.founder.read(path)["state"] == "pending");
    CHECK(world.founder.read(path)["actions"].size() == 2);
    const auto approved = world.founder.post(path + "/approve", R"({"channels": ["email"]})"_body);
    REQUIRE(approved.status == 200);
    CHECK(approved.json()["state"] == "approved");
    CHECK_FALSE(approved.json()["invitation_id"].is_null());
    check_problem(world.founder.post(path + "/approve", Json::object()), 409, "not_pending");

    const auto dismissed = world.founder.post(
        "/invitation-requests/" + ids[1] + "/dismiss", R"({"reason": "unknown"})"_body
    );
    REQUIRE(dismissed.status == 200);
    CHECK(dismissed.json()["state"] == "dismissed");
    CHECK(dismissed.json()["reason"] == "unknown");
    CHECK(World::ids(world.founder, "/invitation-requests", "state eq \"pending\"").empty());
}

TEST_CASE("many requests are reviewed at once, and each is told of") {
    World world;
    auto ids = requests_from(world, {"ann", "bob", "eve"});
    REQUIRE(ids.size() == 3);
    CHECK(
        world.founder.post("/invitation-requests/" + ids[1] + "/dismiss", Json::object()).status ==
        200
    );
    const std::string nobody = "0199b9d0-0000-7000-8000-000000000000";
    const auto review = world.founder.post(
        "/invitation-requests/review",
        Json{
            {"ids",    {ids[0], ids[1], ids[2], nobody}},
            {"action", "approve"                       }
    }
    );
    REQUIRE(review.status == 200);
    CHECK(review.json()["done"] == Json{ids[0], ids[2]});
    CHECK(pluck(review.json()["failed"], "id") == Texts{ids[1], nobody});
    CHECK(pluck(review.json()["failed"], "code") == Texts{"not_pending", "not_found"});
    check_invalid(
        world.founder.post("/invitation-requests/review", R"({"ids": [], "action": "eat"})"_body),
        {"/ids", "/action"}
    );
}

}  // namespace usher::test::invitations_test
