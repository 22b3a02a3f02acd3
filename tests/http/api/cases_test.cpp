// /cases and /reconciliation over the admin API.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::cases_test {

namespace {

/// Two records with one address, from one directory, and the case that this opened.
struct Twins {
    Twins()
        : server(shared_server(each_database())),
          tenant(server.new_organization()),
          founder(server.new_admin(tenant.organization_slug)) {
        const Json address = R"({"emails": [{"value": "ada@example.org"}]})"_body;
        first = tenant.client.create_id("/Users", user("ada", address));
        second = tenant.client.create_id("/Users", user("ada.l", address));
        const auto open = founder.list(
            "/cases",
            {
                {"filter", "state eq \"open\""}
        }
        );
        REQUIRE(open["total"] == 1);
        id = open["items"][0]["id"];
    }

    TestServer& server;
    Tenant tenant;
    ApiClient founder;
    std::string first;
    std::string second;
    std::string id;
};

}  // namespace

TEST_CASE("a case shows both people, the evidence and what can be done") {
    Twins twins;
    const Json shown = twins.founder.read("/cases/" + twins.id);
    CHECK(shown["kind"] == "possible_duplicate");
    CHECK(shown["user"]["id"] == twins.second);
    CHECK(shown["user"]["display_name"] == "ada.l");
    CHECK(shown["other_user"]["id"] == twins.first);
    CHECK(shown["evidence"]["email"] == "ada@example.org");
    CHECK(shown["actions"] == Json{"link", "reject"});
}

TEST_CASE("a case is linked, and parted again") {
    Twins twins;
    const auto linked = twins.founder.post(
        "/cases/" + twins.id + "/link",
        Json{
            {"keep", twins.first}
    }
    );
    CHECK(linked.status == 200);
    CHECK(linked.json()["state"] == "linked");
    CHECK(linked.json()["actions"] == Json::array({"undo"}));
    CHECK(twins.tenant.client.get("/Users/" + twins.second).status == 404);
    const auto undone = twins.founder.post("/cases/" + twins.id + "/undo", Json::object());
    CHECK(undone.status == 200);
    CHECK(undone.json()["state"] == "open");
    CHECK(twins.tenant.client.get("/Users/" + twins.second).status == 200);
}

TEST_CASE("a case is decided once") {
    Twins twins;
    const std::string reject = "/cases/" + twins.id + "/reject";
    CHECK(twins.founder.post(reject, Json::object()).json()["state"] == "rejected");
    check_problem(twins.founder.post(reject, Json::object()), 409, "conflict");
    check_problem(
        twins.founder.post(
            "/cases/" + twins.id + "/link",
            Json{
                {"keep", twins.first}
    }
        ),
        409,
        "conflict"
    );
    check_invalid(twins.founder.post("/cases/" + twins.id + "/link", Json::object()), {"/keep"});
}

TEST_CASE("cases are for reviewers of their own organization") {
    Twins twins;
    auto team_admin = twins.server.new_admin(twins.tenant.organization_slug, "team_admin");
    check_problem(team_admin.get("/cases"), 403, "forbidden");
    auto stranger = twins.server.new_admin(twins.server.new_organization().organization_slug);
    check_problem(stranger.get("/cases/" + twins.id), 404, "not_found");
    CHECK(stranger.list("/cases")["total"] == 0);
}

TEST_CASE("a healthy organization has nothing to reconcile over the API either") {
    Twins twins;
    for (const bool dry_run : {true, false}) {
        const auto answer = twins.founder.post(
            "/reconciliation",
            Json{
                {"dry_run", dry_run}
        }
        );
        CHECK(answer.status == 200);
        CHECK(answer.json()["violations"] == Json::array());
        CHECK(answer.json()["requests_reconciled"] == 0);
    }
    auto team_admin = twins.server.new_admin(twins.tenant.organization_slug, "team_admin");
    check_problem(team_admin.post("/reconciliation", Json::object()), 403, "forbidden");
}

}  // namespace usher::test::cases_test
