#include "tests/scim/patching.hpp"
#include "usher/scim/messages.hpp"

#include <catch2/catch.hpp>

namespace patch_test {

using namespace usher::scim;
using namespace usher::test;

namespace {

std::optional<ScimType> parse_refusal(const Json& message) {
    try {
        (void)parse_patch(message, user_type());
    } catch (const Error& error) {
        return error.type();
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("H01: a PATCH needs its schema URN and at least one operation") {
    Json message = patch_message(R"([{"op": "remove", "path": "title"}])");
    CHECK_FALSE(parse_refusal(message));
    Json unnamed = message;
    unnamed["schemas"] = json(R"(["urn:other"])");
    CHECK(parse_refusal(unnamed) == ScimType::invalid_syntax);
    unnamed.erase("schemas");
    CHECK(parse_refusal(unnamed) == ScimType::invalid_syntax);
    CHECK(parse_refusal(patch_message("[]")) == ScimType::invalid_syntax);
    CHECK(parse_refusal(patch_message("{}")) == ScimType::invalid_syntax);
    CHECK(parse_refusal(json("[]")) == ScimType::invalid_syntax);
    CHECK(parse_refusal(patch_message("[7]")) == ScimType::invalid_syntax);
}

TEST_CASE("R08: names in a PATCH message count in any letter case") {
    const Json message = json(R"({
        "SCHEMAS": ["urn:ietf:params:scim:api:messages:2.0:patchop"],
        "operations": [{"Op": "replace", "Path": "USERNAME", "Value": "x"}]})");
    const Json result = apply_patch(babs(), parse_patch(message, user_type()), user_type());
    CHECK(result["userName"] == "x");
}

TEST_CASE("H02: verbs count in any letter case and other words are refused") {
    CHECK(
        user_after(R"([{"op": "Replace", "path": "title", "value": "Boss"}])")["title"] == "Boss"
    );
    CHECK(user_after(R"([{"op": "ADD", "path": "title", "value": "Boss"}])")["title"] == "Boss");
    CHECK(user_refusal(R"([{"op": "move", "path": "title"}])") == ScimType::invalid_syntax);
    CHECK(user_refusal(R"([{"op": 1, "path": "title"}])") == ScimType::invalid_syntax);
    CHECK(user_refusal(R"([{"path": "title", "value": "x"}])") == ScimType::invalid_syntax);
}

TEST_CASE("H03: operations act in order, each on the result of the one before") {
    const Json result = user_after(R"([
        {"op": "add", "path": "nickName", "value": "a"},
        {"op": "remove", "path": "nickName"},
        {"op": "add", "path": "nickName", "value": "b"},
        {"op": "replace", "path": "emails[type eq \"home\"].type", "value": "other"},
        {"op": "remove", "path": "emails[type eq \"other\"]"}])");
    CHECK(result["nickName"] == "b");
    CHECK(result["emails"].size() == 1);
}

TEST_CASE("H05: malformed and unknown paths are invalidPath") {
    CHECK(user_refusal(R"([{"op": "remove", "path": "no such"}])") == ScimType::invalid_path);
    CHECK(user_refusal(R"([{"op": "remove", "path": ""}])") == ScimType::invalid_path);
    CHECK(user_refusal(R"([{"op": "remove", "path": "nothing"}])") == ScimType::invalid_path);
    CHECK(user_refusal(R"([{"op": "remove", "path": "name.nothing"}])") == ScimType::invalid_path);
    CHECK(user_refusal(R"([{"op": "remove", "path": 4}])") == ScimType::invalid_path);
    CHECK(
        user_refusal(R"([{"op": "remove", "path": "title[value eq \"x\"]"}])") ==
        ScimType::invalid_path
    );
    CHECK(
        user_refusal(R"([{"op": "add", "path": "manager", "value": {"value": "1"}}])") ==
        ScimType::invalid_path
    );
}

TEST_CASE("H06: an extension's attribute brings its URN into schemas, and takes it away") {
    const std::string path = enterprise_urn + ":employeeNumber";
    const Json with = user_after(R"([{"op": "add", "path": ")" + path + R"(", "value": "7"}])");
    CHECK(with["schemas"] == Json::array({user_urn, enterprise_urn}));
    CHECK(with[enterprise_urn]["employeeNumber"] == "7");
    const Json without =
        patched(user_type(), with, R"([{"op": "remove", "path": ")" + path + "\"}]");
    CHECK(without == babs());
}

TEST_CASE("H06: a path that is a whole schema means its attributes") {
    const Json with = user_after(
        R"([{"op": "add", "path": ")" + enterprise_urn +
        R"(", "value": {"department": "Tours", "manager": {"value": "26"}}}])"
    );
    CHECK(with[enterprise_urn]["manager"]["value"] == "26");
    CHECK(
        patched(user_type(), with, R"([{"op": "remove", "path": ")" + enterprise_urn + "\"}]") ==
        babs()
    );
    const Json named = user_after(
        R"([{"op": "replace", "path": ")" + user_urn + R"(", "value": {"title": "Boss"}}])"
    );
    CHECK(named["title"] == "Boss");
}

TEST_CASE("H07: without a path the value's attributes are added one by one") {
    const Json result = user_after(
        R"([{"op": "add", "value": {
            "emails": [{"value": "new@jensen.org", "type": "other"}],
            "nickname": "Babs",
            "name": {"middleName": "Jane"},
            ")" +
        enterprise_urn + R"(": {"department": "Tours"},
            ")" +
        enterprise_urn + R"(:division": "Parks"}}])"
    );
    CHECK(result["emails"].size() == 3);
    CHECK(result["nickName"] == "Babs");
    CHECK(result["name"]["familyName"] == "Jensen");
    CHECK(result["name"]["middleName"] == "Jane");
    CHECK(result[enterprise_urn] == json(R"({"department": "Tours", "division": "Parks"})"));
}

TEST_CASE("H07: what is no object of known attributes is refused") {
    CHECK(user_refusal(R"([{"op": "add", "value": "x"}])") == ScimType::invalid_value);
    CHECK(user_refusal(R"([{"op": "add"}])") == ScimType::invalid_value);
    CHECK(user_refusal(R"([{"op": "add", "path": "title"}])") == ScimType::invalid_value);
    CHECK(user_refusal(R"([{"op": "add", "value": {"x": 1}}])") == ScimType::invalid_syntax);
    CHECK(
        user_refusal(R"([{"op": "add", "value": {"name.givenName": "x"}}])") ==
        ScimType::invalid_syntax
    );
    CHECK(user_refusal(R"([{"op": "add", "value": {"name": "x"}}])") == ScimType::invalid_value);
    CHECK(
        user_refusal(R"([{"op": "add", "value": {"name": {"x": "x"}}}])") ==
        ScimType::invalid_syntax
    );
    CHECK(
        user_refusal(R"([{"op": "add", "path": "title", "value": 5}])") == ScimType::invalid_value
    );
    CHECK(
        user_refusal(R"([{"op": "replace", "path": "active", "value": "False"}])") ==
        ScimType::invalid_value
    );
}

TEST_CASE("H08, R05: adding what is there already changes nothing") {
    CHECK(user_after(R"([{"op": "add", "path": "userName", "value": "bjensen"}])") == babs());
    CHECK(user_after(R"([{"op": "add", "path": "emails", "value":
            [{"type": "home", "value": "babs@jensen.org"}]}])") == babs());
    CHECK(user_after(R"([{"op": "remove", "path": "userName"},
                       {"op": "add", "path": "userName", "value": "bjensen"}])") == babs());
}

TEST_CASE("H08: one value may be added by itself, several as a list, equal ones once") {
    const Json one =
        user_after(R"([{"op": "add", "path": "emails", "value": {"value": "c@jensen.org"}}])");
    CHECK(one["emails"].size() == 3);
    const Json several = user_after(
        R"([{"op": "add", "path": "emails", "value":
            [{"value": "c@jensen.org"}, {"value": "C@jensen.org"}, {"value": "d@jensen.org"}]}])"
    );
    CHECK(several["emails"].size() == 4);
    const std::string tags = usher_urn + ":tags";
    const Json tagged = user_after(
        R"([{"op": "add", "path": ")" + tags + R"(", "value": ["a", "b"]},
            {"op": "add", "path": ")" +
        tags + R"(", "value": "b"},
            {"op": "add", "path": ")" +
        tags + R"(", "value": "c"}])"
    );
    CHECK(tagged[usher_urn]["tags"] == json(R"(["a", "b", "c"])"));
}

TEST_CASE("R12: adding a known value with more about it merges into it") {
    const Json result = user_after(
        R"([{"op": "add", "path": "emails", "value":
            [{"type": "home", "value": "babs@jensen.org", "display": "Babs"}]}])"
    );
    CHECK(result["emails"].size() == 2);
    CHECK(result["emails"][1]["display"] == "Babs");
}

TEST_CASE("H09, H18: add and replace merge a complex attribute and leave its other parts") {
    for (const std::string verb : {"add", "replace"}) {
        const Json result = user_after(
            R"([{"op": ")" + verb +
            R"(", "path": "name", "value": {"GIVENNAME": "Babs", "familyName": null}}])"
        );
        CHECK(result["name"] == json(R"({"givenName": "Babs"})"));
        CHECK(user_after(R"([{"op": ")" + verb + R"(", "path": "name", "value": {}}])") == babs());
    }
}

TEST_CASE("H10, H23: an immutable attribute is set once") {
    const Json badge = json(R"({"schemas": ["urn:example:Badge"]})");
    const Json set = patched(
        badge_type(),
        badge,
        R"([{"op": "add", "path": "serial", "value": "1"},
            {"op": "add", "path": "codes", "value": ["a", "b"]}])"
    );
    CHECK(set["serial"] == "1");
    for (const char* operations :
         {R"([{"op": "add", "path": "serial", "value": "2"}])",
          R"([{"op": "replace", "path": "serial", "value": "2"}])",
          R"([{"op": "remove", "path": "serial"}])",
          R"([{"op": "replace", "value": {"serial": "2"}}])",
          R"([{"op": "add", "path": "codes", "value": ["c"]}])",
          R"([{"op": "remove", "path": "codes[value eq \"a\"]"}])"})
        CHECK(refusal(badge_type(), set, operations) == ScimType::mutability);
    CHECK(patched(badge_type(), set, R"([{"op": "add", "path": "serial", "value": "1"}])") == set);
}

TEST_CASE("H10: an immutable part of a list's value is set with it and never after") {
    const Json badge = json(R"({"schemas": ["urn:example:Badge"], "parts": [{"value": "a"}]})");
    CHECK(
        refusal(
            badge_type(),
            badge,
            R"([{"op": "replace", "path": "parts[value eq \"a\"].value", "value": "b"}])"
        ) == ScimType::mutability
    );
    const Json noted = patched(
        badge_type(),
        badge,
        R"([{"op": "replace", "path": "parts[value eq \"a\"].note", "value": "n"},
            {"op": "add", "path": "parts[value eq \"a\"].labels", "value": ["x"]},
            {"op": "add", "path": "parts[value eq \"a\"].labels", "value": ["x", "y"]},
            {"op": "replace", "path": "parts", "value": [{"value": "z"}, {"value": "a"}]}])"
    );
    CHECK(noted["parts"] == json(R"([{"value": "z"}, {"value": "a"}])"));
}

TEST_CASE("H11: a new primary value makes the others false") {
    const Json added = user_after(
        R"([{"op": "add", "path": "emails", "value": [{"value": "c@x.org", "primary": true}]}])"
    );
    CHECK(added["emails"][0]["primary"] == false);
    CHECK_FALSE(added["emails"][1].contains("primary"));
    CHECK(added["emails"][2]["primary"] == true);

    const Json selected = user_after(
        R"([{"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true}])"
    );
    CHECK(selected["emails"][0]["primary"] == false);
    CHECK(selected["emails"][1]["primary"] == true);

    CHECK(
        user_refusal(R"([{"op": "add", "path": "emails", "value":
            [{"value": "c@x.org", "primary": true}, {"value": "d@x.org", "primary": true}]}])") ==
        ScimType::invalid_value
    );
}

}  // namespace patch_test
