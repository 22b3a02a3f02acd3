// What the request log keeps of bodies and targets.
#include "directory/redaction.hpp"

#include "tests/support/json_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::redaction_test {

using directory::bounded_body;
using directory::target_without_secrets;
using directory::without_secrets;

namespace {

std::string kept(const std::string& body) {
    return without_secrets(bounded_body(body));
}

}  // namespace

TEST_CASE("a short body without secrets is kept as it was sent") {
    CHECK(kept("") == "");
    CHECK(kept("{ \"userName\":\"ann\" }") == "{ \"userName\":\"ann\" }");
    CHECK(kept("no JSON at all") == "no JSON at all");
}

TEST_CASE("the value of a key that names a secret is removed, in any case and at any depth") {
    const Json body = Json::parse(kept(
        R"({"userName":"ann","Password":"p1","x":[{"clientSecret":{"a":"p2"}}],"api_token":"p3"})"
    ));
    CHECK(body["userName"] == "ann");
    CHECK(body["Password"] == "(removed)");
    CHECK(body["x"][0]["clientSecret"] == "(removed)");
    CHECK(body["api_token"] == "(removed)");
}

TEST_CASE("a PATCH that names a secret in its path loses its value, whichever stands first") {
    const auto text = kept(
        R"({"Operations":[{"op":"add","value":"p1","path":"passWord"},{"op":"add","path":"title","value":"x"}]})"
    );
    const Json operations = Json::parse(text)["Operations"];
    CHECK(operations[0]["value"] == "(removed)");
    CHECK(operations[1]["value"] == "x");
}

TEST_CASE("a key spelled with escapes is a key all the same") {
    const auto text = kept(R"({"p\u0061ssword":"p1"})");
    CHECK(text.find("p1") == std::string::npos);
}

TEST_CASE("what may hold a secret and cannot be looked through is not kept") {
    CHECK(kept("password=p1").find("p1") == std::string::npos);
    CHECK(kept("{\"password\":\"p1\"").find("p1") == std::string::npos);
    const std::string filler(directory::longest_kept_body, 'x');
    const auto long_secret = kept("{\"a\":\"" + filler + "\",\"password\":\"p1\"}");
    CHECK(long_secret.find("xx") == std::string::npos);
    CHECK(long_secret.find("not kept") != std::string::npos);
}

TEST_CASE("of a long body the beginning is kept, cut where a character ends") {
    std::string body = "[\"";
    while (body.size() < 20'000)
        body += "ä";
    body += "\"]";
    const auto text = kept(body);
    CHECK(text.size() < directory::longest_kept_body + 50);
    CHECK(text.starts_with("[\"ää"));
    CHECK(text.ends_with("... (" + std::to_string(body.size()) + " bytes)"));
    CHECK(text.find('?') == std::string::npos);
}

TEST_CASE("what a database cannot store is replaced") {
    CHECK(kept(std::string("a\0b", 3)) == "a?b");
    CHECK(kept("\xFF\xFE") == "??");
}

TEST_CASE("a target keeps its filter and loses its secrets") {
    CHECK(target_without_secrets("/scim/v2/Users") == "/scim/v2/Users");
    CHECK(
        target_without_secrets("/scim/v2/Users?filter=userName%20eq%20%22a%22&count=2") ==
        "/scim/v2/Users?filter=userName%20eq%20%22a%22&count=2"
    );
    CHECK(
        target_without_secrets("/Users?access_token=abc&count=2") ==
        "/Users?access_token=(removed)&count=2"
    );
    CHECK(target_without_secrets("/x?" + std::string(5000, 'y')).size() <= 2048);
}

}  // namespace usher::test::redaction_test
