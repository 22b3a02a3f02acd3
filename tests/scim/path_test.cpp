#include "usher/scim/path.hpp"

#include "tests/scim/sample_type.hpp"
#include "usher/scim/error.hpp"

#include <catch2/catch.hpp>

namespace path_test {

using namespace usher::scim;
using usher::test::sample_type;

namespace {

/// The canonical spelling of what `text` names, or "" if it names nothing.
std::string found(std::string_view text, bool unqualified_extensions = false) {
    const auto path = resolve(parse_attribute_path(text), sample_type(), unqualified_extensions);
    return path ? path->text() : "";
}

}  // namespace

TEST_CASE("A path is split into URN, attribute and sub-attribute") {
    CHECK(parse_attribute_path("userName") == AttributePath{"", "userName", ""});
    CHECK(parse_attribute_path("name.givenName") == AttributePath{"", "name", "givenName"});
    CHECK(
        parse_attribute_path("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName") ==
        AttributePath{"urn:ietf:params:scim:schemas:core:2.0:User", "name", "givenName"}
    );
    CHECK(parse_attribute_path("members.$ref") == AttributePath{"", "members", "$ref"});
    CHECK(parse_attribute_path("x-y_z.a-1") == AttributePath{"", "x-y_z", "a-1"});
}

TEST_CASE("A path's text reads back as the same path") {
    const auto text = GENERATE(
        as<std::string>(), "a", "a.b", "urn:x:2.0:Y:a", "urn:x:2.0:Y:a.$b", "http://h/2.0/Y:a.b"
    );
    CHECK(parse_attribute_path(text).text() == text);
}

TEST_CASE("H05: what is no path is refused with invalidPath") {
    const auto text = GENERATE(
        as<std::string>(),
        "",
        ".",
        "a.",
        ".a",
        "a.b.c",
        "1a",
        "a b",
        " a",
        "a[",
        "a\"",
        ":a",
        "urn:x:",
        "urn:x y:a",
        "a.1",
        "ä",
        std::string("a\0b", 3)
    );
    try {
        (void)parse_attribute_path(text);
        FAIL("read '" << text << "'");
    } catch (const Error& error) {
        CHECK(error.type() == ScimType::invalid_path);
    }
    CHECK_FALSE(attribute_path_from(text).has_value());
}

TEST_CASE("A path longer than any real one is refused") {
    CHECK_FALSE(attribute_path_from(std::string(100'000, 'a')).has_value());
    CHECK_FALSE(attribute_path_from(std::string(100'000, ':')).has_value());
}

TEST_CASE("R08: names and URNs are found in any letter case and spelled as in the schema") {
    CHECK(found("USERNAME") == "userName");
    CHECK(found("Name.FAMILYname") == "name.familyName");
    CHECK(found("URN:Test:core:2.0:SAMPLE:userName") == "userName");
    CHECK(
        found("urn:TEST:extension:work:2.0:sample:Manager.VALUE") ==
        "urn:test:extension:work:2.0:Sample:manager.value"
    );
}

TEST_CASE("Common attributes are found with and without the base schema's URN") {
    CHECK(found("id") == "id");
    CHECK(found("externalid") == "externalId");
    CHECK(found("schemas") == "schemas");
    CHECK(found("meta.lastmodified") == "meta.lastModified");
    CHECK(found("urn:test:core:2.0:Sample:id") == "id");
}

TEST_CASE("What no schema of the type has is not found") {
    CHECK(found("unknown").empty());
    CHECK(found("name.unknown").empty());
    CHECK(found("userName.value").empty());
    CHECK(found("urn:test:other:2.0:Sample:userName").empty());
    CHECK(found("urn:test:extension:work:2.0:Sample:userName").empty());
    CHECK(found("urn:test:extension:work:2.0:Sample").empty());
    CHECK(found("urn:test:core:2.0:Sample").empty());
}

TEST_CASE("EN8: an extension's attribute is found without its URN only on request and if unique") {
    CHECK(found("manager").empty());
    CHECK(found("manager.value", true) == "urn:test:extension:work:2.0:Sample:manager.value");
    CHECK(found("sport", true) == "urn:test:extension:play:2.0:Sample:sport");
    CHECK(found("department", true).empty());
    CHECK(found("userName", true) == "userName");
}

TEST_CASE("A required path that is not there is invalidPath and named") {
    try {
        (void)require_path(parse_attribute_path("name.middle"), sample_type());
        FAIL("found");
    } catch (const Error& error) {
        CHECK(error.type() == ScimType::invalid_path);
        CHECK(error.detail() == "'name.middle' is not an attribute of Sample.");
    }
}

}  // namespace path_test
