// Creating resources (RFC 7644 §3.3): rows C01…C06.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::create_test {

TEST_CASE("C01: POST answers 201 with Location, ETag and the resource") {
    auto client = each_directory();
    for (const auto& [endpoint, body] : {
             std::pair<std::string, Json>{"/Users",  full_user("a")},
              {"/Groups", group("g")    }
    }) {
        const auto answer = client.post(endpoint, body);
        REQUIRE(answer.status == 201);
        CHECK(answer.header("Content-Type").starts_with("application/scim+json"));
        const auto made = answer.json();
        CHECK(answer.header("Location")
                  .ends_with("/scim/v2" + endpoint + "/" + made["id"].get<std::string>()));
        CHECK(answer.header("ETag") == made["meta"]["version"]);
        CHECK(same(client.read(endpoint + "/" + made["id"].get<std::string>()), made));
    }
}

TEST_CASE("C02: read-only attributes of a POST are ignored") {
    auto client = each_directory();
    const auto made = client.create("/Users", user("a", R"({
        "id": "x", "groups": [{"value": "x"}], "meta": {"resourceType": "Group"},
        "urn:ietf:params:scim:schemas:extension:usher:2.0:User": {"status": "expired"}})"_body));
    CHECK(made["id"] != "x");
    CHECK(lacks(made, "groups"));
    CHECK(made["meta"]["resourceType"] == "User");
    CHECK(made[usher_user_urn]["status"] == "active");
}

TEST_CASE("C03: active defaults to true, and null clears the default") {
    auto client = each_directory();
    CHECK(client.create("/Users", user("defaulted"))["active"] == true);
    CHECK(client.create("/Users", user("off", R"({"active": false})"_body))["active"] == false);
    CHECK(lacks(client.create("/Users", user("cleared", R"({"active": null})"_body)), "active"));
    CHECK(client.find("/Users", "active pr", "userName") == Texts{"defaulted", "off"});
    CHECK(client.find("/Users", "active eq true", "userName") == Texts{"defaulted"});
}

TEST_CASE("C04: a second resource with a unique value is 409 uniqueness and changes nothing") {
    auto client = each_directory();
    client.create("/Users", user("Ann"));
    check_error(client.post("/Users", user("ann")), 409, "uniqueness");
    client.create("/Groups", group("Team"));
    check_error(client.post("/Groups", group("team")), 409, "uniqueness");
    CHECK(client.list("/Users")["totalResults"] == 1);
    CHECK(client.list("/Groups")["totalResults"] == 1);
}

TEST_CASE("C05: what is wrong with a body is said by scimType and named in detail") {
    auto client = each_directory();
    const Headers scim{
        {"Content-Type", "application/scim+json"}
    };
    for (const char* text : {"", "{", "[]", "nonsense", R"({"userName": "a",})", R"("text")"}) {
        CAPTURE(text);
        check_error(client.send("POST", "/scim/v2/Users", text, scim), 400, "invalidSyntax");
    }
    const auto wrong_type = client.post("/Users", user("a", R"({"title": 5})"_body));
    check_error(wrong_type, 400, "invalidValue");
    CHECK(wrong_type.json()["detail"].get<std::string>().find("title") != std::string::npos);
    const auto missing = client.post(
        "/Users",
        Json{
            {"schemas", {user_urn}}
    }
    );
    check_error(missing, 400, "invalidValue");
    CHECK(missing.json()["detail"].get<std::string>().find("userName") != std::string::npos);
    const auto unknown = client.post("/Users", user("a", R"({"shoeSize": 41})"_body));
    check_error(unknown, 400, "invalidSyntax");
    CHECK(unknown.json()["detail"].get<std::string>().find("shoeSize") != std::string::npos);
    CHECK(client.list("/Users")["totalResults"] == 0);
}

TEST_CASE("C06: POST answers with the attributes that were asked for") {
    auto client = each_directory();
    const auto few = client.create("/Users?attributes=displayName", full_user("a"));
    CHECK(few["displayName"] == "Babs Jensen");
    CHECK(few.contains("id"));
    CHECK_FALSE(few.contains("emails"));
    const auto most = client.create("/Users?excludedAttributes=emails,name", full_user("b"));
    CHECK_FALSE(most.contains("emails"));
    CHECK_FALSE(most.contains("name"));
    CHECK(most["displayName"] == "Babs Jensen");
    const auto answer = client.post("/Users?attributes=nickName", full_user("c"));
    CHECK(answer.header("Location").ends_with(answer.json()["id"].get<std::string>()));
}

}  // namespace usher::test::create_test
