// Signing in and /me over a real socket.
#include "desk/administrators.hpp"
#include "invitation/code.hpp"
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::sign_in_test {

namespace {

const std::string tea = "green tea with lemon";

/// A member with a password, and somebody without a session.
struct Front {
    Front()
        : server(shared_server(each_database())),
          tenant(server.new_organization()),
          founder(server.new_admin(tenant.organization_slug)),
          anybody(server.port(), {}) {
        ann = tenant.client.create_id(
            "/Users",
            user(
                "ann",
                Json{
                    {"password", tea                                              },
                    {"emails",   Json::array({Json{{"value", "ann@example.org"}}})}
        }
            )
        );
        // Other cases of this program asked from the same address.
        server.clock().advance(std::chrono::minutes(2));
    }

    Answer sign_in(const std::string& login, const std::string& password) {
        return anybody.post(
            "/public/sessions",
            Json{
                {"organization", tenant.organization_slug},
                {"login",        login                   },
                {"password",     password                }
        }
        );
    }

    Answer confirm(const std::string& challenge, const std::string& code) {
        return anybody.post(
            "/public/sessions/confirm",
            Json{
                {"challenge", challenge},
                {"code",      code     }
        }
        );
    }

    /// The browser that got `answer`.
    [[nodiscard]] ApiClient browser(const Answer& answer) const {
        const std::string cookie = answer.header("Set-Cookie");
        return {
            server.port(),
            {{"Cookie", cookie.substr(0, cookie.find(';'))},
                     {"X-Usher-CSRF", answer.json()["csrf_token"].get<std::string>()}}
        };
    }

    /// What the letter sent last to this organization holds.
    std::string sent_code() {
        const auto organization =
            store::find_organization(server.database(), tenant.organization_slug).value();
        const auto challenge = server.database().read([&](store::Session& session) {
            return session
                .find(
                    "SELECT subject_id FROM delivery WHERE organization_id = :organization "
                    "AND kind = 'code' ORDER BY id DESC LIMIT 1",
                    {
                        {"organization", organization.id}
            },
                    1
                )
                .value();
        });
        return invitation::challenge_code(
                   invitation::challenge_key(base::Secret(std::string(32, 'k'))),
                   {.organization_id = organization.id, .challenge_id = challenge[0].value()}
        )
            .reveal();
    }

    TestServer& server;
    Tenant tenant;
    ApiClient founder;
    ApiClient anybody;
    std::string ann;
};

}  // namespace

TEST_CASE("a password opens a session whose cookie scripts cannot read and which CSRF guards") {
    Front front;
    const auto answer = front.sign_in("ann@example.org", tea);
    REQUIRE(answer.status == 200);
    CHECK(answer.json()["state"] == "signed_in");
    CHECK(answer.json()["user_id"] == front.ann);
    const std::string cookie = answer.header("Set-Cookie");
    CHECK(cookie.find("HttpOnly") != std::string::npos);
    CHECK(cookie.find("SameSite=Lax") != std::string::npos);
    CHECK(answer.body.find(cookie.substr(cookie.find('=') + 1, 20)) == std::string::npos);
    auto browser = front.browser(answer);
    CHECK(browser.read("/me")["id"] == front.ann);
    CHECK(browser.patch("/me", R"({"time_zone": "Europe/Madrid"})"_body).status == 200);
    ApiClient forged(front.server.port(), {browser.credentials().front()});
    check_problem(forged.patch("/me", R"({"time_zone": "Europe/Madrid"})"_body), 403, "forbidden");
}

TEST_CASE("a wrong password and an unknown person get the same answer, and then must wait") {
    Front front;
    auto wrong = front.sign_in("ann", "wrong").json();
    auto unknown = front.sign_in("nobody", "wrong").json();
    wrong.erase("request_id");
    unknown.erase("request_id");
    CHECK(wrong == unknown);
    for (int guess = 0; guess < 4; ++guess)
        check_problem(front.sign_in("ann", "wrong"), 401, "unauthorized");
    const auto refused = front.sign_in("ann", tea);
    check_problem(refused, 429, "rate_limited");
    CHECK(std::stoi(refused.header("Retry-After")) >= 1);
    front.server.clock().advance(std::chrono::seconds(2));
    CHECK(front.sign_in("ann", tea).status == 200);
}

TEST_CASE("a form of another site signs nobody in: only JSON is taken") {
    Front front;
    const auto answer = front.anybody.send(
        "POST",
        "/api/v1/public/sessions",
        "organization=x&login=ann&password=y",
        {
            {"Content-Type", "application/x-www-form-urlencoded"}
    }
    );
    check_problem(answer, 415, "unsupported_media_type");
}

TEST_CASE("row 93: deactivation by the directory ends sessions, and nobody signs in any more") {
    Front front;
    auto browser = front.browser(front.sign_in("ann", tea));
    CHECK(browser.get("/me").status == 200);
    const auto patched = front.tenant.client.patch(
        "/Users/" + front.ann, R"({"op": "replace", "path": "active", "value": false})"_body
    );
    REQUIRE(patched.status < 300);
    check_problem(browser.get("/me"), 401, "unauthorized");
    check_problem(front.sign_in("ann", tea), 403, "inactive");
}

TEST_CASE("row 90: two required factors: set-up, code, session, then the code again, once each") {
    Front front;
    REQUIRE(
        front.founder.patch("/organization", R"({"settings": {"two_factor": "required"}})"_body)
            .status == 200
    );
    const auto begun = front.sign_in("ann", tea);
    REQUIRE(begun.status == 200);
    CHECK(begun.json()["state"] == "set_up");
    CHECK(begun.header("Set-Cookie").empty());
    const auto chosen = front.anybody.post(
        "/public/sessions/factor",
        Json{
            {"challenge", begun.json()["challenge"]},
            {"factor",    "email"                  }
    }
    );
    REQUIRE(chosen.status == 200);
    const std::string challenge = chosen.json()["challenge"];
    const std::string code = front.sent_code();
    check_invalid(front.confirm(challenge, "wrong"), {"/code"});
    const auto entered = front.confirm(challenge, code);
    REQUIRE(entered.status == 200);
    CHECK(front.browser(entered).read("/me")["second_factors"][0]["factor"] == "email");
    check_problem(front.confirm(challenge, code), 401, "unauthorized");
    const auto again = front.sign_in("ann", tea);
    CHECK(again.json()["state"] == "second_factor");
    CHECK(again.json()["sent_to"] == "a…@example.org");
    const auto reset =
        front.founder.post("/users/" + front.ann + "/second-factors/reset", Json::object());
    CHECK(reset.status == 204);
    CHECK(front.sign_in("ann", tea).json()["state"] == "set_up");
}

TEST_CASE("members change their password, see their sessions and end each of them") {
    Front front;
    auto here = front.browser(front.sign_in("ann", tea));
    auto elsewhere = front.browser(front.sign_in("ann", tea));
    auto sessions = here.read("/me/sessions")["items"];
    REQUIRE(sessions.size() == 2);
    const std::size_t other = sessions[0]["current"] == true ? 1 : 0;
    const std::string id = sessions[other]["id"];
    CHECK(here.remove("/me/sessions/" + id).status == 204);
    check_problem(here.remove("/me/sessions/" + id), 404, "not_found");
    check_problem(elsewhere.get("/me"), 401, "unauthorized");
    check_invalid(
        here.post(
            "/me/password",
            Json{
                {"current_password", tea    },
                {"new_password",     "short"}
    }
        ),
        {"/new_password"}
    );
    const auto changed = here.post(
        "/me/password",
        Json{
            {"current_password", tea                   },
            {"new_password",     "black coffee and ice"}
    }
    );
    CHECK(changed.status == 204);
    CHECK(front.sign_in("ann", "black coffee and ice").status == 200);
}

TEST_CASE("a one-time link signs an admin in, once") {
    Front front;
    const desk::Office office{
        .database = front.server.database(),
        .registry = front.server.registry(),
        .clock = front.server.clock(),
        .server_key = base::Secret(std::string(32, 'k')),
        .public_url = "http://usher.example"};
    const auto created =
        desk::Administrators(office).create(front.tenant.organization_slug, "bea@example.org");
    const std::string& link = created.link.reveal();
    const Json body{
        {"secret", link.substr(link.rfind('/') + 1)}
    };
    const auto entered = front.anybody.post("/public/sign-in-links", body);
    REQUIRE(entered.status == 200);
    CHECK(front.browser(entered).read("/session")["role"] == "founder");
    check_problem(front.anybody.post("/public/sign-in-links", body), 410, "expired");
}

TEST_CASE("row 31: a phone verification answers the same for every number") {
    Front front;
    const auto ask = [&](const std::string& phone) {
        return front.anybody.post(
            "/public/phone-verifications",
            Json{
                {"organization", front.tenant.organization_slug},
                {"phone",        phone                         }
        }
        );
    };
    const auto unknown = ask("+34 600 99 99 99");
    REQUIRE(unknown.status == 202);
    const std::string token = unknown.json()["verification"];
    check_invalid(
        front.anybody.post(
            "/public/phone-verifications/" + token + "/confirm",
            Json{
                {"code", "000000"}
    }
        ),
        {"/code"}
    );
    check_invalid(ask("12"), {"/phone"});
}

TEST_CASE("one network asks for so much and no more") {
    Front front;
    int refused = 0;
    for (int asked = 0; asked < 100; ++asked) {
        const auto answer = front.anybody.post(
            "/public/sign-in-links",
            Json{
                {"secret", "AAAA"}
        }
        );
        if (answer.status == 429) ++refused;
    }
    CHECK(refused > 0);
    CHECK(refused < 100);
}

TEST_CASE("a token is no person: it has no account") {
    Front front;
    check_problem(front.founder.get("/me"), 404, "not_found");
}

}  // namespace usher::test::sign_in_test
