#include "tests/scim/patching.hpp"
#include "usher/scim/messages.hpp"

#include <catch2/catch.hpp>

using namespace usher::scim;
using namespace usher::test;

namespace {

std::optional<ScimType> user_refusal(const std::string& operations) {
    return refusal(user_type(), babs(), operations);
}

Json user_after(const std::string& operations) {
    return patched(user_type(), babs(), operations);
}

/// Many members, as a group that was read for PATCH would hold them.
Json group_of(std::size_t count) {
    Json group =
        json(R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "All"})"
        );
    for (std::size_t i = 0; i < count; ++i)
        group["members"].push_back(Json::object({
            {"value", "id-" + std::to_string(i)}
        }));
    return group;
}

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

TEST_CASE("H12: remove needs a path") {
    CHECK(user_refusal(R"([{"op": "remove"}])") == ScimType::no_target);
    CHECK(user_refusal(R"([{"op": "remove", "value": {"title": "x"}}])") == ScimType::no_target);
}

TEST_CASE("H13, H14: remove takes an attribute, selected values, or a part of them") {
    CHECK_FALSE(user_after(R"([{"op": "remove", "path": "externalId"}])").contains("externalId"));
    CHECK_FALSE(user_after(R"([{"op": "remove", "path": "emails"}])").contains("emails"));
    CHECK_FALSE(
        user_after(R"([{"op": "remove", "path": "name.givenName"}])")["name"].contains("givenName")
    );
    const Json rest = user_after(
        R"([{"op": "remove", "path": "emails[type eq \"work\" and value ew \"example.com\"]"}])"
    );
    CHECK(rest["emails"] == json(R"([{"value": "babs@jensen.org", "type": "home"}])"));
    const Json untyped = user_after(R"([{"op": "remove", "path": "emails[type pr].type"}])");
    CHECK_FALSE(untyped["emails"][0].contains("type"));
    CHECK_FALSE(untyped["emails"][1].contains("type"));
    CHECK_FALSE(user_after(R"([{"op": "remove", "path": "emails[value pr]"}])").contains("emails"));
    CHECK(user_after(R"([{"op": "remove", "path": "emails[type eq \"x\"]"}])") == babs());
    CHECK(user_after(R"([{"op": "remove", "path": "title"}])") == babs());
}

TEST_CASE("EN5, H16: remove with values takes these, never all") {
    Json group = group_of(4);
    const Json less = patched(
        group_type(),
        group,
        R"([{"op": "Remove", "path": "members", "value":
            [{"$ref": null, "value": "id-1"}, {"value": "nobody"}, "id-3"]}])"
    );
    CHECK(less["members"] == json(R"([{"value": "id-0"}, {"value": "id-2"}])"));
    CHECK(
        patched(group_type(), group, R"([{"op": "remove", "path": "members", "value": []}])") ==
        group
    );
    CHECK(
        patched(
            group_type(), group, R"([{"op": "remove", "path": "members[value eq \"nobody\"]"}])"
        ) == group
    );
    CHECK(user_after(R"([{"op": "remove", "path": "emails", "value":
            [{"value": "babs@jensen.org", "type": "work"}]}])") == babs());
}

TEST_CASE("H15: required and readOnly attributes are not removed") {
    CHECK(user_refusal(R"([{"op": "remove", "path": "userName"}])") == ScimType::mutability);
    CHECK(
        user_refusal(R"([{"op": "replace", "path": "userName", "value": ""}])") ==
        ScimType::mutability
    );
    CHECK(user_refusal(R"([{"op": "remove", "path": "groups"}])") == ScimType::mutability);
    CHECK(user_refusal(R"([{"op": "remove", "path": "meta.created"}])") == ScimType::mutability);
    CHECK(user_refusal(R"([{"op": "remove", "path": "id"}])") == ScimType::mutability);
}

TEST_CASE("H17: replace without a path, and of what is absent, sets it") {
    const Json result = user_after(R"([{"op": "replace", "value": {"active": false}},
                                       {"op": "replace", "path": "title", "value": "Boss"},
                                       {"op": "replace", "path": "name.middleName", "value": "J"}])"
    );
    CHECK(result["active"] == false);
    CHECK(result["title"] == "Boss");
    CHECK(result["name"]["middleName"] == "J");
    CHECK(result["emails"] == babs()["emails"]);
}

TEST_CASE("H19: replace swaps all values, and [] empties") {
    const Json one =
        user_after(R"([{"op": "replace", "path": "emails", "value": [{"value": "c@x.org"}]}])");
    CHECK(one["emails"] == json(R"([{"value": "c@x.org"}])"));
    for (const char* nothing : {"[]", "null"})
        CHECK_FALSE(user_after(
                        R"([{"op": "replace", "path": "emails", "value": )" + std::string(nothing) +
                        "}]"
        )
                        .contains("emails"));
    CHECK_FALSE(user_after(R"([{"op": "replace", "value": {"emails": []}}])").contains("emails"));
    CHECK(user_after(R"([{"op": "add", "path": "emails", "value": []}])") == babs());
}

TEST_CASE("H20: replace with a selection changes every value that matches") {
    const Json typed =
        user_after(R"([{"op": "replace", "path": "emails[value pr].type", "value": "other"}])");
    CHECK(typed["emails"][0]["type"] == "other");
    CHECK(typed["emails"][1]["type"] == "other");
    const Json merged = user_after(
        R"([{"op": "replace", "path": "emails[type eq \"work\"]", "value": {"value": "c@x.org"}}])"
    );
    CHECK(merged["emails"][0] == json(R"({"value": "c@x.org", "type": "work", "primary": true})"));
    const Json tags = user_after(
        R"([{"op": "add", "path": ")" + usher_urn + R"(:tags", "value": ["a", "b"]},
            {"op": "replace", "path": ")" +
        usher_urn + R"(:tags[value eq \"a\"]", "value": "c"}])"
    );
    CHECK(tags[usher_urn]["tags"] == json(R"(["c", "b"])"));
}

TEST_CASE("H21: replace with a selection that matches nothing is noTarget") {
    CHECK(
        user_refusal(
            R"([{"op": "replace", "path": "emails[type eq \"x\"].value", "value": "c@x.org"}])"
        ) == ScimType::no_target
    );
    CHECK(
        user_refusal(R"([{"op": "replace", "path": "roles[type eq \"x\"]", "value": {}}])") ==
        ScimType::no_target
    );
}

TEST_CASE("EN7: add with an equality selection makes the value that it describes") {
    const Json result = user_after(
        R"([{"op": "add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+1"},
            {"op": "add", "path": "addresses[type eq \"work\"].formatted", "value": "Here"},
            {"op": "add", "path": "addresses[type eq \"work\"].locality", "value": "There"},
            {"op": "add", "path": "roles[type eq \"a\" and primary eq true]", "value":
                {"value": "admin"}}])"
    );
    CHECK(result["phoneNumbers"] == json(R"([{"type": "mobile", "value": "+1"}])"));
    CHECK(
        result["addresses"] ==
        json(R"([{"type": "work", "formatted": "Here", "locality": "There"}])")
    );
    CHECK(result["roles"] == json(R"([{"type": "a", "primary": true, "value": "admin"}])"));
    CHECK(
        user_refusal(R"([{"op": "add", "path": "roles[type sw \"a\"].value", "value": "x"}])") ==
        ScimType::no_target
    );
    CHECK(
        user_refusal(
            R"([{"op": "add", "path": "roles[type eq \"a\" or type eq \"b\"].value", "value": "x"}])"
        ) == ScimType::no_target
    );
    CHECK(
        user_after(R"([{"op": "add", "path": "roles[type eq \"a\"].value", "value": null}])") ==
        babs()
    );
}

TEST_CASE("H22: a bad filter in a path is invalidFilter") {
    CHECK(
        user_refusal(R"([{"op": "remove", "path": "emails[type zz \"work\"]"}])") ==
        ScimType::invalid_filter
    );
    CHECK(
        user_refusal(R"([{"op": "remove", "path": "emails[nothing eq \"work\"]"}])") ==
        ScimType::invalid_filter
    );
    CHECK(
        user_refusal(R"([{"op": "remove", "path": "emails[primary eq \"True\"]"}])") ==
        ScimType::invalid_filter
    );
}

TEST_CASE("H23, OK7: readOnly attributes are refused in paths and ignored among other attributes") {
    CHECK(
        user_refusal(R"([{"op": "replace", "path": "id", "value": "7"}])") == ScimType::mutability
    );
    CHECK(
        user_refusal(R"([{"op": "add", "path": "groups", "value": [{"value": "7"}]}])") ==
        ScimType::mutability
    );
    CHECK(
        user_refusal(
            R"([{"op": "replace", "path": ")" + enterprise_urn +
            R"(:manager.displayName", "value": "x"}])"
        ) == ScimType::mutability
    );
    const Json result = user_after(
        R"([{"op": "replace", "value": {"id": "7", "meta": {"version": "1"}, "groups": [],
            "title": "Boss"}},
            {"op": "add", "path": ")" +
        enterprise_urn + R"(:manager", "value":
                {"value": "26", "displayName": "ignored"}}])"
    );
    CHECK(result["title"] == "Boss");
    CHECK_FALSE(result.contains("id"));
    CHECK(result[enterprise_urn]["manager"] == json(R"({"value": "26"})"));
}

TEST_CASE("H24: schemas may be named; taking an extension's URN takes its attributes") {
    const std::string urn = "\"" + enterprise_urn + "\"";
    CHECK(user_after(R"([{"op": "add", "path": "schemas", "value": [)" + urn + "]}]") == babs());
    CHECK(user_after(R"([{"op": "replace", "value": {"schemas": [)" + urn + "]}}]") == babs());
    CHECK(
        user_refusal(R"([{"op": "add", "path": "schemas", "value": ["urn:other"]}])") ==
        ScimType::invalid_value
    );
    CHECK(user_refusal(R"([{"op": "remove", "path": "schemas"}])") == ScimType::mutability);
    const Json with = user_after(
        R"([{"op": "add", "path": ")" + enterprise_urn + R"(:division", "value": "x"}])"
    );
    CHECK(
        patched(
            user_type(), with, R"([{"op": "remove", "path": "schemas", "value": [)" + urn + "]}]"
        ) == babs()
    );
}

TEST_CASE("A complex value that a PATCH leaves without its required part is refused") {
    const Json badge = json(R"({"schemas": ["urn:example:Badge"], "owner": {"value": "1"}})");
    CHECK(
        patched(
            badge_type(), badge, R"([{"op": "add", "path": "owner", "value": {"note": "n"}}])"
        )["owner"] == json(R"({"value": "1", "note": "n"})")
    );
    CHECK(
        refusal(
            badge_type(),
            badge,
            R"([{"op": "add", "path": "owner.note", "value": "n"},
                {"op": "remove", "path": "owner.value"}])"
        ) == ScimType::invalid_value
    );
}

TEST_CASE("H08: members are one and the same by value, whatever else is said about them") {
    const Json group = group_of(2);
    CHECK(
        patched(
            group_type(),
            group,
            R"([{"op": "add", "path": "members", "value":
                [{"value": "id-1", "type": "User", "$ref": "../Users/id-1"}]}])"
        ) == group
    );
    const Json swapped = patched(
        group_type(),
        group,
        R"([{"op": "replace", "path": "members", "value":
            [{"value": "id-1"}, {"value": "id-7"}, {"value": "id-7", "type": "User"}]}])"
    );
    CHECK(swapped["members"] == json(R"([{"value": "id-1"}, {"value": "id-7"}])"));
    CHECK(
        patched(group_type(), group, R"([{"op": "replace", "value": {"displayName": "All"}}])") ==
        group
    );
}

TEST_CASE("OK7: removing and adding members in one PATCH ends with both done") {
    const Json result = patched(
        group_type(),
        group_of(3),
        R"([{"op": "remove", "path": "members[value eq \"id-0\"]"},
            {"op": "add", "path": "members", "value": [{"value": "id-9"}]},
            {"op": "replace", "value": {"id": "g", "displayName": "New"}}])"
    );
    CHECK(result["displayName"] == "New");
    CHECK(
        result["members"] == json(R"([{"value": "id-1"}, {"value": "id-2"}, {"value": "id-9"}])")
    );
}

TEST_CASE("Ten thousand values join ten thousand others, at once and one by one") {
    Json group = group_of(10'000);
    Json value = Json::array();
    Json operations = Json::array();
    for (std::size_t i = 5'000; i < 15'000; ++i) {
        const Json member = Json::object({
            {"value", "id-" + std::to_string(i)}
        });
        value.push_back(member);
        operations.push_back(Json::object({
            {"op",    "add"                },
            {"path",  "members"            },
            {"value", Json::array({member})}
        }));
    }
    const Json at_once = Json::array({
        Json::object({{"op", "add"}, {"path", "members"}, {"value", std::move(value)}}
        )
    });
    CHECK(patched(group_type(), group, to_text(at_once))["members"].size() == 15'000);
    CHECK(patched(group_type(), group, to_text(operations))["members"].size() == 15'000);
}

TEST_CASE("A PATCH that would compare too many values is refused, not worked on for minutes") {
    std::string operations = "[";
    for (int i = 0; i < 401; ++i)
        operations += R"({"op": "remove", "path": "members[value eq \"nobody\"]"},)";
    operations.back() = ']';
    try {
        (void)patched(group_type(), group_of(10'000), operations);
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.status() == 413);
    }
}
