#include "tests/scim/sample_type.hpp"
#include "usher/scim/filter.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace filter_match_test {

using namespace usher::scim;
using usher::test::sample_type;

namespace {

const Json& sample() {
    static const Json resource = Json::parse(R"({
        "schemas": ["urn:test:core:2.0:Sample", "urn:test:extension:work:2.0:Sample"],
        "id": "2819c223", "externalId": "Ext-1",
        "userName": "BJensen", "nickName": "Babs", "profileUrl": "https://example.com/BJ",
        "active": false, "loginCount": 12, "score": -1.5,
        "birth": "2011-05-13T06:42:34+02:00", "certificate": "QUJD",
        "tags": ["Red", "green"],
        "name": {"formatted": "Ms. Barbara Jensen", "familyName": "Jensen"},
        "emails": [
            {"value": "bjensen@example.com", "type": "work", "primary": true},
            {"value": "babs@jensen.org", "type": "home"}
        ],
        "meta": {"resourceType": "Sample", "lastModified": "2026-11-23T09:05:00.123Z"},
        "urn:test:extension:work:2.0:Sample": {"department": "Tours", "manager": {"value": "M1"}}
    })");
    return resource;
}

bool match(std::string_view text, const Json& resource = sample(), const BindRules& rules = {}) {
    return matches(bind(parse_filter(text), sample_type(), rules), resource);
}

}  // namespace

TEST_CASE("F01-F10: every operator on a string") {
    CHECK(match(R"(userName eq "bjensen")"));
    CHECK_FALSE(match(R"(userName eq "bjense")"));
    CHECK(match(R"(userName ne "x")"));
    CHECK_FALSE(match(R"(userName ne "bjensen")"));
    CHECK(match(R"(userName co "jens")"));
    CHECK_FALSE(match(R"(userName co "sj")"));
    CHECK(match(R"(userName sw "bJ")"));
    CHECK_FALSE(match(R"(userName sw "jensen")"));
    CHECK(match(R"(userName ew "SEN")"));
    CHECK_FALSE(match(R"(userName ew "bjen")"));
    CHECK(match("userName pr"));
    CHECK(match(R"(userName gt "bj")"));
    CHECK_FALSE(match(R"(userName gt "bjensen")"));
    CHECK(match(R"(userName ge "bjensen")"));
    CHECK(match(R"(userName lt "c")"));
    CHECK_FALSE(match(R"(userName lt "bjensen")"));
    CHECK(match(R"(userName le "bjensen")"));
}

TEST_CASE("F01-F10: numbers compare by value") {
    CHECK(match("loginCount eq 12"));
    CHECK(match("loginCount eq 12.0"));
    CHECK(match("loginCount gt 9"));
    CHECK(match("loginCount lt 100"));
    CHECK(match("loginCount ge 12 and loginCount le 12"));
    CHECK(match("score lt -1"));
    CHECK(match("score gt -1.51"));
    CHECK_FALSE(match("score eq 1.5"));
}

TEST_CASE("F01-F10: booleans, binaries and references") {
    CHECK(match("active eq false"));
    CHECK(match("active ne true"));
    CHECK(match("active pr"));
    CHECK(match(R"(certificate eq "QUJD")"));
    CHECK_FALSE(match(R"(certificate eq "qujd")"));
    CHECK(match(R"(profileUrl sw "https://EXAMPLE.com")"));
}

TEST_CASE("F13: dateTimes compare across offsets and fraction digits") {
    CHECK(match(R"(birth eq "2011-05-13T04:42:34Z")"));
    CHECK(match(R"(birth eq "2011-05-13T04:42:34.000+00:00")"));
    CHECK(match(R"(birth gt "2011-05-13T06:42:33+03:00")"));
    CHECK_FALSE(match(R"(birth gt "2011-05-13T04:42:34Z")"));
    CHECK(match(R"(meta.lastModified lt "2026-11-23T09:05:00.1231Z")"));
    CHECK(match(R"(meta.lastModified gt "2026-11-23T09:05:00Z")"));
}

TEST_CASE("F14: present is what holds a value") {
    const auto is_present = [](const char* value) {
        return match(
            "name pr",
            Json{
                {"name", Json::parse(value)}
        }
        );
    };
    CHECK(match("name pr"));
    CHECK(match("emails pr"));
    CHECK_FALSE(match("name.givenName pr"));
    CHECK_FALSE(match("urn:test:extension:play:2.0:Sample:sport pr"));
    CHECK_FALSE(is_present("null"));
    CHECK_FALSE(is_present("{}"));
    CHECK_FALSE(is_present(R"({"familyName": ""})"));
    CHECK_FALSE(is_present(R"({"familyName": null})"));
    CHECK(is_present(R"({"familyName": "x"})"));
    CHECK_FALSE(match(
        "emails pr",
        Json{
            {"emails", Json::array()}
    }
    ));
    CHECK_FALSE(match(
        "userName pr",
        Json{
            {"userName", ""}
    }
    ));
}

TEST_CASE("F15: logic") {
    CHECK(match(R"(userName eq "x" or active eq false and loginCount eq 12)"));
    CHECK_FALSE(match(R"((userName eq "x" or active eq false) and loginCount eq 1)"));
    CHECK(match(R"(not (userName eq "x"))"));
    CHECK_FALSE(match(R"(not (userName pr) or not (active pr))"));
}

TEST_CASE("F18: a multi-valued attribute matches if any value does") {
    CHECK(match(R"(emails co "jensen.org")"));
    CHECK(match(R"(emails.type eq "home" and emails.type eq "work")"));
    CHECK(match(R"(tags eq "red")"));
    CHECK(match(R"(tags sw "G")"));
    CHECK_FALSE(match(R"(tags eq "blue")"));
}

TEST_CASE("ne is not eq: no value may be equal, and an absent one is not") {
    CHECK_FALSE(match(R"(emails.type ne "work")"));
    CHECK(match(R"(emails.type ne "other")"));
    CHECK(match(R"(name.givenName ne "x")"));
    CHECK(match(R"(tags ne "blue")"));
}

TEST_CASE("F19: conditions in brackets are about the same element") {
    CHECK(match(R"(emails[type eq "work" and value co "@example.com"])"));
    CHECK_FALSE(match(R"(emails[type eq "home" and value co "@example.com"])"));
    CHECK(match(R"(emails.type eq "home" and emails.value co "@example.com")"));
}

TEST_CASE("F20: logic in brackets is about one element, too") {
    CHECK(match(R"(emails[type eq "x" or not (primary eq true)])"));
    CHECK(match(R"(emails[type ne "work"])"));
    CHECK_FALSE(match(R"(emails[not (type eq "work" or type eq "home")])"));
    CHECK_FALSE(match(R"(emails[not (type eq "work")])", Json::object()));
    CHECK(match(R"(not (emails[type eq "work"]))", Json::object()));
    CHECK(match(R"(name[familyName eq "jensen" and formatted co "ms"])"));
    CHECK(match(R"(tags[value sw "r" and value ew "d"])"));
    CHECK_FALSE(match(R"(tags[value sw "r" and value ew "n"])"));
}

TEST_CASE("F21, F22: extensions, schemas and common attributes") {
    CHECK(match(R"(urn:test:extension:work:2.0:Sample:department eq "tours")"));
    CHECK(match(R"(urn:test:extension:work:2.0:Sample:manager.value eq "M1")"));
    CHECK(match(R"(urn:test:extension:work:2.0:Sample:manager eq "M1")"));
    CHECK(match(R"(urn:test:extension:work:2.0:Sample:manager[value eq "M1"])"));
    CHECK_FALSE(match(R"(urn:test:extension:play:2.0:Sample:department eq "tours")"));
    CHECK(match(R"(schemas eq "URN:test:extension:work:2.0:Sample")"));
    CHECK_FALSE(match(R"(schemas eq "urn:test:extension:play:2.0:Sample")"));
    CHECK(match(R"(meta.resourceType eq "Sample")"));
    CHECK(match(R"(id eq "2819c223" and externalId eq "Ext-1")"));
}

TEST_CASE("F25: caseExact attributes compare with case") {
    CHECK(match(R"(nickName eq "Babs")"));
    CHECK_FALSE(match(R"(nickName eq "babs")"));
    CHECK_FALSE(match(R"(externalId eq "ext-1")"));
    CHECK_FALSE(match(R"(nickName co "B" and nickName co "A")"));
}

TEST_CASE("F27: to equal null is to be absent") {
    CHECK(match("name.givenName eq null"));
    CHECK_FALSE(match("name.familyName eq null"));
    CHECK(match("name.familyName ne null"));
    CHECK_FALSE(match("name.givenName ne null"));
    CHECK(match(R"(name.givenName eq "")"));
    CHECK(match(
        "emails eq null",
        Json{
            {"emails", Json::array()}
    }
    ));
    CHECK(match("emails[primary eq null]"));
    CHECK_FALSE(match("emails[value eq null]"));
}

TEST_CASE("G06: an attribute that a type does not have counts as absent") {
    const BindRules root{.unknown_is_absent = true};
    CHECK_FALSE(match("unknown pr", sample(), root));
    CHECK_FALSE(match(R"(unknown eq "x")", sample(), root));
    CHECK(match(R"(unknown ne "x")", sample(), root));
    CHECK(match("unknown eq null", sample(), root));
    CHECK_FALSE(match("unknown ne null", sample(), root));
    CHECK(match("not (unknown gt 3)", sample(), root));
    CHECK_FALSE(match("unknown[value ne 1]", sample(), root));
    CHECK(match("emails[unknown ne 1]", sample(), root));
}

TEST_CASE("A value of another type than its attribute matches nothing") {
    const Json odd =
        Json::parse(R"({"userName": 12, "active": "false", "emails": "x", "name": [1]})");
    CHECK_FALSE(match(R"(userName eq "12")", odd));
    CHECK_FALSE(match("active eq false", odd));
    CHECK_FALSE(match(R"(emails.value eq "x")", odd));
    CHECK_FALSE(match(R"(name.familyName eq "x")", odd));
    CHECK_FALSE(match("userName pr", Json::array()));
}

TEST_CASE("A PATCH selection matches single elements") {
    const BoundPath emails = require_path(parse_attribute_path("emails"), sample_type());
    const BoundFilter work = bind_selection(parse_filter(R"(type eq "work")"), emails);
    CHECK(matches_element(work, sample()["emails"][0]));
    CHECK_FALSE(matches_element(work, sample()["emails"][1]));
    const BoundPath tags = require_path(parse_attribute_path("tags"), sample_type());
    const BoundFilter red = bind_selection(parse_filter(R"(value eq "RED")"), tags);
    CHECK(matches_element(red, sample()["tags"][0]));
    CHECK_FALSE(matches_element(red, sample()["tags"][1]));
}

}  // namespace filter_match_test
