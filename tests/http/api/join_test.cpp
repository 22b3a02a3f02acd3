// Asking to be invited, and joining by an invitation, over a real socket.
#include "invitation/code.hpp"
#include "store/challenges.hpp"
#include "tests/http/api/world.hpp"

#include <catch2/catch.hpp>

namespace usher::test::join_test {

namespace {

const std::string tea = "green tea with lemon";

/// Somebody outside, before a browser.
struct Outside : World {
    Outside() : anybody(server.port(), {}) {
        // Other cases of this program asked from the same address.
        server.clock().advance(std::chrono::minutes(2));
    }

    void set(const Json& settings) {
        REQUIRE(
            founder
                .patch(
                    "/organization",
                    Json{
                        {"settings", settings}
        }
                )
                .status == 200
        );
    }

    /// The secret of a new invitation's link.
    std::string invite(const std::string& email) {
        Json body;
        body["recipients"] = Json::array({Json{{"email", email}}});
        body["channels"] = Json::array({"link"});
        const auto answer = founder.post("/invitations", body);
        REQUIRE(answer.status == 200);
        const auto link = answer.json()["sent"][0]["link"].get<std::string>();
        return link.substr(link.rfind('/') + 1);
    }

    Answer ask(const std::string& email) {
        Json body;
        body["email"] = email;
        return anybody.post("/public/organizations/" + slug + "/invitation-requests", body);
    }

    static Json form() {
        Json body;
        body["given_name"] = "Ann";
        body["family_name"] = "Jensen";
        body["mobile"] = "+34600123456";
        body["password"] = tea;
        return body;
    }

    Answer accept(const std::string& secret, const Json& body) {
        return anybody.post("/public/invitations/" + secret + "/accept", body);
    }

    Json requests(const std::string& state) {
        return founder.list(
            "/invitation-requests",
            {
                {"filter", "state eq \"" + state + "\""}
        }
        )["items"];
    }

    ApiClient anybody;
};

}  // namespace

TEST_CASE(
    "rows 43, 44: a request is answered alike for a stranger, a member, an invitee and a second try"
) {
    Outside world;
    world.set(Json{
        {"requests_enabled", true}
    });
    world.tenant.client.create_id(
        "/Users", user("ann", R"({"emails": [{"value": "ann@example.org"}]})"_body)
    );
    (void)world.invite("bob@example.org");
    const auto stranger = world.ask("cid@example.org");
    CHECK(stranger.status == 202);
    for (const char* known : {"ann@example.org", "bob@example.org", "CID@example.org"}) {
        const auto answer = world.ask(known);
        CHECK(answer.status == 202);
        CHECK(answer.body == stranger.body);
    }
    const Json pending = world.requests("pending");
    REQUIRE(pending.size() == 1);
    CHECK(pending[0]["email"] == "cid@example.org");
    CHECK(pending[0]["repeats"] == 1);
}

TEST_CASE(
    "row 43: a request is refused where the organization takes none, and for what is no address"
) {
    Outside world;
    check_problem(world.ask("ann@example.org"), 403, "requests_disabled");
    world.set(Json{
        {"requests_enabled", true}
    });
    check_invalid(world.ask("ann at example"), {"/email"});
    Json body;
    body["email"] = "ann@example.org";
    check_problem(
        world.anybody.post("/public/organizations/nobody-here/invitation-requests", body),
        404,
        "not_found"
    );
}

TEST_CASE(
    "rows 46, 47: a request is reconciled in the moment in which the directory brings the person"
) {
    Outside world;
    world.set(Json{
        {"requests_enabled", true}
    });
    CHECK(world.ask("Ann@Example.org").status == 202);
    const auto id = world.tenant.client.create_id(
        "/Users", user("ann", R"({"emails": [{"value": "ann@example.org"}]})"_body)
    );
    CHECK(world.requests("pending").empty());
    const Json reconciled = world.requests("reconciled");
    REQUIRE(reconciled.size() == 1);
    CHECK(reconciled[0]["via"] == "scim");
    CHECK(reconciled[0]["user_id"] == id);
    const auto late = world.founder.post(
        "/invitation-requests/" + reconciled[0]["id"].get<std::string>() + "/approve",
        Json::object()
    );
    check_problem(late, 409, "already_member");
}

TEST_CASE(
    "rows 35, 39, 41, 58: looking at an invitation many times does not use it up, accepting does, "
    "once"
) {
    Outside world;
    const auto secret = world.invite("ann@example.org");
    for (int time = 0; time < 20; ++time) {
        const auto seen = world.anybody.get("/public/invitations/" + secret);
        REQUIRE(seen.status == 200);
        CHECK(seen.json()["email"] == "ann@example.org");
        CHECK(seen.json()["steps"] == Json::array({"details", "password"}));
    }
    const auto joined = world.accept(secret, Outside::form());
    REQUIRE(joined.status == 200);
    CHECK(joined.json()["state"] == "signed_in");
    CHECK(joined.header("Set-Cookie").find("HttpOnly") != std::string::npos);
    const auto user = world.founder.read("/users/" + joined.json()["user_id"].get<std::string>());
    CHECK(user["status"] == "active");
    CHECK(user["given_name"] == "Ann");
    CHECK(user["emails"][0]["value"] == "ann@example.org");
    check_problem(world.accept(secret, Outside::form()), 410, "accepted");
    check_problem(world.anybody.get("/public/invitations/" + secret), 410, "accepted");
}

TEST_CASE("rows 89, 91: what is wrong with the form is told by field, and the invitation stays open"
) {
    Outside world;
    const auto secret = world.invite("ann@example.org");
    world.set(Json{
        {"terms_version", "2"}
    });
    Json form = Outside::form();
    form["family_name"] = "";
    check_invalid(world.accept(secret, form), {"/family_name"});
    form = Outside::form();
    check_invalid(world.accept(secret, form), {"/terms_version"});
    form["terms_version"] = "2";
    form["password"] = "password";
    check_invalid(world.accept(secret, form), {"/password"});
    form["password"] = tea;
    form["email"] = "eve@example.org";
    check_invalid(world.accept(secret, form), {"/email"});
    form.erase("email");
    CHECK(world.accept(secret, form).status == 200);
}

TEST_CASE("rows 51, 52, 60, 61: a link says why it is dead: expired, revoked, superseded or none") {
    Outside world;
    const auto expired = world.invite("ann@example.org");
    const auto revoked = world.invite("bob@example.org");
    const auto renewed = world.invite("cid@example.org");
    const auto id_of = [&](const std::string& email) {
        return world.founder
            .list(
                "/invitations",
                {
                    {"filter", "email eq \"" + email + "\""}
        }
            )["items"][0]["id"]
            .get<std::string>();
    };
    CHECK(
        world.founder.post("/invitations/" + id_of("bob@example.org") + "/revoke", Json::object())
            .status == 200
    );
    CHECK(
        world.founder.post("/invitations/" + id_of("cid@example.org") + "/link", Json::object())
            .status == 200
    );
    check_problem(world.accept(revoked, Outside::form()), 410, "revoked");
    check_problem(world.accept(renewed, Outside::form()), 410, "superseded");
    check_problem(world.accept("nothing", Outside::form()), 404, "not_found");
    world.server.clock().advance(std::chrono::hours(7 * 24));
    check_problem(world.accept(expired, Outside::form()), 410, "expired");
    const auto fresh =
        world.anybody.post("/public/invitations/" + expired + "/fresh", Json::object());
    CHECK(fresh.status == 202);
    ApiClient later = world.server.new_admin(world.slug);
    const Json open = later.list(
        "/invitations",
        {
            {"filter", R"(email eq "ann@example.org" and state eq "open")"}
    }
    )["items"];
    CHECK(open.size() == 1);
}

TEST_CASE("row 90: an organization that asks for two factors lets nobody join without one") {
    Outside world;
    world.set(Json{
        {"two_factor", "required"}
    });
    const auto secret = world.invite("ann@example.org");
    check_problem(world.accept(secret, Outside::form()), 403, "second_factor_required");
    Json wish;
    wish["factor"] = "email";
    const auto posed = world.anybody.post("/public/invitations/" + secret + "/second-factor", wish);
    REQUIRE(posed.status == 200);
    const auto token = posed.json()["challenge"].get<std::string>();
    const auto key = invitation::challenge_key(base::Secret(std::string(32, 'k')));
    const auto target = invitation::open_challenge_link(key, token);
    REQUIRE(target);
    Json form = Outside::form();
    form["two_factor"]["challenge"] = token;
    form["two_factor"]["code"] = "000000";
    check_invalid(world.accept(secret, form), {"/two_factor/code"});
    form["two_factor"]["code"] = invitation::challenge_code(key, *target).reveal();
    CHECK(world.accept(secret, form).status == 200);
}

TEST_CASE("people join only while the directory has not taken them away") {
    Outside world;
    const auto directory = world.server.new_directory(world.slug);
    const auto secret = world.invite("ann@example.org");
    const Json users = world.founder.list(
        "/users",
        {
            {"filter", "emails eq \"ann@example.org\""}
    }
    )["items"];
    REQUIRE(users.size() == 1);
    CHECK(
        world.founder
            .post("/users/" + users[0]["id"].get<std::string>() + "/deactivate", Json::object())
            .status == 200
    );
    check_problem(world.accept(secret, Outside::form()), 410, "revoked");
}

TEST_CASE("C8: a request is another person's, and names who has an address that looks like it") {
    Outside world;
    world.set(R"({"requests_enabled": true})"_body);
    const auto ann = world.tenant.client.create_id(
        "/Users", user("ann", R"({"emails": [{"value": "Ann.Oliver@example.org"}]})"_body)
    );
    REQUIRE(world.ask("annoliver+vpn@example.org").status == 202);
    REQUIRE(world.ask("bob@example.org").status == 202);
    const auto similar = [&](const std::string& email) {
        for (const Json& request : world.requests("pending")) {
            if (request["email"] == email) return request["similar"];
        }
        return Json();
    };
    CHECK(pluck(similar("annoliver+vpn@example.org"), "id") == Texts{ann});
    CHECK(similar("bob@example.org") == Json::array());

    const auto free = world.founder.read("/users/availability?email=annoliver%40example.org");
    CHECK(free["email"]["free"] == true);
    CHECK(pluck(free["email"]["similar"], "id") == Texts{ann});
    const auto taken = world.founder.read("/users/availability?email=ann.oliver%40example.org");
    CHECK(taken["email"]["free"] == false);
    CHECK(taken["email"]["similar"] == Json::array());
}

}  // namespace usher::test::join_test
