#include "tests/scim/adapting.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace client_habits_test {

using namespace usher::scim;
using namespace usher::test;

TEST_CASE("EN11: a filter's words may stand without quotes") {
    const AdaptedFilter filter = filtered("externalId eq jyoung");
    CHECK(filter.text == R"(externalId eq "jyoung")");
    CHECK(filter.habits == Habits{"entra.unquoted_words"});
    CHECK(filtered("active eq True").text == "active eq true");
    CHECK(refused([] {
              return filtered("externalId eq jyoung", Dialect::strict).text;
          }) == ScimType::invalid_filter);
    CHECK(refused([] {
              return filtered("externalId eq jyoung", Dialect::okta).text;
          }) == ScimType::invalid_filter);
}

TEST_CASE("EN12: a part may be named after a filter's bracket") {
    const AdaptedFilter filter = filtered(R"(emails[type eq "work"].value eq "a]. b")");
    CHECK(filter.text == R"(emails[type eq "work" and value eq "a]. b"])");
    CHECK(filter.habits == Habits{"entra.value_path_suffix"});
    CHECK(filtered(R"(userName eq "a].b")").habits.empty());
    CHECK(refused([] {
              return filtered(R"(emails[type eq "work"].value eq "a")", Dialect::strict).text;
          }) == ScimType::invalid_filter);
}

TEST_CASE("EN26: a path-less replace without members leaves them") {
    const Json group = json(R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "All",
        "members": [{"value": "a"}]})");
    const Adapted patch = adapted_patch(
        R"([{"op": "replace", "value": {"id": "g", "displayName": "Some"}}])",
        Dialect::automatic,
        group,
        group_type()
    );
    CHECK(patch.result["members"] == group["members"]);
}

TEST_CASE("OK7: id among the attributes of a path-less PATCH is dropped") {
    const Adapted patch = adapted_patch(
        R"([{"op": "replace", "value": {"id": "abf4", "title": "Boss"}}])", Dialect::okta
    );
    CHECK(patch.result["title"] == "Boss");
    CHECK(patch.habits == Habits{"okta.id_in_value"});
    CHECK(
        adapted_patch(R"([{"op": "replace", "value": {"id": "abf4"}}])", Dialect::okta).result ==
        babs()
    );
}

TEST_CASE("OneLogin: one object stands for a list of it") {
    const Adapted body =
        created_with(R"("emails": {"value": "a@x.org", "primary": true})", Dialect::automatic);
    CHECK(body.result["emails"] == json(R"([{"value": "a@x.org", "primary": true}])"));
    CHECK(body.habits == Habits{"onelogin.single_object_for_list"});
    CHECK(refused([] {
              return created_with(R"("emails": {"value": "a@x.org"})", Dialect::strict).result;
          }) == ScimType::invalid_value);
}

TEST_CASE("JumpCloud: nulls, empty lists and labels on nothing are no values") {
    const Adapted body = created_with(
        R"("emails": null, "addresses": [], "photos": [{"type": "photo", "value": null},
            {"type": "thumbnail", "value": "https://x.org/t.png"}, null])",
        Dialect::automatic
    );
    CHECK_FALSE(body.result.contains("emails"));
    CHECK(
        body.result["photos"] == json(R"([{"type": "thumbnail", "value": "https://x.org/t.png"}])")
    );
    CHECK(body.habits == Habits{"jumpcloud.null_values"});
}

TEST_CASE("SailPoint: replace of one complex attribute leaves what it does not name") {
    const Adapted patch = adapted_patch(
        R"([{"op": "replace", "path": "name", "value": {"givenName": "Babs"}}])", Dialect::strict
    );
    CHECK(patch.result["name"] == json(R"({"familyName": "Jensen", "givenName": "Babs"})"));
}

TEST_CASE("The strict dialect adapts nothing") {
    const auto strict_patch = [](const std::string& operations) {
        return refused([&] { return adapted_patch(operations, Dialect::strict).result; });
    };
    CHECK(
        strict_patch(R"([{"op": "replace", "path": "active", "value": "False"}])") ==
        ScimType::invalid_value
    );
    CHECK(
        strict_patch(R"([{"op": "add", "path": "manager", "value": "26"}])") ==
        ScimType::invalid_path
    );
    CHECK(
        strict_patch(R"([{"op": "replace", "value": {"name.givenName": "x"}}])") ==
        ScimType::invalid_syntax
    );
    CHECK(
        strict_patch(R"([{"op": "replace", "path": "roles[type eq \"a\"].value", "value": "x"}])"
        ) == ScimType::no_target
    );
    CHECK(refused([] {
              return created_with(R"("department": null)", Dialect::strict).result;
          }) == ScimType::invalid_syntax);
}

TEST_CASE("A body without schemas is taken by auto alone") {
    CHECK(
        created(R"({"userName": "x"})", Dialect::automatic).result["schemas"] ==
        Json::array({user_urn})
    );
    for (const Dialect dialect : {Dialect::strict, Dialect::entra, Dialect::okta})
        CHECK(refused([&] {
                  return created(R"({"userName": "x"})", dialect).result;
              }) == ScimType::invalid_syntax);
}

TEST_CASE("Messages of the wrong shape reach the core as they are") {
    const Dialect dialect = GENERATE(Dialect::entra, Dialect::okta, Dialect::automatic);
    Habits habits;
    for (const char* text :
         {"[]",
          "null",
          "7",
          R"({"Operations": 1})",
          R"({"Operations": [1, null, {"op": 5}]})",
          R"({"Operations": [{"value": {"name.givenName": "x"}}]})",
          R"({"Operations": [{"op": "add", "path": null, "value": []}]})"}) {
        CHECK_NOTHROW(adapt_patch(json(text), user_type(), dialect, habits));
        CHECK(refused([&] {
                  return parse_patch(
                      adapt_patch(json(text), user_type(), dialect, habits), user_type()
                  );
              }) == ScimType::invalid_syntax);
        CHECK_NOTHROW(adapt_resource(json(text), user_type(), dialect, habits));
    }
}

}  // namespace client_habits_test
