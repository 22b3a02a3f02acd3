// The core schemas and the enterprise extension (RFC 7643 §4), and /Me: rows U01…U08, M01.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::user_schema_test {

TEST_CASE("U01: userName is required, not empty, and unique whatever its case") {
    auto client = each_directory();
    check_error(
        client.post(
            "/Users",
            Json{
                {"schemas", {user_urn}}
    }
        ),
        400,
        "invalidValue"
    );
    check_error(client.post("/Users", user("")), 400, "invalidValue");
    client.create("/Users", user("Zoë Weiß"));
    check_error(client.post("/Users", user("zoë weiß")), 409, "uniqueness");
    check_error(client.post("/Users", user("ZOË WEIß")), 409, "uniqueness");
    check_error(client.post("/Users", user("Zoe\u0308 Weiß")), 409, "uniqueness");
    CHECK(client.list("/Users")["totalResults"] == 1);
}

TEST_CASE("U02: every singular attribute of a User comes back as sent") {
    auto client = each_directory();
    const auto sent = full_user("bjensen");
    const auto made = client.create("/Users", sent);
    const auto read = client.read("/Users/" + made["id"].get<std::string>());
    for (const char* name :
         {"userName",
          "externalId",
          "name",
          "displayName",
          "nickName",
          "profileUrl",
          "title",
          "userType",
          "preferredLanguage",
          "locale",
          "timezone",
          "active"}) {
        CAPTURE(name);
        CHECK(same(made.value(name, Json()), sent.at(name)));
        CHECK(same(read.value(name, Json()), sent.at(name)));
    }
}

TEST_CASE("U03: every multi-valued attribute of a User comes back as sent") {
    auto client = each_directory();
    const auto sent = full_user("bjensen");
    const auto made = client.create("/Users", sent);
    const auto read = client.read("/Users/" + made["id"].get<std::string>());
    for (const char* name :
         {"emails",
          "addresses",
          "phoneNumbers",
          "ims",
          "photos",
          "entitlements",
          "roles",
          "x509Certificates"}) {
        CAPTURE(name);
        CHECK(includes(made.value(name, Json()), sent.at(name)));
        CHECK(includes(read.value(name, Json()), sent.at(name)));
    }
}

TEST_CASE("U04: a password is kept as a hash and shown nowhere") {
    constexpr const char* password = "t1meMa$heen-9f2c";
    constexpr const char* second = "0ther-Pa55word-77";
    auto& server = shared_server(each_database());
    auto client = server.new_organization().client;
    const auto hidden = [&](const Answer& answer) {
        return answer.body.find("ssword") == std::string::npos &&
               answer.body.find(password) == std::string::npos &&
               answer.body.find(second) == std::string::npos;
    };
    const auto made = client.post(
        "/Users",
        user(
            "a",
            Json{
                {"password", password}
    }
        )
    );
    REQUIRE(made.status == 201);
    CHECK(hidden(made));
    const auto path = "/Users/" + made.json()["id"].get<std::string>();
    CHECK(hidden(client.get(path)));
    CHECK(hidden(client.get(path + "?attributes=password,userName")));
    CHECK(hidden(client.get("/Users?attributes=password")));
    const auto changed = client.patch(
        path,
        Json{
            {"op",    "replace" },
            {"path",  "password"},
            {"value", second    }
    }
    );
    CHECK(changed.status < 300);
    CHECK(hidden(changed));
    CHECK(hidden(client.put(
        path,
        user(
            "a",
            Json{
                {"password", password}
    }
        )
    )));

    const auto log = server.log();
    CHECK(log.find(password) == std::string::npos);
    CHECK(log.find(second) == std::string::npos);
    const auto stored = server.database().read([&](store::Session& session) {
        return session.select(
            "SELECT r.document, c.password_hash FROM resource r JOIN credential c"
            " ON c.organization_id = r.organization_id AND c.user_id = r.id WHERE r.id = :id",
            {
                {"id", made.json()["id"].get<std::string>()}
        },
            2
        );
    });
    REQUIRE(stored.size() == 1);
    CHECK(stored[0][0]->find("assword") == std::string::npos);
    CHECK(stored[0][1]->starts_with("$y$"));
}

TEST_CASE("U05: groups of a User follow from the memberships, direct and indirect") {
    auto client = each_directory();
    const auto made =
        client.create("/Users", user("a", R"({"groups": [{"value": "invented"}]})"_body));
    CHECK(lacks(made, "groups"));
    const auto id = made["id"].get<std::string>();
    const auto team = client.create_id("/Groups", group("team", {id}));
    const auto chat = client.create_id("/Groups", group("chat", {team}));
    const auto groups = client.read("/Users/" + id).at("groups");
    REQUIRE(groups.size() == 2);
    for (const auto& entry : groups) {
        const bool direct = entry["value"] == team;
        CHECK((direct || entry["value"] == chat));
        CHECK(entry["type"] == (direct ? "direct" : "indirect"));
        CHECK(entry["display"] == (direct ? "team" : "chat"));
        CHECK(entry["$ref"].get<std::string>().ends_with(
            "/Groups/" + entry["value"].get<std::string>()
        ));
    }
    const auto change = client.patch(
        "/Users/" + id, R"({"op": "add", "path": "groups", "value": [{"value": "x"}]})"_body
    );
    check_error(change, 400, "mutability");
    client.remove("/Groups/" + team);
    CHECK(lacks(client.read("/Users/" + id), "groups"));
}

TEST_CASE("U06: a Group needs a displayName and has Users and Groups as members") {
    auto client = each_directory();
    check_error(
        client.post(
            "/Groups",
            Json{
                {"schemas", {group_urn}}
    }
        ),
        400,
        "invalidValue"
    );
    const auto person = client.create_id("/Users", user("a", R"({"displayName": "Ada"})"_body));
    const auto team = client.create_id("/Groups", group("team"));
    const auto made = client.create("/Groups", group("all", {person, team}));
    REQUIRE(made["members"].size() == 2);
    for (const auto& member : made["members"]) {
        const bool is_person = member["value"] == person;
        CHECK(member["type"] == (is_person ? "User" : "Group"));
        CHECK(member["display"] == (is_person ? "Ada" : "team"));
        CHECK(member["$ref"].get<std::string>().ends_with(
            (is_person ? "/Users/" : "/Groups/") + member["value"].get<std::string>()
        ));
    }
    const auto path = "/Groups/" + made["id"].get<std::string>();
    CHECK(same(client.read(path)["members"], made["members"]));
    const auto change = client.patch(
        path,
        Json{
            {"op",    "replace"                                   },
            {"path",  "members[value eq \"" + person + "\"].value"},
            {"value", team                                        },
    }
    );
    check_error(change, 400, "mutability");
}

TEST_CASE("U06: members that do not exist are refused and named") {
    auto client = each_directory();
    const std::string nobody = "018f0000-0000-7000-8000-000000000001";
    const auto refused = client.post("/Groups", group("g", {nobody}));
    check_error(refused, 400, "invalidValue");
    CHECK(refused.json()["detail"].get<std::string>().find(nobody) != std::string::npos);
    CHECK(client.list("/Groups")["totalResults"] == 0);
    const auto id = client.create_id("/Groups", group("g"));
    const auto change = client.patch(
        "/Groups/" + id,
        Json{
            {"op",    "add"            },
            {"path",  "members"        },
            {"value", members({nobody})}
    }
    );
    check_error(change, 400, "invalidValue");
    CHECK(lacks(client.read("/Groups/" + id), "members"));
}

TEST_CASE("U07: the enterprise extension comes back as sent, with the manager resolved") {
    auto client = each_directory();
    const auto boss = client.create_id("/Users", user("boss", R"({"displayName": "Boss"})"_body));
    auto sent = full_user("bjensen");
    sent[enterprise_urn]["manager"] = Json{
        {"value",       boss      },
        {"displayName", "Invented"}
    };
    const auto made = client.create("/Users", sent)[enterprise_urn];
    CHECK(includes(made, full_user("bjensen")[enterprise_urn]));
    CHECK(made["manager"]["value"] == boss);
    CHECK(made["manager"].value("displayName", "") != "Invented");
    CHECK(
        client.find(
            "/Users", std::string(enterprise_urn) + ":manager.value eq \"" + boss + "\"", "userName"
        ) == Texts{"bjensen"}
    );
}

TEST_CASE("U08: deleting a User takes it out of its groups and out of manager references") {
    auto client = each_directory();
    const auto boss = client.create_id("/Users", user("boss"));
    const auto other = client.create_id("/Users", user("other"));
    const Json reports{
        {enterprise_urn, {{"manager", {{"value", boss}}}, {"department", "Tours"}}}
    };
    const auto report = client.create_id("/Users", user("report", reports));
    const auto team = client.create_id("/Groups", group("team", {boss, other}));
    const auto before = client.read("/Groups/" + team)["meta"]["version"];

    CHECK(client.remove("/Users/" + boss).status == 204);
    const auto left = client.read("/Groups/" + team);
    CHECK(pluck(left["members"], "value") == Texts{other});
    CHECK(left["meta"]["version"] != before);
    const auto extension = client.read("/Users/" + report)[enterprise_urn];
    CHECK(lacks(extension, "manager"));
    CHECK(extension["department"] == "Tours");
}

TEST_CASE("M01: a directory's token is no User, so that Me is 501") {
    auto client = each_directory();
    check_error(client.get("/Me"), 501);
    check_error(client.post("/Me", user("a")), 501);
    check_error(client.put("/Me", user("a")), 501);
    check_error(client.patch("/Me", R"({"op": "remove", "path": "title"})"_body), 501);
    check_error(client.remove("/Me"), 501);
}

}  // namespace usher::test::user_schema_test
