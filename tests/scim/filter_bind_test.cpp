#include "tests/scim/sample_type.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/filter.hpp"

#include <optional>

#include <catch2/catch.hpp>

namespace filter_bind_test {

using namespace usher::scim;
using usher::test::sample_type;

namespace {

BoundFilter bound(std::string_view text, const BindRules& rules = {}) {
    return bind(parse_filter(text, {.bare_words = true}), sample_type(), rules);
}

BoundComparison comparison(std::string_view text, const BindRules& rules = {}) {
    return std::get<BoundComparison>(bound(text, rules).node);
}

/// The error that binding `text` ends with; nullopt if it does not.
std::optional<Error> refusal(std::string_view text, const BindRules& rules = {}) {
    try {
        (void)bound(text, rules);
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

bool is_invalid_filter(std::string_view text) {
    const auto error = refusal(text);
    return error && error->type() == ScimType::invalid_filter && error->status() == 400;
}

}  // namespace

TEST_CASE("Binding finds the attribute and makes the literal a comparison key") {
    const BoundComparison name = comparison(R"(USERNAME eq "BJensen")");
    CHECK(name.path.text() == "userName");
    CHECK(name.op == Operator::eq);
    CHECK(name.key == "bjensen");
    CHECK(comparison(R"(nickName eq "BJ")").key == "BJ");
    CHECK(comparison("active eq false").key == "false");
    CHECK(
        comparison(R"(birth gt "2011-05-13T06:42:34+02:00")").key ==
        "2011-05-13T04:42:34.000000000Z"
    );
    CHECK(comparison("loginCount gt 1.5").key < comparison("loginCount gt 2").key);
    CHECK(comparison("userName eq bjensen").key == "bjensen");
}

TEST_CASE("F18, EN14: a complex attribute in a comparison means its value") {
    CHECK(comparison(R"(emails co "x")").path.text() == "emails.value");
    CHECK(
        comparison(R"(urn:test:extension:work:2.0:Sample:manager eq "1")").path.text() ==
        "urn:test:extension:work:2.0:Sample:manager.value"
    );
    CHECK(comparison("emails pr").path.text() == "emails");
    CHECK(comparison("emails eq null").path.text() == "emails");
}

TEST_CASE("F21, F22: URN-qualified and common attributes are found") {
    CHECK(comparison(R"(urn:test:core:2.0:Sample:userName eq "x")").path.text() == "userName");
    CHECK(comparison(R"(schemas eq "urn:X")").key == "urn:x");
    CHECK(comparison(R"(meta.lastModified gt "2011-05-13T04:42:34Z")").path.schema == nullptr);
    CHECK(comparison(R"(id eq "A")").key == "A");
    CHECK(comparison(R"(externalId eq "A")").key == "A");
}

TEST_CASE("F12: what cannot be ordered is not ordered") {
    const auto op = GENERATE(as<std::string>(), "gt", "ge", "lt", "le");
    CHECK(is_invalid_filter("active " + op + " true"));
    CHECK(is_invalid_filter("certificate " + op + " \"QUJD\""));
    CHECK(is_invalid_filter("emails[primary " + op + " true]"));
    CHECK_FALSE(refusal("userName " + op + " \"x\""));
    CHECK_FALSE(refusal("score " + op + " 1"));
}

TEST_CASE("F11: only strings and references have substrings") {
    const auto op = GENERATE(as<std::string>(), "co", "sw", "ew");
    CHECK(is_invalid_filter("active " + op + " true"));
    CHECK(is_invalid_filter("active " + op + " \"true\""));
    CHECK(is_invalid_filter("loginCount " + op + " 1"));
    CHECK(is_invalid_filter("birth " + op + " \"2011\""));
    CHECK(is_invalid_filter("certificate " + op + " \"Q\""));
    CHECK_FALSE(refusal("userName " + op + " \"x\""));
    CHECK_FALSE(refusal("profileUrl " + op + " \"x\""));
}

TEST_CASE("A literal has the type of its attribute") {
    const auto text = GENERATE(
        as<std::string>(),
        "userName eq 1",
        "userName eq true",
        "active eq \"true\"",
        "active eq 1",
        "loginCount eq \"1\"",
        "score gt true",
        "birth eq \"yesterday\"",
        "birth eq 2011",
        "birth gt \"2011-02-30T00:00:00Z\"",
        "birth gt \"\"",
        "certificate eq 1",
        "userName gt null",
        "active co null",
        "emails[primary eq \"True\"]"
    );
    CHECK(is_invalid_filter(text));
}

TEST_CASE("A refused literal is not repeated, its attribute is") {
    const auto error = refusal(R"(birth eq "hunter2")");
    REQUIRE(error);
    CHECK(
        error->detail() == "'birth' is compared with a dateTime such as \"2011-05-13T04:42:34Z\"."
    );
}

TEST_CASE("F24: an attribute that does not exist is refused") {
    CHECK(is_invalid_filter("unknown pr"));
    CHECK(is_invalid_filter("name.unknown pr"));
    CHECK(is_invalid_filter("urn:other:1.0:X:userName pr"));
    CHECK(is_invalid_filter("userName pr and (active eq true or unknown pr)"));
    CHECK(is_invalid_filter("not (unknown pr)"));
    CHECK(is_invalid_filter("unknown[value pr]"));
    CHECK(is_invalid_filter("emails[unknown pr]"));
    CHECK(is_invalid_filter("emails[emails.value pr]"));
    CHECK(refusal("unknown pr")->detail() == "'unknown' is not an attribute of 'Sample'.");
}

TEST_CASE("F26: attributes that are never returned cannot be searched by") {
    const auto text = GENERATE(
        as<std::string>(),
        "password eq \"x\"",
        "password pr",
        "PASSWORD sw \"x\"",
        "password eq null",
        "not (password pr)",
        "emails.secret eq \"x\"",
        "emails[secret pr]",
        "userName pr or password co \"a\""
    );
    const auto error = refusal(text);
    REQUIRE(error);
    CHECK(error->type() == ScimType::sensitive);
    CHECK(error->status() == 403);
    CHECK(refusal(text, {.unknown_is_absent = true})->type() == ScimType::sensitive);
}

TEST_CASE("F28: a complex attribute without value is compared by sub-attribute only") {
    CHECK(is_invalid_filter(R"(name eq "x")"));
    CHECK(is_invalid_filter(R"(meta gt "x")"));
    CHECK_FALSE(refusal("name pr"));
    CHECK_FALSE(refusal("name eq null"));
}

TEST_CASE("F19: the names in brackets are those of the attribute's sub-attributes") {
    const BoundFilter filter = bound(R"(emails[TYPE eq "Work"])");
    const auto& value_path = std::get<BoundValuePath>(filter.node);
    CHECK(value_path.path.text() == "emails");
    const auto& inner = std::get<BoundComparison>(value_path.inner.front().node);
    CHECK(inner.path.text() == "emails.type");
    CHECK(inner.key == "work");
}

TEST_CASE("The elements of a simple multi-valued attribute are called value") {
    const BoundFilter filter = bound(R"(tags[value eq "Red"])");
    const auto& value_path = std::get<BoundValuePath>(filter.node);
    CHECK(std::get<BoundComparison>(value_path.inner.front().node).path.text() == "tags");
    CHECK(is_invalid_filter("tags[type pr]"));
}

TEST_CASE("Brackets need an attribute with elements") {
    CHECK(is_invalid_filter("userName[value pr]"));
    CHECK(is_invalid_filter("name.familyName[value pr]"));
    CHECK_FALSE(refusal(R"(name[familyName eq "x"])"));
}

TEST_CASE("F27: to equal null or the empty text is to be absent") {
    CHECK_FALSE(comparison("userName eq null").key);
    CHECK_FALSE(comparison("userName ne null").key);
    CHECK_FALSE(comparison(R"(userName eq "")").key);
    CHECK(comparison(R"(userName co "")").key == "");
}

TEST_CASE("G06: in a search over several types an unknown attribute counts as absent") {
    const BindRules root{.unknown_is_absent = true};
    CHECK(std::holds_alternative<BoundAbsent>(bound("unknown pr", root).node));
    CHECK(std::holds_alternative<BoundAbsent>(bound("unknown[x pr]", root).node));
    CHECK(std::get<BoundAbsent>(bound("unknown ne null", root).node).null_literal);
    CHECK(std::holds_alternative<BoundValuePath>(bound("emails[unknown pr]", root).node));
}

TEST_CASE("EN8: an extension's attribute may come without its URN where the rules say so") {
    CHECK(is_invalid_filter(R"(manager eq "1")"));
    CHECK(
        comparison(R"(manager eq "1")", {.unqualified_extensions = true}).path.text() ==
        "urn:test:extension:work:2.0:Sample:manager.value"
    );
    CHECK(refusal(R"(department eq "1")", {.unqualified_extensions = true}));
}

TEST_CASE("H22: the selection of a PATCH path is bound to its attribute") {
    const BoundPath emails = require_path(parse_attribute_path("emails"), sample_type());
    const Filter good = parse_filter(R"(type eq "work" and not (primary eq true))");
    CHECK(std::holds_alternative<BoundAnd>(bind_selection(good, emails).node));
    CHECK_THROWS_AS(bind_selection(parse_filter("userName pr"), emails), Error);
    const BoundPath name = require_path(parse_attribute_path("userName"), sample_type());
    CHECK_THROWS_AS(bind_selection(parse_filter("value pr"), name), Error);
}

}  // namespace filter_bind_test
