#include "usher/scim/project.hpp"

#include "tests/scim/served_types.hpp"
#include "usher/scim/error.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace project_test {

using namespace usher::scim;
using namespace usher::test;

namespace {

const std::string head =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)"
    R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"id":"42")";

const std::string enterprise = enterprise_urn;

Json jensen() {
    return parse_json(head + R"(,"externalId":"701984","userName":"bjensen","password":"secret",
        "name":{"familyName":"Jensen","givenName":"Barbara"},"active":true,
        "emails":[{"value":"b@example.com","type":"work"},{"value":"b@jensen.org"}],
        "groups":[{"value":"g1","display":"Guides"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
            {"department":"Tours","manager":{"value":"m1","displayName":"John"}},
        "meta":{"resourceType":"User","location":"https://x/Users/42"}})");
}

std::string shown(const std::string& attributes, const std::string& excluded = "") {
    const Projection projection = parse_projection(attributes, excluded, user_type());
    return to_text(project(jensen(), projection, user_type()));
}

/// A type with attributes a (always), n (never), r (request), d (default), and a complex c of such
/// parts; the resource has a value for each.
class Facets {
  public:
    [[nodiscard]] std::string shown(const std::string& attributes, const std::string& excluded = "")
        const {
        const Projection projection = parse_projection(attributes, excluded, type());
        return to_text(project(resource_, projection, type()));
    }

    [[nodiscard]] bool wants(
        const std::string& name, const std::string& attributes, const std::string& excluded = ""
    ) const {
        return parse_projection(attributes, excluded, type()).wants(*type().schema->find(name));
    }

  private:
    [[nodiscard]] const ResourceType& type() const { return registry_.resource_types()[0]; }

    Registry registry_ = registry_of(R"(
        {"name": "a", "returned": "always"}, {"name": "n", "returned": "never"},
        {"name": "r", "returned": "request"}, {"name": "d"},
        {"name": "c", "type": "complex", "subAttributes": [
            {"name": "a", "returned": "always"}, {"name": "n", "returned": "never"},
            {"name": "r", "returned": "request"}, {"name": "d"}, {"name": "e"}]})");
    Json resource_ = parse_json(R"({"a":1,"n":1,"r":1,"d":1,"c":{"a":1,"n":1,"r":1,"d":1,"e":1}})");
};

}  // namespace

TEST_CASE("Without a wish, everything returned by default is shown, in its order") {
    Json expected = jensen();
    expected.erase("password");
    CHECK(shown("") == to_text(expected));
    CHECK(parse_projection("", "", user_type()).is_default());
    CHECK(parse_projection(" ", "unknown", user_type()).is_default());
    CHECK_FALSE(parse_projection("unknown", "", user_type()).is_default());
}

TEST_CASE("A01: attributes shows what is always returned and what is named") {
    CHECK(shown("userName") == head + R"(,"userName":"bjensen"})");
    CHECK(shown(" username , ACTIVE ") == head + R"(,"userName":"bjensen","active":true})");
    CHECK(
        shown("name.givenName,emails.value") ==
        head + R"(,"name":{"givenName":"Barbara"},)"
               R"("emails":[{"value":"b@example.com"},{"value":"b@jensen.org"}]})"
    );
    CHECK(shown("emails.type") == head + R"(,"emails":[{"type":"work"}]})");
    CHECK(
        shown("urn:ietf:params:scim:schemas:core:2.0:User:userName") ==
        head + R"(,"userName":"bjensen"})"
    );
    CHECK(shown("meta.location") == head + R"(,"meta":{"location":"https://x/Users/42"}})");
}

TEST_CASE("A01: extension attributes and whole extensions are named by URN") {
    const std::string manager = R"("manager":{"value":"m1","displayName":"John"})";
    CHECK(shown(enterprise + ":manager") == head + ",\"" + enterprise + "\":{" + manager + "}}");
    CHECK(
        shown(enterprise + ":manager.value") ==
        head + ",\"" + enterprise + R"(":{"manager":{"value":"m1"}}})"
    );
    CHECK(
        shown(enterprise) ==
        head + ",\"" + enterprise + R"(":{"department":"Tours",)" + manager + "}}"
    );
    CHECK(shown("manager") == head + "}");
    const std::string base = shown("urn:ietf:params:scim:schemas:core:2.0:User");
    CHECK(base.find("emails") != std::string::npos);
    CHECK(base.find("department") == std::string::npos);
}

TEST_CASE("A01: unknown and malformed names are ignored") {
    for (const char* names :
         {"shoeSize", "a..b", ".", ",", "name.", "emails.shoe", "urn:x:y", "\"", "]", "[", "é"}) {
        CAPTURE(names);
        CHECK(shown(names) == head + "}");
        CHECK(shown("", names) == shown(""));
    }
    CHECK(shown("shoeSize,userName,a b") == head + R"(,"userName":"bjensen"})");
}

TEST_CASE("A02: excludedAttributes hides what is named, but never id and schemas") {
    Json expected = jensen();
    for (const char* name : {"password", "emails", "groups", "meta"})
        expected.erase(name);
    CHECK(shown("", "emails,groups,meta,id,schemas") == to_text(expected));
    expected = jensen();
    expected.erase("password");
    expected["name"].erase("givenName");
    expected[enterprise]["manager"].erase("displayName");
    CHECK(shown("", "name.givenName," + enterprise + ":manager.displayName") == to_text(expected));
}

TEST_CASE("An extension or complex attribute of which nothing is left is left out") {
    Json expected = jensen();
    expected.erase("password");
    expected.erase(enterprise);
    CHECK(shown("", enterprise) == to_text(expected));
    CHECK(shown("", enterprise + ":department," + enterprise + ":manager") == to_text(expected));
    expected.erase("name");
    CHECK(shown("", enterprise + ",name.givenName,name.familyName") == to_text(expected));
}

TEST_CASE("A03: attributes and excludedAttributes exclude each other") {
    CHECK_THROWS_AS(parse_projection("userName", "emails", user_type()), Error);
    CHECK_NOTHROW(parse_projection("userName", "  ", user_type()));
}

TEST_CASE("A04: never is never shown, request only when named, always always") {
    const Facets facets;
    CHECK(facets.shown("") == R"({"a":1,"d":1,"c":{"a":1,"d":1,"e":1}})");
    CHECK(facets.shown("r,n") == R"({"a":1,"r":1})");
    CHECK(facets.shown("c") == R"({"a":1,"c":{"a":1,"d":1,"e":1}})");
    CHECK(facets.shown("c.d") == R"({"a":1,"c":{"a":1,"d":1}})");
    CHECK(facets.shown("c.r,c.n") == R"({"a":1,"c":{"a":1,"r":1}})");
    CHECK(facets.shown("", "a,d,c.a,c.e") == R"({"a":1,"c":{"a":1,"d":1}})");
    CHECK(facets.shown("", "c") == R"({"a":1,"d":1})");
    CHECK(shown("password") == head + "}");
}

TEST_CASE("A05: it is known beforehand that an excluded attribute need not be read") {
    const Attribute& members = *group_type().members;
    const auto wants = [&](const std::string& attributes, const std::string& excluded) {
        return parse_projection(attributes, excluded, group_type()).wants(members);
    };
    CHECK(wants("", ""));
    CHECK_FALSE(wants("", "members"));
    CHECK_FALSE(wants("", "displayName, MEMBERS"));
    CHECK_FALSE(wants("", "urn:ietf:params:scim:schemas:core:2.0:Group"));
    CHECK(wants("", "members.display"));
    CHECK_FALSE(wants("displayName", ""));
    CHECK(wants("members.value", ""));
    CHECK(wants("urn:ietf:params:scim:schemas:core:2.0:Group:members", ""));

    const Facets facets;
    CHECK(facets.wants("a", "d"));
    CHECK(facets.wants("a", "", "a"));
    CHECK_FALSE(facets.wants("n", "n"));
    CHECK_FALSE(facets.wants("r", ""));
    CHECK(facets.wants("r", "r"));
}

TEST_CASE("A06: a value filter in a name is cut off") {
    const std::string emails = shown("emails");
    CHECK(shown(R"(emails[type eq "work"])") == emails);
    CHECK(shown(R"(emails[value eq "a],b" or type pr],userName)") == shown("emails,userName"));
    CHECK(shown(R"(emails[type eq "work"].value)") == shown("emails.value"));
}

}  // namespace project_test
