#include "tests/scim/patching.hpp"
#include "usher/scim/messages.hpp"

#include <catch2/catch.hpp>

namespace patch_selection_test {

using namespace usher::scim;
using namespace usher::test;

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

TEST_CASE("H24: schemas may be named, and taking an extension's URN takes its attributes") {
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

}  // namespace patch_selection_test
