#include "tests/scim/adapting.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace client_dialects_test {

using namespace usher::scim;
using namespace usher::test;

TEST_CASE("Dialects have names") {
    CHECK(dialect_from("auto") == Dialect::automatic);
    CHECK(dialect_from("ENTRA") == Dialect::entra);
    CHECK_FALSE(dialect_from("ldap"));
    for (const Dialect dialect :
         {Dialect::strict, Dialect::entra, Dialect::okta, Dialect::automatic})
        CHECK(dialect_from(name_of(dialect)) == dialect);
}

TEST_CASE("Every habit has a name of its own, a row and a description") {
    const auto& all = habit_descriptions();
    for (const HabitDescription& habit : all) {
        CHECK(habit.name.find('.') != std::string_view::npos);
        CHECK_FALSE(habit.row.empty());
        CHECK(habit.description.back() == '.');
        CHECK(std::count_if(all.begin(), all.end(), [&](const HabitDescription& other) {
                  return other.name == habit.name;
              }) == 1);
    }
}

TEST_CASE("Standard messages pass every dialect as they are, with no habit reported") {
    const Dialect dialect =
        GENERATE(Dialect::strict, Dialect::entra, Dialect::okta, Dialect::automatic);
    Habits habits;
    Json body = babs();
    body[enterprise_urn] = json(R"({"manager": {"value": "26"}})");
    CHECK(adapt_resource(body, user_type(), dialect, habits) == body);
    const Json message = patch_message(R"([
        {"op": "Replace", "path": "name.givenName", "value": "Babs"},
        {"op": "add", "path": "emails", "value": {"value": "x@x.org"}},
        {"op": "remove", "path": "emails[type eq \"home\"]"},
        {"op": "remove", "path": "roles", "value": ["a"]},
        {"op": "replace", "value": {"active": false,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"division": "x"}}}])");
    CHECK(adapt_patch(message, user_type(), dialect, habits) == message);
    CHECK(
        to_text(adapt_filter(
            R"(emails[type eq "work"] and active eq true)", user_type(), dialect, habits
        )) == R"(emails[type eq "work"] and active eq true)"
    );
    CHECK(habits.empty());
}

TEST_CASE("EN2, EN3: booleans spelt as strings become booleans in bodies and in PATCH") {
    const Adapted body =
        created_with(R"("active": "False", "roles": [{"value": "a", "primary": "True"}])");
    CHECK(body.result["active"] == false);
    CHECK(body.result["roles"][0]["primary"] == true);
    CHECK(body.habits == Habits{"entra.string_booleans"});

    const Adapted patch = adapted_patch(R"([
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "Add", "path": "roles", "value": [{"value": "a", "primary": "True"}]},
        {"op": "Add", "path": "roles[primary eq \"True\"].display", "value": "A"}])");
    CHECK(patch.result["active"] == false);
    CHECK(patch.result["roles"] == json(R"([{"value": "a", "primary": true, "display": "A"}])"));
    CHECK(patch.habits == Habits{"entra.string_booleans"});

    CHECK(filtered(R"(active eq "True")").text == "active eq true");
    CHECK(filtered(R"(roles[primary eq "false"])").text == "roles[primary eq false]");
    CHECK(filtered(R"(userName eq "True")").text == R"(userName eq "True")");
}

TEST_CASE("EN4: dotted and URN-qualified keys count as paths") {
    const Adapted patch = adapted_patch(R"([{"op": "replace", "value": {
        "displayName": "Babs J",
        "name.givenName": "Babs",
        "emails[type eq \"work\"].value": "new@example.com",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "7",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": "26"}}])");
    CHECK(patch.result["displayName"] == "Babs J");
    CHECK(patch.result["name"] == json(R"({"familyName": "Jensen", "givenName": "Babs"})"));
    CHECK(patch.result["emails"][0]["value"] == "new@example.com");
    CHECK(patch.result[enterprise_urn]["employeeNumber"] == "7");
    CHECK(patch.result[enterprise_urn]["manager"]["value"] == "26");
    CHECK(std::count(patch.habits.begin(), patch.habits.end(), "entra.dotted_keys") == 1);

    const Adapted body = created_with(R"("name.givenName": "Babs", "name": {"familyName": "J"},
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division": "x")");
    CHECK(body.result["name"]["givenName"] == "Babs");
    CHECK(body.result[enterprise_urn]["division"] == "x");
    CHECK(body.habits == Habits{"entra.dotted_keys"});
}

TEST_CASE("EN5: members removed by value are these members, in every dialect") {
    const Dialect dialect =
        GENERATE(Dialect::strict, Dialect::entra, Dialect::okta, Dialect::automatic);
    const Json group = json(R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "All",
        "members": [{"value": "a"}, {"value": "b"}]})");
    const auto after = [&](const std::string& value) {
        return adapted_patch(
                   R"([{"op": "Remove", "path": "members", "value": )" + value + "}]",
                   dialect,
                   group,
                   group_type()
        )
            .result;
    };
    CHECK(after(R"([{"$ref": null, "value": "a"}])")["members"] == json(R"([{"value": "b"}])"));
    CHECK(after("[]") == group);
    CHECK(after("\"\"") == group);
}

TEST_CASE("EN6: added members may have a null $ref") {
    const Adapted patch = adapted_patch(
        R"([{"op": "Add", "path": "members", "value": [{"$ref": null, "value": "a"}]}])",
        Dialect::entra,
        json(R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "G"})"),
        group_type()
    );
    CHECK(patch.result["members"] == json(R"([{"value": "a"}])"));
    CHECK(patch.habits.empty());
}

TEST_CASE("EN7: replace on an absent value creates it, and on a present one changes it") {
    const Adapted patch = adapted_patch(R"([
        {"op": "Replace", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+1"},
        {"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "c@x.org"}])");
    CHECK(patch.result["phoneNumbers"] == json(R"([{"type": "mobile", "value": "+1"}])"));
    CHECK(
        patch.result["emails"][0] ==
        json(R"({"value": "c@x.org", "type": "work", "primary": true})")
    );
    CHECK(patch.habits == Habits{"entra.replace_creates"});
    const Json group =
        json(R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "G"})");
    CHECK(
        refused([&] {
            return adapted_patch(
                       R"([{"op": "replace", "path": "members[value eq \"x\"].type", "value": "User"}])",
                       Dialect::entra,
                       group,
                       group_type()
            )
                .result;
        }) == ScimType::no_target
    );
}

TEST_CASE("EN8: a manager may be a string, a list, or without its URN") {
    for (const std::string& path : {std::string("manager"), manager_path()}) {
        for (const char* value :
             {R"("26")", R"([{"$ref": null, "value": "26"}])", R"(["26"])", R"({"value": "26"})"}) {
            const Adapted patch = adapted_patch(
                R"([{"op": "Add", "path": ")" + path + R"(", "value": )" + value + "}]"
            );
            CHECK(patch.result == managed());
        }
    }
    CHECK(
        adapted_patch(R"([{"op": "Add", "path": "manager", "value": "26"}])").habits ==
        Habits{"entra.unqualified_extension", "entra.bare_reference"}
    );
    CHECK(created_with(R"("manager": "26")").result[enterprise_urn]["manager"]["value"] == "26");
    CHECK(
        filtered(R"(id eq "1" and manager eq "26")").text ==
        R"(id eq "1" and )" + manager_path() + R"( eq "26")"
    );
}

TEST_CASE("EN8: an empty string removes the manager") {
    const Adapted patch = adapted_patch(
        R"([{"op": "Replace", "path": ")" + manager_path() + R"(", "value": ""}])",
        Dialect::entra,
        managed()
    );
    CHECK(patch.result == babs());
    CHECK(patch.habits == Habits{"entra.empty_string_removes"});
    CHECK(
        adapted_patch(
            R"([{"op": "Replace", "path": ")" + manager_path() + R"(.value", "value": ""}])",
            Dialect::entra,
            managed()
        )
            .result == babs()
    );
}

TEST_CASE("EN9: JSON text inside a value is read as the object that it spells") {
    const Adapted patch = adapted_patch(R"([{"op": "Add", "path": "roles", "value": [{"value":
        "{\"id\":\"18d1\",\"value\":\"Admin\",\"displayName\":\"Administrator\",\"x\":{}}"}]}])");
    CHECK(patch.result["roles"] == json(R"([{"value": "Admin", "display": "Administrator"}])"));
    CHECK(patch.habits == Habits{"entra.json_text"});
    const Adapted odd =
        created_with(R"("roles": [{"value": "{not json"}, {"value": "{\"value\":\"a\\u0000\"}"}])");
    CHECK(odd.result["roles"][0]["value"] == "{not json");
    CHECK(odd.result["roles"][1]["value"] == "{\"value\":\"a\\u0000\"}");
    CHECK(odd.habits.empty());
}

TEST_CASE("EN10: nulls, unknown null attributes and unknown schema URIs are dropped") {
    const Adapted body = created(R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0User",
                    "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/User"],
        "userName": "bjensen", "addresses": null, "title": null, "department": null,
        "manager": null, "somethingElse": null, "roles": [], "meta": {"resourceType": "User"},
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0User": {"department": "Tours"}})");
    CHECK(
        body.result == json(R"({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
            "userName": "bjensen",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Tours"}})"
                       )
    );
    CHECK(
        body.habits == Habits{"entra.misspelt_urn", "entra.unknown_schemas", "entra.unknown_nulls"}
    );
    CHECK(refused([] {
              return created_with(R"("somethingElse": 1)").result;
          }) == ScimType::invalid_syntax);
    const Adapted patch = adapted_patch(
        R"([{"op": "replace", "value": {"department": null, "nothing": null}},
            {"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0User:division",
             "value": "x"}])",
        Dialect::entra,
        managed()
    );
    CHECK(patch.result[enterprise_urn]["manager"]["value"] == "26");
    CHECK(patch.result[enterprise_urn]["division"] == "x");
}

}  // namespace client_dialects_test
