#include "usher/scim/error.hpp"
#include "usher/scim/filter.hpp"

#include <functional>

#include <catch2/catch.hpp>

namespace filter_parse_test {

using namespace usher::scim;
using Kind = Literal::Kind;

namespace {

constexpr FilterSyntax extended{.bare_words = true, .value_path_suffix = true};

/// The filter read and written again: shows how it was understood, with every parenthesis.
std::string read(std::string_view text, const FilterSyntax& syntax = {}) {
    return to_text(parse_filter(text, syntax));
}

Comparison comparison(std::string_view text, const FilterSyntax& syntax = {}) {
    return std::get<Comparison>(parse_filter(text, syntax).node);
}

Literal literal(const std::string& value) {
    return comparison("a eq " + value).literal;
}

/// The error that `action` ends with.
Error refusal(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    throw std::logic_error("nothing was refused");
}

Error refusal_of(std::string_view text, const FilterSyntax& syntax = {}) {
    return refusal([&] { (void)parse_filter(text, syntax); });
}

std::string repeated(std::string_view text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

}  // namespace

TEST_CASE("Every example filter of RFC 7644 figure 2 is read") {
    const auto text = GENERATE(
        as<std::string>(),
        R"(userName eq "bjensen")",
        R"(name.familyName co "O'Malley")",
        R"(userName sw "J")",
        R"(urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J")",
        R"(title pr)",
        R"(meta.lastModified gt "2011-05-13T04:42:34Z")",
        R"(meta.lastModified ge "2011-05-13T04:42:34Z")",
        R"(meta.lastModified lt "2011-05-13T04:42:34Z")",
        R"(meta.lastModified le "2011-05-13T04:42:34Z")",
        R"(title pr and userType eq "Employee")",
        R"(title pr or userType eq "Intern")",
        R"(schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")",
        R"(userType eq "Employee" and (emails co "example.com" or emails.value co "example.org"))",
        R"(userType ne "Employee" and not (emails co "example.com" or emails.value co "x.org"))",
        R"(userType eq "Employee" and (emails.type eq "work"))",
        R"(userType eq "Employee" and emails[type eq "work" and value co "@example.com"])",
        R"(emails[type eq "work" and value co "@x.com"] or ims[type eq "xmpp" and value co "@f"])"
    );
    CHECK(parse_filter(read(text)) == parse_filter(text));
}

TEST_CASE("F01-F10: a comparison is a path, an operator and a literal") {
    const Comparison read_back = comparison(R"(name.familyName co "Jen")");
    CHECK(read_back.path == AttributePath{"", "name", "familyName"});
    CHECK(read_back.op == Operator::co);
    CHECK(read_back.literal == Literal{Kind::string, "Jen"});
    CHECK(comparison("title pr").literal.kind == Kind::none);
}

TEST_CASE("F15: not binds more than and, and more than or") {
    CHECK(read("a pr or b pr and c pr") == "a pr or (b pr and c pr)");
    CHECK(read("a pr and b pr or c pr") == "(a pr and b pr) or c pr");
    CHECK(read("(a pr or b pr) and c pr") == "(a pr or b pr) and c pr");
    CHECK(read("not (a pr) and b pr") == "not (a pr) and b pr");
    CHECK(read("not (a pr and b pr)") == "not (a pr and b pr)");
    CHECK(read("((a pr))") == "a pr");
    CHECK(read("a pr and b pr and c pr") == "a pr and b pr and c pr");
    CHECK(read("a pr and (b pr and c pr)") == "a pr and (b pr and c pr)");
}

TEST_CASE("F16: not is read with and without a space before the parenthesis") {
    CHECK(parse_filter("not(a pr)") == parse_filter("not (a pr)"));
    CHECK(parse_filter("NOT   ( a pr )") == parse_filter("not (a pr)"));
    CHECK(comparison("not eq 1").path.attribute == "not");
}

TEST_CASE("F17: operators are read in any letter case") {
    CHECK(
        parse_filter(R"(a EQ "x" AND b Pr Or c pR)") == parse_filter(R"(a eq "x" and b pr or c pr)")
    );
}

TEST_CASE("White space around the parts of a filter does not matter") {
    CHECK(parse_filter("  a   eq\t1 \n and ( b pr ) ") == parse_filter("a eq 1 and (b pr)"));
    CHECK(parse_filter("a[ b pr ]") == parse_filter("a[b pr]"));
}

TEST_CASE("F20: brackets hold logic, but no brackets") {
    CHECK(
        read(R"(emails[type eq "work" or not (value co "x")])") ==
        R"(emails[type eq "work" or not (value co "x")])"
    );
    CHECK(read("a[b pr or (c pr and d pr)]") == "a[b pr or (c pr and d pr)]");
    CHECK(refusal_of("a[b[c pr]]").type() == ScimType::invalid_filter);
    CHECK(read("a[b pr] and c[d pr]") == "a[b pr] and c[d pr]");
}

TEST_CASE("F21: URN-qualified paths are read with their dots and colons") {
    const Comparison read_back = comparison(
        R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "1")"
    );
    CHECK(read_back.path.schema == "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
    CHECK(read_back.path.attribute == "manager");
    CHECK(read_back.path.sub_attribute == "value");
    CHECK(read("urn:x:2.0:Y:a[b pr]") == "urn:x:2.0:Y:a[b pr]");
    CHECK(comparison("members.$ref pr").path.sub_attribute == "$ref");
}

TEST_CASE("F23: literals are those of JSON") {
    CHECK(literal("null").kind == Kind::null);
    CHECK(literal("true") == Literal{Kind::boolean, "true"});
    CHECK(literal("false") == Literal{Kind::boolean, "false"});
    CHECK(literal("-12.5e3") == Literal{Kind::number, "-12.5e3"});
    CHECK(literal(R"("say \"hi\" \\ \/ \n \u00e4 \ud83d\ude00")").text == "say \"hi\" \\ / \n ä 😀");
    CHECK(literal(R"("größe")").text == "größe");
    CHECK(literal(R"("a ] ) and b")").text == "a ] ) and b");
    CHECK(literal(R"("")") == Literal{Kind::string, ""});
}

TEST_CASE("F24: what is no filter is refused with 400 invalidFilter") {
    const auto text = GENERATE(
        as<std::string>(),
        "",
        " ",
        "a",
        "a ",
        "a eq",
        "a eq ",
        "a xx 1",
        "a eq \"x",
        "a eq \"x\\\"",
        "a eq 'x'",
        "a eq x",
        "a eq 01",
        "a eq 1.",
        "a eq +1",
        "a eq 1e999",
        "a eq TRUE",
        "a eq {}",
        "a eq \"\\q\"",
        "a eq \"\\ud800\"",
        "a eq \"\n\"",
        "a eq \"x\"y",
        "a eq\"x\"",
        "a eq 1 b",
        "a eq 1 and",
        "a eq 1 and ",
        "and a pr",
        "a pr and and b pr",
        "a prand b pr",
        "a pr andb pr",
        "(a pr",
        "a pr)",
        "()",
        "not a pr",
        "not",
        "not ()",
        "a[b pr",
        "a[]",
        "a b pr]",
        "[b pr]",
        "a.b.c pr",
        "a. pr",
        "1a pr",
        "a[b pr].c eq 1",
        "a[b pr]c",
        "a pr b pr",
        "ä pr",
        "\"a\" pr",
        "a eq \xFF",
        "a eq \"\xC0\xAF\"",
        "a pr pr"
    );
    const Error error = refusal_of(text);
    CHECK(error.type() == ScimType::invalid_filter);
    CHECK(error.status() == 400);
}

TEST_CASE("A refusal names the column where reading stopped") {
    CHECK(
        refusal_of("userName regex \"x\"").detail() ==
        "Filter, column 10: the operator 'regex' is not supported."
    );
    CHECK(
        refusal_of("a eq \"open").detail() ==
        "Filter, column 6: the double quote that opens here is never closed."
    );
    CHECK(refusal_of("(a pr").detail() == "Filter, column 6: expected 'and', 'or' or ')'.");
}

TEST_CASE("A refusal never repeats a value") {
    CHECK(refusal_of("a eq hunter2").detail().find("hunter2") == std::string::npos);
    CHECK(refusal_of("a eq \"hunter2\" x").detail().find("hunter2") == std::string::npos);
    CHECK(refusal_of("a p4$$w0rd! 1").detail().find("p4$$w0rd") == std::string::npos);
}

TEST_CASE("U+0000 is refused, plain and escaped") {
    CHECK(refusal_of(std::string_view("a eq \"x\0\"", 9)).type() == ScimType::invalid_filter);
    CHECK(refusal_of(R"(a eq "x\u0000")").type() == ScimType::invalid_filter);
    CHECK(
        refusal_of(std::string_view("a eq x\0y", 8), extended).type() == ScimType::invalid_filter
    );
}

TEST_CASE("F29: a filter has bounds in length, comparisons and depth") {
    const std::string thousand = "a pr" + repeated(" or a pr", 999);
    CHECK_NOTHROW(parse_filter(thousand));
    CHECK(refusal_of(thousand + " or a pr").type() == ScimType::invalid_filter);
    CHECK_NOTHROW(parse_filter(repeated("(", 50) + "a pr" + repeated(")", 50)));
    CHECK(refusal_of(repeated("(", 51) + "a pr" + repeated(")", 51)).status() == 400);
    CHECK(refusal_of(repeated("not(", 51) + "a pr" + repeated(")", 51)).status() == 400);
    CHECK(refusal_of("a eq \"" + std::string(100'000, 'x') + '"').status() == 400);
}

TEST_CASE("F29: a hundred thousand comparisons or parentheses are refused, whatever the length") {
    const FilterSyntax any_length{.max_length = 10'000'000};
    CHECK(refusal_of("a pr" + repeated(" or a pr", 100'000), any_length).status() == 400);
    CHECK(refusal_of(repeated("(", 100'000), any_length).status() == 400);
    CHECK(refusal_of(repeated("not (", 100'000), any_length).status() == 400);
    CHECK(refusal_of(repeated("a[", 100'000), any_length).status() == 400);
}

TEST_CASE("EN11: bare words are read as values only where they are allowed") {
    CHECK(comparison("externalId eq jyoung", extended).literal == Literal{Kind::bare, "jyoung"});
    CHECK(comparison("id eq 12-ab@x.y", extended).literal == Literal{Kind::bare, "12-ab@x.y"});
    CHECK(comparison("a eq true", extended).literal.kind == Kind::boolean);
    CHECK(comparison("a eq 12", extended).literal.kind == Kind::number);
    CHECK(read("a[b eq x] and (c eq y)", extended) == "a[b eq x] and c eq y");
    CHECK(refusal_of("externalId eq jyoung").type() == ScimType::invalid_filter);
    CHECK(refusal_of("externalId eq ", extended).type() == ScimType::invalid_filter);
}

TEST_CASE("EN12: a sub-attribute after the brackets becomes one more condition on the element") {
    CHECK(
        read(R"(emails[type eq "work"].value eq "x")", extended) ==
        R"(emails[type eq "work" and value eq "x"])"
    );
    CHECK(
        read(R"(a[b pr or c pr].d pr and e pr)", extended) == "a[(b pr or c pr) and d pr] and e pr"
    );
    CHECK(read(R"(a[b pr and c pr].d pr)", extended) == "a[b pr and c pr and d pr]");
    CHECK(refusal_of("a[b pr].c.d pr", extended).type() == ScimType::invalid_filter);
    CHECK(refusal_of("a[b pr].c", extended).type() == ScimType::invalid_filter);
}

TEST_CASE("H05: PATCH paths are an attribute, a selection and a sub-attribute") {
    CHECK(
        parse_patch_path("name.givenName") ==
        PatchPath{
            {"",           "name", "givenName"},
            {           }
    }
    );
    const PatchPath path = parse_patch_path(R"(urn:x:2.0:Y:emails[type eq "work"].value)");
    CHECK(path.attribute == AttributePath{"urn:x:2.0:Y", "emails", "value"});
    REQUIRE(path.selection.size() == 1);
    CHECK(path.selection.front() == parse_filter(R"(type eq "work")"));
    CHECK(parse_patch_path("members[value eq \"1\"]").attribute.sub_attribute.empty());
    CHECK(parse_patch_path("roles[a eq \"]\" or b pr].c").attribute.sub_attribute == "c");
}

TEST_CASE("H05: what is no PATCH path is refused with invalidPath") {
    const auto text = GENERATE(
        as<std::string>(),
        "",
        "a b",
        "a.b.c",
        "[a pr]",
        "a[b pr",
        "a[b pr].",
        "a[b pr]c",
        "a[b pr].c.d",
        "a[b pr].1",
        "a[b pr] ",
        "a.b[c pr]",
        "a[b pr].u:c",
        "a[b pr][c pr]"
    );
    CHECK(refusal([&] { (void)parse_patch_path(text); }).type() == ScimType::invalid_path);
}

TEST_CASE("H22: a bad filter in a PATCH path is refused with invalidFilter") {
    const auto text = GENERATE(
        as<std::string>(),
        "a[]",
        "a[b]",
        "a[b xx 1]",
        "a[b eq x]",
        "a[b eq \"x]",
        "a[b[c pr]]",
        "a[b pr c]"
    );
    CHECK(refusal([&] { (void)parse_patch_path(text); }).type() == ScimType::invalid_filter);
}

}  // namespace filter_parse_test
