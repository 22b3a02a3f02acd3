#include "tests/scim/patching.hpp"
#include "usher/scim/messages.hpp"

#include <catch2/catch.hpp>

namespace patch_members_test {

using namespace usher::scim;
using namespace usher::test;

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

}  // namespace patch_members_test
