// The PATCH message, and adding (RFC 7644 §3.5.2, §3.5.2.1): rows H01…H11, H23…H25.
#include "tests/http/checklist/patched.hpp"

#include <catch2/catch.hpp>

namespace usher::test::patch_test {

namespace {

const Headers scim_json{
    {"Content-Type", "application/scim+json"}
};

}  // namespace

TEST_CASE("H01: a PATCH needs the PatchOp schema and at least one operation") {
    Person person;
    for (const char* text :
         {R"({"Operations": [{"op": "remove", "path": "title"}]})",
          R"({"schemas": ["urn:x"], "Operations": [{"op": "remove", "path": "title"}]})",
          R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]})",
          R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": []})",
          R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": {}})",
          R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [5]})",
          "[]"}) {
        CAPTURE(text);
        check_error(
            person.client.send("PATCH", "/scim/v2" + person.path, text, scim_json),
            400,
            "invalidSyntax"
        );
    }
    CHECK(person.client.read(person.path)["title"] == "Tour Guide");
}

TEST_CASE("H02: op is add, remove or replace in any case, and nothing else") {
    Person person;
    CHECK(person.after(R"({"op": "Replace", "path": "title", "value": "x"})"_body)["title"] == "x");
    CHECK(person.after(R"({"op": "ADD", "path": "title", "value": "y"})"_body)["title"] == "y");
    CHECK(lacks(person.after(R"({"op": "Remove", "path": "title"})"_body), "title"));
    person.refuses(R"({"op": "move", "path": "title", "value": "x"})"_body, "invalidSyntax");
    person.refuses(R"({"path": "title", "value": "x"})"_body, "invalidSyntax");
    person.refuses(R"({"op": 5, "path": "title", "value": "x"})"_body, "invalidSyntax");
}

TEST_CASE("H03: operations are applied in order, all or none") {
    Person person;
    const auto done = person.after(R"([
        {"op": "replace", "path": "title", "value": "one"},
        {"op": "remove", "path": "title"},
        {"op": "add", "path": "title", "value": "two"},
        {"op": "remove", "path": "emails"},
        {"op": "add", "path": "emails", "value": [{"value": "new@example.com"}]}])"_body);
    CHECK(done["title"] == "two");
    CHECK(pluck(done["emails"], "value") == Texts{"new@example.com"});
    person.refuses(
        R"([{"op": "replace", "path": "title", "value": "three"},
            {"op": "replace", "path": "emails[type eq \"none\"].value", "value": "x@y.org"}])"_body,
        "noTarget"
    );
    person.refuses(
        R"([{"op": "replace", "path": "title", "value": "three"},
            {"op": "add", "path": "active", "value": "perhaps"}])"_body,
        "invalidValue"
    );
}

TEST_CASE(
    "H04: PATCH of a User is 200 with it, and of a Group 204, or 200 when attributes are named"
) {
    auto client = each_directory();
    const auto person = client.create_id("/Users", user("a"));
    const auto path = "/Groups/" + client.create_id("/Groups", group("g"));
    const auto rename = R"({"op": "replace", "path": "displayName", "value": "h"})"_body;
    const auto title = R"({"op": "add", "path": "title", "value": "Cook"})"_body;
    const auto changed = client.patch("/Users/" + person, title);
    CHECK(changed.status == 200);
    CHECK(changed.header("ETag") == changed.json()["meta"]["version"]);
    const auto part = client.patch("/Users/" + person + "?attributes=title", title);
    CHECK(part.status == 200);
    CHECK_FALSE(part.json().contains("userName"));

    const auto silent = client.patch(path, rename);
    CHECK(silent.status == 204);
    CHECK(silent.body.empty());
    CHECK(silent.header("ETag") == client.read(path)["meta"]["version"]);
    const auto named = client.patch(path + "?attributes=displayName", rename);
    REQUIRE(named.status == 200);
    CHECK(named.json()["displayName"] == "h");
    CHECK(client.patch(path + "?excludedAttributes=members", rename).status == 200);
}

TEST_CASE(
    "H05: a path is an attribute or a value path with an attribute, and others are invalidPath"
) {
    Person person;
    CHECK(
        person.after(R"({"op": "replace", "path": "name.givenName", "value": "Bo"})"_body
        )["name"]["givenName"] == "Bo"
    );
    const auto done = person.after(
        R"({"op": "replace", "path": "emails[type eq \"work\"].display", "value": "W"})"_body
    );
    CHECK(done["emails"][0]["display"] == "W");
    for (const char* path :
         {"nowhere",
          "name.nowhere",
          "title.value",
          "emails[type eq \"work\"",
          "emails[type eq \"work\"].",
          "emails[type eq \"work\"].nowhere",
          ".x",
          "name..givenName",
          "title[value eq \"x\"]",
          "a b",
          " ",
          "urn:example:unknown:title"}) {
        person.refuses(
            Json{
                {"op",    "replace"},
                {"path",  path     },
                {"value", "x"      }
        },
            "invalidPath"
        );
    }
    person.refuses(R"({"op": "replace", "path": 5, "value": "x"})"_body, "invalidPath");
}

TEST_CASE("H06: a path may begin with a URN, and adding an extension attribute adds its URN") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", user("a"));
    const std::string department = std::string(enterprise_urn) + ":department";
    auto answer = client.patch(
        path,
        Json{
            {"op",    "add"     },
            {"path",  department},
            {"value", "Tours"   }
    }
    );
    REQUIRE(answer.status == 200);
    CHECK(answer.json()[enterprise_urn]["department"] == "Tours");
    CHECK(answer.json()["schemas"].dump().find(enterprise_urn) != std::string::npos);
    const std::string title = std::string(user_urn) + ":title";
    answer = client.patch(
        path,
        Json{
            {"op",    "add" },
            {"path",  title },
            {"value", "Cook"}
    }
    );
    CHECK(answer.json()["title"] == "Cook");
    answer = client.patch(
        path,
        Json{
            {"op",    "add"                 },
            {"path",  enterprise_urn        },
            {"value", {{"division", "Park"}}}
    }
    );
    CHECK(answer.json()[enterprise_urn]["division"] == "Park");
    CHECK(answer.json()[enterprise_urn]["department"] == "Tours");
    answer = client.patch(
        path,
        Json{
            {"op",   "remove"      },
            {"path", enterprise_urn}
    }
    );
    CHECK(answer.json()["schemas"].dump().find(enterprise_urn) == std::string::npos);
}

TEST_CASE("H07: add without a path merges the attributes of its value") {
    Person person;
    const auto done = person.after(R"({"op": "add", "value": {
        "title": "Cook", "name": {"givenName": "Bo"}, "emails": [{"value": "new@example.com"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"division": "Park"}}})"_body
    );
    CHECK(done["title"] == "Cook");
    CHECK(done["name"]["givenName"] == "Bo");
    CHECK(done["name"]["familyName"] == "Jensen");
    CHECK(done["emails"].size() == 3);
    CHECK(done[enterprise_urn]["division"] == "Park");
    CHECK(done[enterprise_urn]["costCenter"] == "4130");
    person.refuses(R"({"op": "add", "value": "x"})"_body, "invalidValue");
    person.refuses(R"({"op": "add"})"_body, "invalidValue");
    person.refuses(R"({"op": "add", "path": "title"})"_body, "invalidValue");
}

TEST_CASE("H08: add appends to a multi-valued attribute, and an equal value is no change") {
    Person person;
    const auto one =
        R"({"op": "add", "path": "emails", "value": {"value": "new@example.com"}})"_body;
    const auto done = person.after(one);
    CHECK(done["emails"].size() == 3);
    CHECK(same(person.after(one), done));
    const auto two = person.after(R"({"op": "add", "path": "emails", "value": [
        {"value": "babs@jensen.org", "type": "home"}, {"value": "b@x.org"}]})"_body);
    CHECK(two["emails"].size() == 4);
}

TEST_CASE("H08: add of a member that is there is no change") {
    auto client = each_directory();
    const auto first = client.create_id("/Users", user("a"));
    const auto second = client.create_id("/Users", user("b"));
    const auto path = "/Groups/" + client.create_id("/Groups", group("g", {first}));
    const auto before = client.read(path);
    CHECK(
        client
            .patch(
                path,
                Json{
                    {"op",    "add"           },
                    {"path",  "members"       },
                    {"value", members({first})}
    }
            )
            .status == 204
    );
    CHECK(same(client.read(path), before));
    CHECK(
        client
            .patch(
                path,
                Json{
                    {"op",    "add"                   },
                    {"path",  "members"               },
                    {"value", members({first, second})}
    }
            )
            .status == 204
    );
    CHECK(sorted(pluck(client.read(path)["members"], "value")) == sorted({first, second}));
}

TEST_CASE("H09: add to a complex attribute merges its sub-attributes") {
    Person person;
    const auto done = person.after(
        R"({"op": "add", "path": "name", "value": {"givenName": "Bo", "middleName": "X"}})"_body
    );
    CHECK(done["name"]["givenName"] == "Bo");
    CHECK(done["name"]["middleName"] == "X");
    CHECK(done["name"]["familyName"] == "Jensen");
}

TEST_CASE("H10: an immutable attribute can be added once") {
    auto client = each_directory();
    const auto path = "/Badges/" + client.create_id("/Badges", badge("Badge"));
    const auto set = [&](const char* op, const char* value) {
        return client.patch(
            path,
            Json{
                {"op",    op      },
                {"path",  "serial"},
                {"value", value   }
        }
        );
    };
    CHECK(set("add", "S1").status == 200);
    CHECK(client.read(path)["serial"] == "S1");
    check_error(set("add", "S2"), 400, "mutability");
    check_error(set("replace", "S2"), 400, "mutability");
    check_error(
        client.patch(path, R"({"op": "remove", "path": "serial"})"_body), 400, "mutability"
    );
    CHECK(client.read(path)["serial"] == "S1");
}

TEST_CASE("H11: a value that becomes primary takes it from the others") {
    Person person;
    const auto primaries = [](const Json& resource) {
        Texts found;
        for (const auto& email : resource.at("emails")) {
            if (email.value("primary", false)) {
                found.push_back(email["value"]);
            }
        }
        return found;
    };
    const auto added = person.after(R"({"op": "add", "path": "emails", "value": [
        {"value": "new@example.com", "primary": true}]})"_body);
    CHECK(primaries(added) == Texts{"new@example.com"});
    const auto moved = person.after(
        R"({"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true})"_body
    );
    CHECK(primaries(moved) == Texts{"babs@jensen.org"});
    person.refuses(
        R"({"op": "replace", "path": "emails", "value": [{"value": "a@b.org", "primary": true},
            {"value": "c@d.org", "primary": true}]})"_body,
        "invalidValue"
    );
}

TEST_CASE("H23: what is read-only cannot be changed, but may stand in a path-less value") {
    Person person;
    for (const char* path : {"id", "meta", "meta.created", "groups"}) {
        person.refuses(
            Json{
                {"op",    "replace"},
                {"path",  path     },
                {"value", "x"      }
        },
            "mutability"
        );
    }
    const std::string status = std::string(usher_user_urn) + ":status";
    person.refuses(
        Json{
            {"op",    "add"   },
            {"path",  status  },
            {"value", "active"}
    },
        "mutability"
    );
    Person okta("okta");
    const auto id = okta.path.substr(7);
    const auto done = okta.after(Json{
        {"op",    "replace"                      },
        {"value", {{"id", id}, {"title", "Cook"}}}
    });
    CHECK(done["title"] == "Cook");
    CHECK(done["id"] == id);
}

TEST_CASE("H24: schemas may be patched with the URN of an extension, which later operations fill") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", user("a"));
    const auto answer = client.patch(
        path,
        Json::array({
            Json{{"op", "add"},                {"path", "schemas"}, {"value", {enterprise_urn}}},
            Json{
                 {"op", "add"},
                 {"value", {{enterprise_urn, {{"department", "Tours"}}}}},
                 }
    })
    );
    REQUIRE(answer.status == 200);
    CHECK(answer.json()[enterprise_urn]["department"] == "Tours");
    CHECK(answer.json()["schemas"].dump().find(enterprise_urn) != std::string::npos);
    check_error(
        client.patch(path, R"({"op": "add", "path": "schemas", "value": ["urn:x:unknown"]})"_body),
        400,
        "invalidValue"
    );
}

TEST_CASE("H25: a PATCH that takes another's unique value is 409 uniqueness") {
    Person person;
    person.client.create("/Users", user("taken"));
    person.refuses(
        R"([{"op": "replace", "path": "title", "value": "x"},
            {"op": "replace", "path": "userName", "value": "TAKEN"}])"_body,
        "uniqueness",
        409
    );
    CHECK(
        person.after(R"({"op": "replace", "path": "userName", "value": "A"})"_body)["userName"] ==
        "A"
    );
}

}  // namespace usher::test::patch_test
