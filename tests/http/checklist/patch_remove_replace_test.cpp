// Removing and replacing (RFC 7644 §3.5.2.2, §3.5.2.3): rows H12…H22.
#include "tests/http/checklist/patched.hpp"

#include <catch2/catch.hpp>

namespace usher::test::patch_remove_replace_test {

TEST_CASE("H12: remove without a path is noTarget") {
    Person person;
    person.refuses(R"({"op": "remove"})"_body, "noTarget");
    person.refuses(R"({"op": "remove", "value": {"title": "Tour Guide"}})"_body, "noTarget");
}

TEST_CASE("H13: remove takes an attribute, all values, the selected ones, or a sub-attribute") {
    Person person;
    CHECK(lacks(person.after(R"({"op": "remove", "path": "title"})"_body), "title"));
    const auto name = person.after(R"({"op": "remove", "path": "name.middleName"})"_body)["name"];
    CHECK(lacks(name, "middleName"));
    CHECK(name["familyName"] == "Jensen");
    const auto cut =
        person.after(R"({"op": "remove", "path": "addresses[type eq \"work\"].region"})"_body
        )["addresses"];
    CHECK(pluck(cut, "region") == Texts{"CA"});
    CHECK(cut.size() == 2);
    const auto emails = person.after(
        R"({"op": "remove", "path": "emails[type eq \"work\" and value ew \".com\"]"})"_body
    )["emails"];
    CHECK(pluck(emails, "value") == Texts{"babs@jensen.org"});
    CHECK(lacks(person.after(R"({"op": "remove", "path": "phoneNumbers"})"_body), "phoneNumbers"));
}

TEST_CASE("H13: remove takes the selected members, or all of them") {
    Team team;
    CHECK(
        team.after(Json{
            {"op",   "remove"         },
            {"path", team.selection(1)}
    }) == sorted({team.ids[0], team.ids[2]})
    );
    CHECK(team.after(R"({"op": "remove", "path": "members"})"_body).empty());
}

TEST_CASE("H14: removing the last value leaves the attribute unassigned") {
    Person person;
    const auto done = person.after(R"([
        {"op": "remove", "path": "emails[type eq \"work\"]"},
        {"op": "remove", "path": "emails[type eq \"home\"]"}])"_body);
    CHECK(lacks(done, "emails"));
    CHECK(person.client.find("/Users", "emails pr", "userName").empty());
    Team team;
    Json all = Json::array();
    for (std::size_t index = 0; index < team.ids.size(); ++index) {
        all.push_back(Json{
            {"op",   "remove"             },
            {"path", team.selection(index)}
        });
    }
    CHECK(team.after(all).empty());
}

TEST_CASE("H15: what is required or read-only cannot be removed") {
    Person person;
    for (const char* path : {"userName", "id", "meta", "groups"}) {
        person.refuses(
            Json{
                {"op",   "remove"},
                {"path", path    }
        },
            "mutability"
        );
    }
    Team team;
    check_error(
        team.client.patch(team.path, R"({"op": "remove", "path": "displayName"})"_body),
        400,
        "mutability"
    );
}

TEST_CASE("H16: removing a member that is not there succeeds and changes nothing") {
    Team team;
    const auto stranger = team.client.create_id("/Users", user("stranger"));
    const auto before = team.client.read(team.path);
    for (const auto& id : {stranger, std::string("nobody")}) {
        CHECK(
            team.after(Json{
                           {"op",   "remove"                          },
                           {"path", "members[value eq \"" + id + "\"]"}
        }
            ).size() == 3
        );
    }
    CHECK(same(team.client.read(team.path), before));
}

TEST_CASE("H17: replace without a path replaces the named attributes, and an absent one is added") {
    Person person;
    const auto done = person.after(R"({"op": "replace", "value": {
        "title": "Cook", "emails": [{"value": "only@example.com"}], "active": false}})"_body);
    CHECK(done["title"] == "Cook");
    CHECK(done["active"] == false);
    CHECK(pluck(done["emails"], "value") == Texts{"only@example.com"});
    CHECK(done["nickName"] == "Babs");
    person.after(R"({"op": "remove", "path": "title"})"_body);
    CHECK(
        person.after(R"({"op": "replace", "path": "title", "value": "New"})"_body)["title"] == "New"
    );
}

TEST_CASE("H18: replace of a complex attribute merges what it is given") {
    Person person;
    const auto done =
        person.after(R"({"op": "replace", "path": "name", "value": {"givenName": "Bo"}})"_body);
    CHECK(done["name"]["givenName"] == "Bo");
    CHECK(done["name"]["familyName"] == "Jensen");
}

TEST_CASE("H19: replace of a multi-valued attribute swaps all its values, and an empty list empties"
) {
    Person person;
    const auto done = person.after(
        R"({"op": "replace", "path": "emails", "value": [{"value": "only@example.com"}]})"_body
    );
    CHECK(pluck(done["emails"], "value") == Texts{"only@example.com"});
    CHECK(lacks(person.after(R"({"op": "replace", "path": "emails", "value": []})"_body), "emails")
    );
    Team team;
    CHECK(
        team.after(Json{
            {"op",    "replace"             },
            {"path",  "members"             },
            {"value", members({team.ids[2]})}
    }) ==
        Texts{team.ids[2]}
    );
    CHECK(team.after(R"({"op": "replace", "path": "members", "value": []})"_body).empty());
    CHECK(
        team.after(Json{
            {"op",    "replace"                       },
            {"value", {{"members", members(team.ids)}}}
    }) == sorted(team.ids)
    );
    CHECK(team.after(R"({"op": "replace", "value": {"members": []}})"_body).empty());
}

TEST_CASE("H20: replace with a selection reaches every value that matches") {
    Person person;
    const auto done = person.after(
        R"({"op": "replace", "path": "addresses[country eq \"US\"].country", "value": "UK"})"_body
    );
    CHECK(pluck(done["addresses"], "country") == Texts{"UK", "UK"});
    const auto whole = person.after(R"({"op": "replace", "path": "emails[type eq \"home\"]",
        "value": {"value": "new@home.org", "type": "home"}})"_body);
    CHECK(sorted(pluck(whole["emails"], "value")) == Texts{"bjensen@example.com", "new@home.org"});
}

TEST_CASE("H21: replace of a selection that matches nothing is noTarget, or adds it for Entra") {
    const auto change = R"({"op": "replace", "path": "phoneNumbers[type eq \"fax\"].value",
        "value": "tel:+1-555-555-9999"})"_body;
    Person person;
    person.refuses(change, "noTarget");
    person.refuses(
        R"({"op": "replace", "path": "emails[type eq \"other\"]", "value": {"value": "x"}})"_body,
        "noTarget"
    );
    Person entra("entra");
    const auto phones = entra.after(change)["phoneNumbers"];
    CHECK(phones.size() == 3);
    CHECK(same(phones[2], R"({"type": "fax", "value": "tel:+1-555-555-9999"})"_body));
}

TEST_CASE("H22: a bad filter inside a path is invalidFilter") {
    Person person;
    for (const char* path :
         {"emails[type is \"work\"]",
          "emails[nowhere eq \"x\"].value",
          "emails[type eq work]",
          "emails[]",
          "emails[primary gt true]"}) {
        person.refuses(
            Json{
                {"op",   "remove"},
                {"path", path    }
        },
            "invalidFilter"
        );
    }
}

}  // namespace usher::test::patch_remove_replace_test
