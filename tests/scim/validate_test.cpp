#include "usher/scim/validate.hpp"

#include "tests/scim/bodies.hpp"
#include "tests/scim/served_types.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace validate_test {

using namespace usher::scim;
using namespace usher::test;

namespace {

/// What of an RFC sample a client may write: no id, no meta, no readOnly attribute.
Json writable(Json sample, const std::string& name) {
    sample.erase("id");
    sample.erase("meta");
    sample.erase("groups");
    if (name.starts_with("8.3")) sample[enterprise_urn]["manager"].erase("displayName");
    if (name.starts_with("8.4")) {
        for (Json& member : sample["members"])
            member.erase("display");
    }
    return sample;
}

/// An attribute of this type takes each of the `accepted` as it is, and none of the `refused`.
void check_form(const std::string& type, const std::string& accepted, const std::string& refused) {
    const Probe probe(R"("type": ")" + type + '"');
    for (const Json& value : parse_json(accepted)) {
        CAPTURE(type, value.dump());
        CHECK(accept_new(Probe::body(value.dump()), probe.type())["a"] == value);
    }
    for (const Json& value : parse_json(refused)) {
        CAPTURE(type, value.dump());
        CHECK(probe.outcome(value.dump()).starts_with("invalidValue: a must be "));
    }
}

}  // namespace

TEST_CASE("The resources of RFC 7643 section 8 are accepted and kept as they are") {
    for (const std::string name :
         {"8.1-1-minimal-user-representation",
          "8.2-1-full-user-representation",
          "8.3-1-enterprise-user-extension-representation",
          "8.4-1-group-representation"}) {
        CAPTURE(name);
        const Json sample = rfc_sample(name);
        const ResourceType& type = name.starts_with("8.4") ? group_type() : user_type();
        const Json document = accept_new(sample, type);
        CHECK(to_text(document) == to_text(writable(sample, name)));
        CHECK(accept_replacement(document, sample, type) == document);
        CHECK(settle(document, type) == document);
    }
}

TEST_CASE("R01: the body lists the base schema") {
    CHECK(
        body_refusal(R"({"userName": "b"})") ==
        "invalidSyntax: schemas must list \"" + user_urn + '"'
    );
    CHECK(body_refusal(R"({"schemas": [], "userName": "b"})").starts_with("invalidSyntax"));
    CHECK(body_refusal(R"({"schemas": null, "userName": "b"})").starts_with("invalidSyntax"));
    CHECK(body_refusal(R"({"schemas": ")" + user_urn + R"(", "userName": "b"})")
              .starts_with("invalidSyntax"));
    CHECK(body_refusal(R"({"schemas": [7], "userName": "b"})").starts_with("invalidSyntax"));
    CHECK(
        body_refusal(R"({"schemas": [")" + std::string(enterprise_urn) + R"("], "userName": "b"})")
            .starts_with("invalidSyntax: schemas must list")
    );
    CHECK(
        body_refusal(R"({"schemas": [")" + user_urn + R"(", "urn:other"], "userName": "b"})") ==
        "invalidSyntax: User has no schema \"urn:other\""
    );
    CHECK(body_refusal(R"({"SCHEMAS": ["URN:IETF:params:scim:schemas:core:2.0:user"],
                           "userName": "b"})") == "accepted");
}

TEST_CASE("R01: where the rules allow it, schemas may be missing or hold unknown URNs") {
    const BodyRules optional{.schemas_optional = true};
    const Json document = accept_new(parse_json(R"({"userName": "b"})"), user_type(), optional);
    CHECK(to_text(document) == R"({"schemas":[")" + user_urn + R"("],"userName":"b"})");
    const BodyRules lenient{.ignore_unknown = true};
    CHECK(
        body_refusal(
            R"({"schemas": [")" + user_urn + R"(", "urn:other"], "userName": "b"})", lenient
        ) == "accepted"
    );
}

TEST_CASE("C05: a body that is no object is refused") {
    for (const char* body : {"[]", "null", "\"x\"", "7"}) {
        CHECK(body_refusal(body) == "invalidSyntax: the body must be a JSON object");
    }
}

TEST_CASE("C02, R04: id, meta and readOnly attributes are ignored, whatever they hold") {
    const Json plain = accept_user("");
    CHECK(accept_user(R"("id": 7, "meta": "x", "groups": {"wrong": true})") == plain);
    CHECK(accept_user('"' + usher_urn + R"(": {"status": 5, "invitedAt": "never"})") == plain);
    const Json document = accept_user(
        '"' + std::string(enterprise_urn) + R"(": {"manager": {"value": "1", "displayName": "B"}})"
    );
    CHECK(to_text(document[enterprise_urn]) == R"({"manager":{"value":"1"}})");
}

TEST_CASE("C03, R07: null, [], {} and empty strings leave the attribute unassigned") {
    const Json plain = accept_user("");
    for (const char* members :
         {R"("title": null)",
          R"("title": "")",
          R"("title": [])",
          R"("emails": [])",
          R"("emails": null)",
          R"("emails": [null, {}, {"value": null}, {"value": ""}])",
          R"("name": {})",
          R"("name": {"givenName": null, "familyName": ""})",
          R"("active": "")"}) {
        CAPTURE(members);
        CHECK(accept_user(members) == plain);
    }
    for (const std::string object : {"{}", "null", R"({"department": null})"}) {
        CHECK(accept_user('"' + std::string(enterprise_urn) + "\": " + object) == plain);
    }
    CHECK(accept_user(R"("active": false)")["active"] == false);
    CHECK(
        accept_user(R"("emails": [{"value": "a", "display": null}])")["emails"] ==
        parse_json(R"([{"value": "a"}])")
    );
}

TEST_CASE("R08: names are read in any letter case and written as the schema spells them") {
    const Json document = accept_new(
        parse_json(R"({"Schemas": ["urn:ietf:params:scim:schemas:core:2.0:USER"],
            "USERNAME": "b", "NAME": {"GIVENNAME": "B"}, "Emails": [{"VALUE": "a", "TYPE": "work"}],
            "EXTERNALID": "7", "urn:IETF:params:scim:schemas:extension:ENTERPRISE:2.0:User":
            {"DEPARTMENT": "D"}})"),
        user_type()
    );
    CHECK(
        to_text(document) == R"({"schemas":[")" + user_urn + R"(",")" + enterprise_urn +
                                 R"("],"userName":"b","name":{"givenName":"B"},)"
                                 R"("emails":[{"value":"a","type":"work"}],"externalId":"7",")" +
                                 enterprise_urn + R"(":{"department":"D"}})"
    );
}

TEST_CASE("R08: one attribute in two spellings is refused") {
    CHECK(
        user_body_refusal(R"("title": "a", "Title": "a")") == "invalidSyntax: title is given twice"
    );
    CHECK(user_body_refusal(R"("title": null, "Title": null)").starts_with("invalidSyntax"));
    CHECK(user_body_refusal(R"("Id": 1, "id": 1)").starts_with("invalidSyntax"));
    CHECK(
        user_body_refusal(R"("name": {"givenName": "a", "givenname": "b"})") ==
        "invalidSyntax: name.givenName is given twice"
    );
    const std::string urn = enterprise_urn;
    CHECK(
        user_body_refusal('"' + urn + R"(": {}, "URN)" + urn.substr(3) + R"(": {})") ==
        "invalidSyntax: " + urn + " is given twice"
    );
}

TEST_CASE("Attributes that no schema defines are refused by name, or dropped where rules say so") {
    const std::string extension = '"' + std::string(enterprise_urn) + "\": ";
    CHECK(
        user_body_refusal(R"("shoeSize": 43)") == "invalidSyntax: no schema defines \"shoeSize\""
    );
    CHECK(
        user_body_refusal(R"("department": "x")") ==
        "invalidSyntax: no schema defines \"department\""
    );
    CHECK(
        user_body_refusal(R"("emails": [{"value": "a"}, {"kind": "x"}])") ==
        "invalidSyntax: no schema defines \"kind\" in emails[1]"
    );
    CHECK(
        user_body_refusal(extension + R"({"rank": 1})") ==
        "invalidSyntax: no schema defines \"rank\" in " + std::string(enterprise_urn)
    );
    CHECK(user_body_refusal(R"("urn:other": {})").starts_with("invalidSyntax"));
    const BodyRules lenient{.ignore_unknown = true};
    CHECK(
        accept_user(
            R"("shoeSize": 43, "name": {"pet": 1}, "urn:other": {"x": 1}, )" + extension +
                R"({"rank": 1})",
            lenient
        ) == accept_user("")
    );
    CHECK(user_body_refusal(R"("title": 7)", lenient) == "invalidValue: title must be a string");
}

TEST_CASE("R09: each type takes its own JSON form, without coercion") {
    check_form("string", R"(["x", " ", "true"])", R"([1, true, [["x"]], {"x": 1}])");
    check_form("boolean", "[true, false]", R"(["true", "True", 0, 1])");
    check_form("integer", "[0, -7, 9223372036854775807]", R"([1.5, 1.0, 1e3, "7", true])");
    check_form("decimal", "[0, -7.25, 1e3]", R"(["7.25", true])");
    check_form(
        "dateTime",
        R"(["2011-05-13T04:42:34Z", "2011-05-13T04:42:34.5+02:00"])",
        R"(["2011-05-13", "yesterday", "2011-02-30T00:00:00Z", 1305261754])"
    );
    check_form(
        "reference", R"(["https://example.com/x", "../Users/1", "urn:a:b"])", R"([7, "a\nb"])"
    );
    check_form(
        "binary",
        R"(["TWFu", "TWE=", "TQ==", "TWE", "_-8="])",
        R"(["T", "TWE==", "T===", "TW Fu", "TW\nFu", "TWFu=", "é", 7])"
    );
}

TEST_CASE("C05: a value of the wrong shape is refused with its path") {
    CHECK(user_body_refusal(R"("active": "true")") == "invalidValue: active must be true or false");
    CHECK(
        user_body_refusal(R"("emails": {"value": "a"})") == "invalidValue: emails must be an array"
    );
    CHECK(user_body_refusal(R"("emails": ["a"])") == "invalidValue: emails[0] must be an object");
    CHECK(
        user_body_refusal(R"("emails": [{"value": "a"}, {"primary": "yes"}])") ==
        "invalidValue: emails[1].primary must be true or false"
    );
    CHECK(user_body_refusal(R"("name": "Babs")") == "invalidValue: name must be an object");
    CHECK(user_body_refusal(R"("title": ["x"])") == "invalidValue: title must be a string");
    const std::string urn = enterprise_urn;
    CHECK(
        user_body_refusal('"' + urn + R"(": ["x"])") ==
        "invalidValue: " + urn + " must be an object"
    );
    CHECK(
        user_body_refusal('"' + urn + R"(": {"manager": {"value": 7}})") ==
        "invalidValue: " + urn + ":manager.value must be a string"
    );
}

TEST_CASE("Values outside of canonicalValues are accepted: they are suggestions") {
    CHECK(
        accept_user(R"("emails": [{"value": "a", "type": "School"}])")["emails"][0]["type"] ==
        "School"
    );
}

TEST_CASE("EN17: values come out exactly as sent") {
    const std::string phones = R"([{"value":"+1 (555) 010-9999","type":"WORK"}])";
    CHECK(to_text(accept_user(R"("phoneNumbers": )" + phones)["phoneNumbers"]) == phones);
    CHECK(accept_user(R"("title": "  Ünïcode \u0301 ")")["title"] == "  Ünïcode \u0301 ");
}

TEST_CASE("U01, C05: userName is required and not empty") {
    const std::string head = R"({"schemas": [")" + user_urn + "\"]";
    CHECK(body_refusal(head + "}") == "invalidValue: userName is required");
    CHECK(body_refusal(head + R"(, "userName": ""})") == "invalidValue: userName is required");
    CHECK(body_refusal(head + R"(, "userName": null})") == "invalidValue: userName is required");
    CHECK(body_refusal(head + R"(, "userName": 7})") == "invalidValue: userName must be a string");
}

TEST_CASE("A complex value lacks no required part") {
    const Probe probe(R"("type": "complex", "multiValued": true, "subAttributes": [
        {"name": "value", "required": true}, {"name": "type"},
        {"name": "seen", "required": true, "mutability": "readOnly"}])");
    CHECK(
        probe.outcome(R"([{"value": "x"}, {"type": "y"}])") ==
        "invalidValue: a[1].value is required"
    );
    CHECK(probe.outcome(R"([{"value": "x"}])") == "accepted");
    CHECK(probe.outcome("[{}]") == "accepted");
}

TEST_CASE("R10: a value nested too deep for its definition is refused") {
    CHECK(
        user_body_refusal(R"("name": {"givenName": {"a": {"b": 1}}})") ==
        "invalidValue: name.givenName must be a string"
    );
}

TEST_CASE("R11: at most one value is primary") {
    CHECK(
        user_body_refusal(R"("emails": [{"value": "a", "primary": true},
                                     {"value": "b", "primary": true}])") ==
        "invalidValue: emails has more than one value marked primary"
    );
    CHECK(user_body_refusal(R"("emails": [{"value": "a", "primary": true},
                                     {"value": "b", "primary": false}])") == "accepted");
}

TEST_CASE("R12: of values with equal type and value, one is kept") {
    const auto emails = [](const std::string& list) {
        return to_text(accept_user("\"emails\": " + list)["emails"]);
    };
    CHECK(
        emails(
            R"([{"value":"a","type":"work"},{"value":"b"},{"value":"a","type":"work","primary":true}])"
        ) == R"([{"value":"a","type":"work"},{"value":"b"}])"
    );
    CHECK(
        emails(R"([{"value":"A","type":"work"},{"value":"a","type":"WORK"}])") ==
        R"([{"value":"A","type":"work"}])"
    );
    CHECK(
        emails(R"([{"value":"a","type":"work"},{"value":"a","type":"home"},{"value":"a"}])") ==
        R"([{"value":"a","type":"work"},{"value":"a","type":"home"},{"value":"a"}])"
    );
    const Json addresses = accept_user(
        R"("addresses": [{"type": "work", "locality": "A"}, {"type": "work", "locality": "B"},
                         {"locality": "A", "type": "work"}])"
    )["addresses"];
    CHECK(addresses.size() == 2);
    const Json tags = accept_user('"' + usher_urn + R"(": {"tags": ["x", "y", "x"]})");
    CHECK(to_text(tags[usher_urn]["tags"]) == R"(["x","y"])");
}

TEST_CASE("R13: schemas lists the base and exactly the extensions that hold something") {
    const std::string enterprise = '"' + std::string(enterprise_urn) + "\": ";
    const Json both = accept_user(
        '"' + usher_urn + R"(": {"tags": ["x"]}, )" + enterprise + R"({"department": "D"})"
    );
    CHECK(both["schemas"] == Json::array({user_urn, enterprise_urn, usher_urn}));
    CHECK(both.begin().key() == "schemas");
    const Json none = accept_new(
        parse_json(
            R"({"schemas": [")" + user_urn + R"(", ")" + enterprise_urn + R"("], "userName": "b"})"
        ),
        user_type()
    );
    CHECK(none["schemas"] == Json::array({user_urn}));
}

TEST_CASE("R14: a required extension, and what it requires, must be there") {
    const std::vector<SchemaFile> files{
        {.name = "s", .text = R"([{"id": "urn:t:A", "attributes": [{"name": "a"}]},
            {"id": "urn:t:B", "attributes": [{"name": "b"}, {"name": "c", "required": true}]}])"             },
        {.name = "t", .text = R"({"id": "T", "name": "T", "endpoint": "/T", "schema": "urn:t:A",
            "schemaExtensions": [{"schema": "urn:t:B", "required": true}]})"},
    };
    const Registry registry = Registry::load(files);
    const ResourceType& type = registry.resource_types()[0];
    const auto outcome = [&](const std::string& members) {
        const Json body = parse_json(R"({"schemas": ["urn:t:A"], )" + members + "}");
        return refusal([&] { return accept_new(body, type); });
    };
    CHECK(outcome(R"("a": "x")") == "invalidValue: urn:t:B is required");
    CHECK(outcome(R"("urn:t:B": {})") == "invalidValue: urn:t:B is required");
    CHECK(outcome(R"("urn:t:B": {"b": "x"})") == "invalidValue: urn:t:B:c is required");
    CHECK(outcome(R"("urn:t:b": {"C": "x"})") == "accepted");
}

}  // namespace validate_test
