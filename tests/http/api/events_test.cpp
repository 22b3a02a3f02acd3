// GET /events, and through it what every list does with its query.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::events_test {

namespace {

/// An organization in which a directory has made some users.
struct Trail {
    explicit Trail(int users = 0)
        : server(shared_server(each_database())),
          tenant(server.new_organization()),
          founder(server.new_admin(tenant.organization_slug)) {
        for (int count = 0; count < users; ++count)
            user_ids.push_back(
                tenant.client.create_id("/Users", user("user-" + std::to_string(count)))
            );
    }

    TestServer& server;
    Tenant tenant;
    ApiClient founder;
    Texts user_ids;
};

}  // namespace

TEST_CASE("the audit trail tells who did what to whom, oldest first") {
    Trail trail(1);
    const auto events = trail.founder.list("/events");
    CHECK(events["next_cursor"].is_null());
    CHECK(events["total"] == events["items"].size());
    CHECK(events["items"][0]["action"] == "organization.created");
    const auto registered = trail.founder.list(
        "/events",
        {
            {"filter", "action eq \"user.registered\""}
    }
    );
    REQUIRE(registered["total"] == 1);
    const auto& event = registered["items"][0];
    CHECK(event["actor"]["kind"] == "directory");
    CHECK(event["actor"]["id"] == trail.tenant.directory_id);
    CHECK(event["actor"]["name"] == "Test");
    CHECK(
        event["subject"] ==
        Json{
            {"kind", "user"           },
            {"id",   trail.user_ids[0]}
    }
    );
    CHECK(event["data"].is_object());
    CHECK_FALSE(event["request_id"].get<std::string>().empty());
    CHECK(event["at"].get<std::string>().ends_with("Z"));
}

TEST_CASE("a list is read page by page with its cursor, and the total stays") {
    Trail trail(12);
    const auto all = trail.founder.list(
        "/events",
        {
            {"sort",  "-at"},
            {"limit", "500"}
    }
    );
    Texts ids;
    std::vector<std::pair<std::string, std::string>> parameters{
        {"sort",  "-at"},
        {"limit", "5"  }
    };
    for (;;) {
        const auto page = trail.founder.list("/events", parameters);
        CHECK(page["total"] == all["total"]);
        CHECK(page["items"].size() <= 5);
        for (const auto& id : pluck(page["items"], "id"))
            ids.push_back(id);
        if (page["next_cursor"].is_null()) break;
        parameters = {
            {"sort",   "-at"                                 },
            {"limit",  "5"                                   },
            {"cursor", page["next_cursor"].get<std::string>()}
        };
    }
    CHECK(ids == pluck(all["items"], "id"));
    CHECK(std::is_sorted(ids.rbegin(), ids.rend()));
}

TEST_CASE("a cursor is good for its query and its caller only") {
    Trail trail(3);
    const auto cursor = trail.founder
                            .list(
                                "/events",
                                {
                                    {"limit", "1"}
    }
                            )["next_cursor"]
                            .get<std::string>();
    const auto with = [&](ApiClient& client, const std::string& more, const std::string& text) {
        return client.get("/events?cursor=" + percent_encoded(text) + more);
    };
    CHECK(with(trail.founder, "", cursor).status == 200);
    check_invalid(with(trail.founder, "&sort=-at", cursor), {"cursor"});
    check_invalid(with(trail.founder, "&filter=action%20pr", cursor), {"cursor"});
    check_invalid(with(trail.founder, "", cursor.substr(1)), {"cursor"});
    check_invalid(with(trail.founder, "", "x"), {"cursor"});
    auto another = trail.server.new_admin(trail.tenant.organization_slug);
    check_invalid(with(another, "", cursor), {"cursor"});
}

TEST_CASE("a list names the part of its query that does not fit") {
    Trail trail;
    for (const auto& [query, pointer] : std::vector<std::pair<std::string, std::string>>{
             {"limit=0",                        "limit" },
             {"limit=501",                      "limit" },
             {"limit=ten",                      "limit" },
             {"sort=action",                    "sort"  },
             {"sort=colour",                    "sort"  },
             {"filter=colour%20eq%20%22red%22", "filter"},
             {"filter=action%20eq",             "filter"},
             {"filter=at%20gt%20%22never%22",   "filter"},
             {"count=5",                        "count" }
    }) {
        INFO(query);
        check_invalid(trail.founder.get("/events?" + query), {pointer});
    }
}

TEST_CASE("events are filtered by each of their fields") {
    Trail trail(2);
    const auto total = [&](const std::string& filter) {
        return trail.founder
            .list(
                "/events",
                {
                    {"filter", filter}
        }
            )["total"]
            .get<int>();
    };
    const auto all = trail.founder.list("/events")["total"].get<int>();
    CHECK(total("subject.id eq \"" + trail.user_ids[0] + "\" and action sw \"user.\"") == 2);
    CHECK(total("actor.kind eq \"directory\"") + total("actor.kind ne \"directory\"") == all);
    CHECK(total("actor.id eq \"" + trail.tenant.directory_id + "\"") > 0);
    CHECK(total("subject.kind eq \"organization\"") == 1);
    CHECK(total("at gt \"2020-01-01T00:00:00Z\"") == all);
    CHECK(total("at gt \"2120-01-01T00:00:00Z\"") == 0);
    CHECK(total("request_id pr") < all);
}

TEST_CASE("the trail of one organization is not another's") {
    Trail trail(2);
    Trail other;
    const auto filter = "subject.id eq \"" + trail.user_ids[0] + "\"";
    CHECK(
        other.founder.list(
            "/events",
            {
                {"filter", filter}
    }
        )["total"] == 0
    );
}

TEST_CASE("the trail needs the permission to read it") {
    Trail trail;
    auto team_admin = trail.server.new_admin(trail.tenant.organization_slug, "team_admin");
    check_problem(team_admin.get("/events"), 403, "forbidden");
}

}  // namespace usher::test::events_test
