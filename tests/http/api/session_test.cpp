// The console's session: a cookie, and the header that proves that a page of ours sent the request.
#include "store/access.hpp"
#include "store/people.hpp"
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::session_test {

namespace {

/// A member of an organization with a role there.
struct Member {
    explicit Member(const std::string& role)
        : server(shared_server(each_database())), tenant(server.new_organization()) {
        user_id = tenant.client.create_id("/Users", user("ann"));
        const auto organization =
            store::find_organization(server.database(), tenant.organization_slug);
        server.database().change([&](store::Transaction& tx) {
            store::Person person;
            person.user_id = user_id;
            person.organization_role = role;
            store::store_person(tx, organization->id, person);
            return store::Outcome<bool>{.value = true, .events = {}};
        });
    }

    TestServer& server;
    Tenant tenant;
    std::string user_id;
};

Headers without_csrf(const ApiClient& client) {
    return {client.credentials().front()};
}

}  // namespace

TEST_CASE("a session says who asks, and gives the page its token") {
    Member member("account_admin");
    auto ann = member.server.signed_in(member.tenant.organization_slug, member.user_id);
    const auto session = ann.read("/session");
    CHECK(
        session["actor"] ==
        Json{
            {"kind", "user"        },
            {"id",   member.user_id}
    }
    );
    CHECK(session["role"] == "account_admin");
    CHECK(session["csrf_token"] == ann.credentials()[1].second);
    CHECK(ann.patch("/organization", R"({"name": "Acme"})"_body).status == 200);
}

TEST_CASE("a token's caller has a role and no CSRF token") {
    Member member("member");
    auto token = member.server.new_admin(member.tenant.organization_slug, "team_admin");
    const auto session = token.read("/session");
    CHECK(session["actor"]["kind"] == "token");
    CHECK(session["role"] == "team_admin");
    CHECK(session["permissions"] == Json{"users.register", "users.invite"});
    CHECK(session["csrf_token"].is_null());
}

TEST_CASE("a session without its CSRF token reads and changes nothing") {
    Member member("founder");
    const auto ann = member.server.signed_in(member.tenant.organization_slug, member.user_id);
    ApiClient forged(member.server.port(), without_csrf(ann));
    CHECK(forged.get("/organization").status == 200);
    check_problem(forged.patch("/organization", R"({"name": "Stolen"})"_body), 403, "forbidden");
    check_problem(
        forged.patch(
            "/organization",
            R"({"name": "Stolen"})"_body,
            {
                {"X-Usher-CSRF", "AAAA"}
    }
        ),
        403,
        "forbidden"
    );
    CHECK(forged.read("/organization")["name"] == "Test");
}

TEST_CASE("a member's role is what the call needs, whatever the session was opened with") {
    Member member("member");
    auto ann = member.server.signed_in(member.tenant.organization_slug, member.user_id);
    CHECK(ann.get("/session").status == 200);
    check_problem(ann.get("/organization"), 403, "forbidden");
}

TEST_CASE("a session is over when its user signs out, or is deactivated, or it expires") {
    Member member("account_admin");
    auto ann = member.server.signed_in(member.tenant.organization_slug, member.user_id);
    const auto out = ann.remove("/session");
    CHECK(out.status == 204);
    CHECK(out.header("Set-Cookie").find("Max-Age=0") != std::string::npos);
    check_problem(ann.get("/session"), 401, "unauthorized");

    auto again = member.server.signed_in(member.tenant.organization_slug, member.user_id);
    CHECK(again.get("/organization").status == 200);
    member.tenant.client.patch(
        "/Users/" + member.user_id, R"({"op": "replace", "path": "active", "value": false})"_body
    );
    CHECK(again.get("/organization").status >= 401);
}

TEST_CASE("a session that has expired is nobody's") {
    Member member("founder");
    auto ann = member.server.signed_in(member.tenant.organization_slug, member.user_id);
    member.server.clock().advance(std::chrono::hours(2));
    check_problem(ann.get("/session"), 401, "unauthorized");
    member.server.clock().advance(-std::chrono::hours(2));
}

TEST_CASE("a wrong token is not made good by a session beside it") {
    Member member("founder");
    const auto ann = member.server.signed_in(member.tenant.organization_slug, member.user_id);
    auto both = ann.credentials();
    both.emplace_back("Authorization", "Bearer bm9ib2R5");
    ApiClient client(member.server.port(), both);
    check_problem(client.get("/session"), 401, "unauthorized");
}

}  // namespace usher::test::session_test
