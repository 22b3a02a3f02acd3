// What every resource has, and how its values are held (RFC 7643 §2, §3): rows R01…R14.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::resources_test {

TEST_CASE("R01: schemas must hold the URN of the base schema, in resources and in messages") {
    auto client = each_directory();
    check_error(client.post("/Users", R"({"userName": "a"})"_body), 400, "invalidSyntax");
    check_error(
        client.post("/Users", R"({"schemas": [], "userName": "a"})"_body), 400, "invalidSyntax"
    );
    check_error(
        client.post(
            "/Users",
            Json{
                {"schemas",  {enterprise_urn}},
                {"userName", "a"             }
    }
        ),
        400,
        "invalidSyntax"
    );
    check_error(
        client.post("/Users", R"({"schemas": "x", "userName": "a"})"_body), 400, "invalidSyntax"
    );
    check_error(client.post("/Users/.search", R"({"filter": "id pr"})"_body), 400, "invalidSyntax");
    const auto made = client.create("/Users", user("a"));
    CHECK(made["schemas"][0] == user_urn);
    CHECK(
        client.list("/Users")["schemas"][0] == "urn:ietf:params:scim:api:messages:2.0:ListResponse"
    );
}

TEST_CASE("R01: dialect auto takes a body without schemas for one of the base schema") {
    auto client = each_directory("auto");
    const auto made = client.create("/Users", R"({"userName": "a"})"_body);
    CHECK(made["schemas"][0] == user_urn);
}

TEST_CASE("R02: id is made by the server, stable, unique, exact, and always returned") {
    auto client = each_directory();
    const auto made = client.create("/Users", user("a", R"({"id": "mine"})"_body));
    const auto id = made["id"].get<std::string>();
    CHECK(id != "mine");
    CHECK_FALSE(id.empty());
    CHECK(id.find("bulkId") == std::string::npos);
    CHECK(id != client.create_id("/Groups", group("g")));

    const auto path = "/Users/" + id;
    CHECK(client.put(path, user("b", R"({"id": "mine"})"_body)).json()["id"] == id);
    CHECK(client.read(path + "?attributes=userName")["id"] == id);
    CHECK(client.read(path + "?excludedAttributes=id,userName")["id"] == id);

    auto upper = id;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char letter) {
        return static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    });
    CHECK(client.find("/Users", "id eq \"" + id + "\"", "id") == Texts{id});
    CHECK(client.find("/Users", "id eq \"" + upper + "\"", "id").empty());
    check_error(client.get("/Users/" + upper), 404);
}

TEST_CASE("R03: externalId compares exactly and belongs to the directory that wrote it") {
    auto& server = shared_server(each_database());
    auto tenant = server.new_organization();
    auto& client = tenant.client;
    const auto made = client.create("/Users", user("a", R"({"externalId": "Ab1"})"_body));
    client.create("/Users", user("b", R"({"externalId": "aB1"})"_body));
    CHECK(made["externalId"] == "Ab1");
    CHECK(client.find("/Users", R"(externalId eq "Ab1")", "userName") == Texts{"a"});
    CHECK(client.find("/Users", R"(externalId eq "ab1")", "userName").empty());

    auto other = server.new_directory(tenant.organization_slug).client;
    CHECK(other.find("/Users", R"(externalId eq "Ab1")", "userName").empty());
    CHECK(other.find("/Users", R"(userName eq "a")", "userName") == Texts{"a"});
    CHECK(lacks(other.read("/Users/" + made["id"].get<std::string>()), "externalId"));
}

TEST_CASE("R04: meta is made by the server, whatever the client sends") {
    auto client = each_directory();
    const auto sent = R"({"meta": {"resourceType": "Group", "created": "1999-01-01T00:00:00Z",
        "lastModified": "1999-01-01T00:00:00Z", "location": "https://evil.example/",
        "version": "W/\"99\""}})"_body;
    const auto answer = client.post("/Users", user("a", sent));
    REQUIRE(answer.status == 201);
    const auto meta = answer.json()["meta"];
    CHECK(meta["resourceType"] == "User");
    CHECK(meta["created"].get<std::string>() > "2020");
    CHECK(meta["lastModified"] == meta["created"]);
    CHECK(meta["location"] == answer.header("Location"));
    CHECK(meta["version"] == answer.header("ETag"));
    const auto id = answer.json()["id"].get<std::string>();
    const auto replaced = client.put("/Users/" + id, user("a2", sent)).json()["meta"];
    CHECK(replaced["created"] == meta["created"]);
    CHECK(replaced["lastModified"].get<std::string>() > "2020");
    CHECK(replaced["resourceType"] == "User");
}

TEST_CASE("R05: an add that changes nothing leaves lastModified and version") {
    auto client = each_directory();
    const auto made = client.create("/Users", full_user("a"));
    const auto path = "/Users/" + made["id"].get<std::string>();
    const auto answer = client.patch(path, R"([
        {"op": "add", "path": "title", "value": "Tour Guide"},
        {"op": "add", "path": "emails", "value": [{"value": "babs@jensen.org", "type": "home"}]},
        {"op": "add", "value": {"nickName": "Babs"}}])"_body);
    CHECK((answer.status == 200 || answer.status == 204));
    CHECK(same(client.read(path), made));
}

TEST_CASE("R06: meta.location is the Location header and leads to the resource") {
    auto client = each_directory();
    const auto answer = client.post("/Users", user("a"));
    const auto location = answer.header("Location");
    CHECK(answer.json()["meta"]["location"] == location);
    const auto path = location.find("/scim/v2/");
    REQUIRE(path != std::string::npos);
    const auto read = client.send("GET", location.substr(path));
    CHECK(read.status == 200);
    CHECK(read.json()["id"] == answer.json()["id"]);
    CHECK(client.list("/Users")["Resources"][0]["meta"]["location"] == location);
}

TEST_CASE("R07: null and an empty list mean unassigned") {
    auto client = each_directory();
    const auto made = client.create(
        "/Users",
        user(
            "a",
            R"({"title": null, "emails": [], "name": {"familyName": null}, "roles": null})"_body
        )
    );
    for (const char* name : {"title", "emails", "roles"}) {
        CHECK(lacks(made, name));
    }
    const auto path = "/Users/" + made["id"].get<std::string>();
    CHECK(client.find("/Users", "title pr or emails pr or name pr", "userName").empty());
    client.put(path, full_user("a"));
    const auto emptied =
        client.put(path, user("a", R"({"emails": [], "title": null})"_body)).json();
    CHECK(lacks(emptied, "emails"));
    CHECK(lacks(emptied, "title"));
    CHECK(lacks(client.read(path), "emails"));
}

TEST_CASE("R08: attribute names and schema URNs compare without case and come back as defined") {
    auto client = each_directory();
    const auto made = client.create("/Users", R"({
        "SCHEMAS": ["URN:IETF:params:scim:schemas:core:2.0:user",
                    "urn:ietf:params:SCIM:schemas:extension:ENTERPRISE:2.0:User"],
        "USERNAME": "a", "Name": {"FAMILYNAME": "Jensen"},
        "urn:ietf:params:SCIM:schemas:extension:ENTERPRISE:2.0:User": {"DEPARTMENT": "Tours"}
    })"_body);
    CHECK(made["userName"] == "a");
    CHECK(made["name"]["familyName"] == "Jensen");
    CHECK(made[enterprise_urn]["department"] == "Tours");
    const auto path = "/Users/" + made["id"].get<std::string>();
    CHECK(
        client.patch(path, R"({"op": "replace", "path": "NAME.familyname", "value": "Jones"})"_body)
            .status < 300
    );
    CHECK(client.read(path)["name"]["familyName"] == "Jones");
    CHECK(client.find("/Users", R"(NAME.FamilyName eq "jones")", "userName") == Texts{"a"});
    CHECK(client.read(path + "?attributes=USERNAME")["userName"] == "a");
    CHECK(lacks(client.read(path + "?excludedAttributes=NAME"), "name"));
}

TEST_CASE("R09: each type takes its own JSON values and no others") {
    auto client = each_directory();
    const auto good = R"({"level": -12, "weight": 2.5, "issued": "2024-02-29T12:00:00+02:00",
        "valid": true, "issuer": "https://example.org/a", "picture": "aGVsbG8="})"_body;
    const auto made = client.create("/Badges", badge("Badge", good));
    CHECK(includes(made, good));
    CHECK(made["level"].is_number_integer());

    const auto bad = R"([{"level": 1.5}, {"level": "1"}, {"weight": "2.5"}, {"valid": "true"},
        {"valid": 1}, {"issued": "yesterday"}, {"issued": "2024-13-01T00:00:00Z"}, {"issued": 5},
        {"issuer": 5}, {"picture": "not base64!"}, {"name": 5}, {"name": ["x"]}, {"name": {"x": 1}},
        {"doors": "one"}, {"doors": [1]}])"_body;
    for (const auto& attributes : bad) {
        CAPTURE(attributes.dump());
        check_error(client.post("/Badges", badge("Badge", attributes)), 400, "invalidValue");
    }
    check_error(client.post("/Users", user("a", R"({"active": "yes"})"_body)), 400, "invalidValue");
    check_error(client.post("/Users", user("a", R"({"name": "Babs"})"_body)), 400, "invalidValue");
    check_error(
        client.post("/Users", user("a", R"({"emails": {"value": "a@b.org"}})"_body)),
        400,
        "invalidValue"
    );
}

TEST_CASE("R10: no complex attribute holds another one") {
    auto client = each_directory();
    const auto list = client.list("/Schemas");
    for (const auto& schema : list["Resources"]) {
        if (schema["id"].get<std::string>().ends_with(":Schema")) {
            continue;  // the schema of schemas describes itself, subAttributes and all
        }
        for (const auto& attribute : schema["attributes"]) {
            for (const auto& inner : attribute.value("subAttributes", Json::array())) {
                CHECK(inner["type"] != "complex");
            }
        }
    }
    check_error(
        client.post("/Users", user("a", R"({"name": {"familyName": {"first": "x"}}})"_body)),
        400,
        "invalidValue"
    );
}

TEST_CASE("R11: at most one value of an attribute is primary") {
    auto client = each_directory();
    const auto twice = R"({"emails": [{"value": "a@b.org", "primary": true},
                                      {"value": "c@d.org", "primary": true}]})"_body;
    check_error(client.post("/Users", user("a", twice)), 400, "invalidValue");
    const auto id = client.create_id("/Users", user("a"));
    check_error(client.put("/Users/" + id, user("a", twice)), 400, "invalidValue");
}

TEST_CASE("R12: the same value of the same type is not returned twice") {
    auto client = each_directory();
    const auto answer = client.post("/Users", user("a", R"({"emails": [
        {"value": "a@b.org", "type": "work"}, {"value": "a@b.org", "type": "work"},
        {"value": "a@b.org", "type": "home"}]})"_body));
    if (answer.status == 201) {
        CHECK(answer.json()["emails"].size() == 2);
    } else {
        check_error(answer, 400, "invalidValue");
    }
}

TEST_CASE("R13: an extension lives under its URN, which schemas lists exactly when it is there") {
    auto client = each_directory();
    const auto listed = [](const Json& resource) {
        const auto& schemas = resource.at("schemas");
        return std::find(schemas.begin(), schemas.end(), Json(enterprise_urn)) != schemas.end();
    };
    const auto bare = client.create(
        "/Users",
        Json{
            {"schemas",  {user_urn, enterprise_urn}},
            {"userName", "bare"                    }
    }
    );
    CHECK_FALSE(listed(bare));
    CHECK_FALSE(bare.contains(enterprise_urn));

    const auto made = client.create("/Users", full_user("full"));
    CHECK(listed(made));
    CHECK(made[enterprise_urn]["costCenter"] == "4130");
    const auto path = "/Users/" + made["id"].get<std::string>();
    CHECK(
        client
            .patch(
                path,
                Json{
                    {"op",   "remove"      },
                    {"path", enterprise_urn}
    }
            )
            .status < 300
    );
    const auto stripped = client.read(path);
    CHECK_FALSE(listed(stripped));
    CHECK_FALSE(stripped.contains(enterprise_urn));
    CHECK(stripped["displayName"] == "Babs Jensen");
}

TEST_CASE("R14: a required extension that is missing is refused") {
    auto client = each_directory();
    check_error(
        client.post(
            "/Badges",
            Json{
                {"schemas", {badge_urn}},
                {"name",    "x"        }
    }
        ),
        400,
        "invalidValue"
    );
    const auto made = client.create("/Badges", badge("Badge"));
    CHECK(made[badge_owner_urn]["owner"] == "Bo");
    check_error(
        client.put(
            "/Badges/" + made["id"].get<std::string>(),
            Json{
                {"schemas", {badge_urn}},
                {"name",    "x"        }
    }
        ),
        400,
        "invalidValue"
    );
}

}  // namespace usher::test::resources_test
