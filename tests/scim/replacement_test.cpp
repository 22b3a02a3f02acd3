#include "tests/scim/bodies.hpp"
#include "tests/scim/served_types.hpp"
#include "usher/scim/validate.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace replacement_test {

using namespace usher::scim;
using namespace usher::test;

TEST_CASE("P02: PUT clears readWrite attributes that it omits") {
    const Json current = accept_user(R"("title": "T", "emails": [{"value": "a"}])");
    const Json next = accept_replacement(current, user_body(R"("nickName": "B")"), user_type());
    CHECK(next == accept_user(R"("nickName": "B")"));
}

TEST_CASE("P03: PUT ignores readOnly attributes and keeps immutable ones") {
    const Probe probe(R"("mutability": "immutable")");
    CHECK(probe.replace("\"x\"", "\"x\"") == "\"x\"");
    CHECK(probe.replace("\"x\"", "\"X\"") == "\"X\"");
    CHECK(probe.replace("\"x\"", "null") == "\"x\"");
    CHECK(probe.replace("null", "\"x\"") == "\"x\"");
    CHECK(probe.replace("\"x\"", "\"y\"") == "mutability: a is immutable and has another value");

    const Probe exact(R"("mutability": "immutable", "caseExact": true)");
    CHECK(exact.replace("\"x\"", "\"X\"").starts_with("mutability"));

    const Probe part(R"("type": "complex", "subAttributes": [
        {"name": "b", "mutability": "immutable"}, {"name": "c"}])");
    CHECK(part.replace(R"({"b": "x", "c": "1"})", R"({"c": "2"})") == R"({"c":"2","b":"x"})");
    CHECK(part.replace(R"({"b": "x"})", "null") == "null");
    CHECK(
        part.replace(R"({"b": "x"})", R"({"b": "y"})") ==
        "mutability: a.b is immutable and has another value"
    );

    const Probe list(R"("multiValued": true, "mutability": "immutable")");
    CHECK(list.replace(R"(["x", "y"])", R"(["x", "y"])") == R"(["x","y"])");
    CHECK(list.replace(R"(["x", "y"])", R"(["x"])").starts_with("mutability"));

    const Probe fixed(R"("mutability": "readOnly")");
    CHECK(fixed.replace("null", "\"x\"") == "null");
}

TEST_CASE("P04: PUT without a required attribute is refused") {
    const Json body = parse_json(R"({"schemas": [")" + user_urn + R"("], "title": "T"})");
    CHECK(refusal([&] {
              return accept_replacement(accept_user(""), body, user_type());
          }) == "invalidValue: userName is required");
}

TEST_CASE("P05: PUT without a writeOnly attribute is accepted, also if it is required") {
    CHECK_FALSE(accept_replacement(accept_user(R"("password": "x")"), user_body(""), user_type())
                    .contains("password"));
    const Probe probe(R"("mutability": "writeOnly", "returned": "never", "required": true)");
    CHECK(probe.outcome("null") == "invalidValue: a is required");
    CHECK(probe.replace("\"x\"", "null") == "null");
    CHECK(probe.replace("\"x\"", "\"y\"") == "\"y\"");
}

TEST_CASE("settle() brings what PATCH left behind into canonical form") {
    Json document = accept_user(R"("emails": [{"value": "a"}], "name": {"givenName": "B"})");
    const Json before = accept_user("");
    document["emails"] = parse_json(R"([null, {"value": null}])");
    document["name"]["givenName"] = nullptr;
    document[enterprise_urn] = parse_json(R"({"manager": {}, "department": null})");
    CHECK(settle(document, user_type()) == before);

    document[enterprise_urn]["department"] = "D";
    const Json settled = settle(document, user_type());
    CHECK(settled["schemas"] == Json::array({user_urn, enterprise_urn}));
    CHECK(to_text(settled[enterprise_urn]) == R"({"department":"D"})");
    CHECK(settle(settled, user_type()) == settled);
}

TEST_CASE("H15: settle() refuses a document whose required attribute was removed") {
    Json document = accept_user("");
    document.erase("userName");
    CHECK(refusal([&] {
              return settle(document, user_type());
          }) == "mutability: userName is required and cannot be removed");
    document["userName"] = "";
    CHECK(refusal([&] { return settle(document, user_type()); }).starts_with("mutability"));
}

TEST_CASE("R11, R12: settle() sees to primary values and duplicates that PATCH put together") {
    Json document = accept_user("");
    document["emails"] = parse_json(R"([{"value": "a", "primary": true},
                                        {"value": "b", "primary": true}])");
    CHECK(refusal([&] {
              return settle(document, user_type());
          }) == "invalidValue: emails has more than one value marked primary");
    document["emails"] = parse_json(R"([{"value": "a"}, {"value": "a"}])");
    CHECK(settle(document, user_type())["emails"].size() == 1);

    const Probe probe(R"("type": "complex", "multiValued": true, "subAttributes": [
        {"name": "value", "required": true}, {"name": "type"}])");
    const Json half = Probe::body(R"([{"type": "x"}])");
    CHECK(refusal([&] {
              return settle(half, probe.type());
          }) == "invalidValue: a[0].value is required");
}

TEST_CASE("accept_value() checks one value for PATCH, naming the path it is given") {
    const Attribute& emails = *user_type().schema->find("emails");
    CHECK(
        accept_value(parse_json(R"([{"VALUE": "a"}, {}])"), emails, "emails") ==
        parse_json(R"([{"value": "a"}])")
    );
    CHECK(accept_value(nullptr, emails, "emails").is_null());
    CHECK(refusal([&] {
              return accept_value("x", *emails.find("primary"), "emails.primary");
          }) == "invalidValue: emails.primary must be true or false");
    const Attribute& manager = *user_type().find_extension(enterprise_urn)->schema->find("manager");
    CHECK(accept_value(parse_json(R"({"displayName": "B"})"), manager, "m").is_null());
}

TEST_CASE("A group with very many members is read in linear time") {
    Json body = parse_json(R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                               "displayName": "All", "members": []})");
    for (int member = 0; member < 20'000; ++member) {
        body["members"].push_back({
            {"value", std::to_string(member)},
            {"$ref",  nullptr               }
        });
    }
    body["members"].push_back({
        {"value", "7"}
    });
    CHECK(accept_new(body, group_type())["members"].size() == 20'000);
}

}  // namespace replacement_test
