// Each operator on each attribute type (RFC 7644 §3.4.2.2): rows F01…F14.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::filter_operators_test {

namespace {

/// Badges alpha, beta, gamma and delta, of which delta has nothing but its name.
class Badges {
  public:
    explicit Badges(ScimClient client) : client_(std::move(client)) {
        add("alpha", R"({"code": "Abc", "level": 1, "weight": 1.5, "valid": true,
            "issued": "2024-01-01T00:00:00Z", "issuer": "https://example.org/a",
            "picture": "YQ==", "doors": ["north", "south"]})"_body);
        add("Beta", R"({"code": "abd", "level": 2, "weight": 2.5, "valid": false,
            "issued": "2024-01-01T01:00:00+02:00", "issuer": "https://example.org/b",
            "doors": ["east"]})"_body);
        add("gamma", R"({"code": "XYZ", "level": 10, "weight": -3.25, "valid": true,
            "issued": "2024-06-01T12:00:00.500Z"})"_body);
        add("delta", Json::object());
    }

    void add(const std::string& name, const Json& attributes) {
        client_.create("/Badges", badge(name, attributes));
    }

    Texts found(const std::string& filter) {
        INFO(filter);
        const auto answer = client_.get(
            "/Badges" + query({
                            {"filter", filter}
        })
        );
        REQUIRE(answer.status == 200);
        return sorted(pluck(answer.json()["Resources"], "name"));
    }

    void refuses(const std::string& filter) {
        INFO(filter);
        check_error(
            client_.get(
                "/Badges" + query({
                                {"filter", filter}
        })
            ),
            400,
            "invalidFilter"
        );
    }

  private:
    ScimClient client_;
};

}  // namespace

TEST_CASE("F01: eq compares each type by value") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(name eq "BETA")") == Texts{"Beta"});
    CHECK(badges.found("level eq 2") == Texts{"Beta"});
    CHECK(badges.found("weight eq 2.50") == Texts{"Beta"});
    CHECK(badges.found("weight eq -3.25") == Texts{"gamma"});
    CHECK(badges.found("weight eq 15e-1") == Texts{"alpha"});
    CHECK(badges.found(R"(issued eq "2023-12-31T23:00:00Z")") == Texts{"Beta"});
    CHECK(badges.found("valid eq false") == Texts{"Beta"});
    CHECK(badges.found(R"(issuer eq "https://example.org/a")") == Texts{"alpha"});
    CHECK(badges.found(R"(picture eq "YQ==")") == Texts{"alpha"});
    CHECK(badges.found(R"(doors eq "south")") == Texts{"alpha"});
    CHECK(badges.found("level eq 3").empty());
}

TEST_CASE("F02: ne is true where no value is equal, absent values included") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(name ne "beta")") == Texts{"alpha", "delta", "gamma"});
    CHECK(badges.found("level ne 2") == Texts{"alpha", "delta", "gamma"});
    CHECK(badges.found("valid ne true") == Texts{"Beta", "delta"});
    CHECK(badges.found(R"(issued ne "2024-01-01T00:00:00Z")") == Texts{"Beta", "delta", "gamma"});
    CHECK(badges.found(R"(issuer ne "https://example.org/a")") == Texts{"Beta", "delta", "gamma"});
    CHECK(badges.found(R"(doors ne "north")") == Texts{"Beta", "delta", "gamma"});
}

TEST_CASE("F03: co finds a substring") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(name co "ET")") == Texts{"Beta"});
    CHECK(badges.found(R"(name co "t")") == Texts{"Beta", "delta"});
    CHECK(badges.found(R"(issuer co "example.org/")") == Texts{"Beta", "alpha"});
    CHECK(badges.found(R"(doors co "ort")") == Texts{"alpha"});
    CHECK(badges.found(R"(code co "q")").empty());
}

TEST_CASE("F04: sw finds a beginning") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(name sw "b")") == Texts{"Beta"});
    CHECK(badges.found(R"(issuer sw "https://")") == Texts{"Beta", "alpha"});
    CHECK(badges.found(R"(doors sw "e")") == Texts{"Beta"});
    CHECK(badges.found(R"(name sw "eta")").empty());
}

TEST_CASE("F05: ew finds an end") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(name ew "TA")") == Texts{"Beta", "delta"});
    CHECK(badges.found(R"(issuer ew "/b")") == Texts{"Beta"});
    CHECK(badges.found(R"(doors ew "th")") == Texts{"alpha"});
    CHECK(badges.found(R"(name ew "del")").empty());
}

TEST_CASE("F06: pr is true where there is a value of any type") {
    Badges badges(each_directory());
    for (const char* name : {"code", "level", "weight", "issued", "valid"}) {
        CHECK(badges.found(std::string(name) + " pr") == Texts{"Beta", "alpha", "gamma"});
    }
    CHECK(badges.found("issuer pr") == Texts{"Beta", "alpha"});
    CHECK(badges.found("picture pr") == Texts{"alpha"});
    CHECK(badges.found("doors pr") == Texts{"Beta", "alpha"});
    CHECK(badges.found("name pr").size() == 4);
}

TEST_CASE("F07: gt orders strings, numbers, times and references") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(name gt "beta")") == Texts{"delta", "gamma"});
    CHECK(badges.found("level gt 1") == Texts{"Beta", "gamma"});
    CHECK(badges.found("weight gt -4") == Texts{"Beta", "alpha", "gamma"});
    CHECK(badges.found("weight gt 1.5") == Texts{"Beta"});
    CHECK(badges.found(R"(issued gt "2023-12-31T23:30:00Z")") == Texts{"alpha", "gamma"});
    CHECK(badges.found(R"(issuer gt "https://example.org/a")") == Texts{"Beta"});
}

TEST_CASE("F08: ge is gt or eq") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(name ge "BETA")") == Texts{"Beta", "delta", "gamma"});
    CHECK(badges.found("level ge 2") == Texts{"Beta", "gamma"});
    CHECK(badges.found("weight ge 1.50") == Texts{"Beta", "alpha"});
    CHECK(badges.found(R"(issued ge "2024-06-01T12:00:00.5Z")") == Texts{"gamma"});
    CHECK(badges.found(R"(issuer ge "https://example.org/b")") == Texts{"Beta"});
}

TEST_CASE("F09: lt orders strings, numbers, times and references") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(name lt "Beta")") == Texts{"alpha"});
    CHECK(badges.found("level lt 10") == Texts{"Beta", "alpha"});
    CHECK(badges.found("weight lt 0") == Texts{"gamma"});
    CHECK(badges.found(R"(issued lt "2024-01-01T00:00:00Z")") == Texts{"Beta"});
    CHECK(badges.found(R"(issuer lt "https://example.org/b")") == Texts{"alpha"});
}

TEST_CASE("F10: le is lt or eq") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(name le "beta")") == Texts{"Beta", "alpha"});
    CHECK(badges.found("level le 2") == Texts{"Beta", "alpha"});
    CHECK(badges.found("weight le 1.5") == Texts{"alpha", "gamma"});
    CHECK(badges.found(R"(issued le "2024-01-01T00:00:00Z")") == Texts{"Beta", "alpha"});
    CHECK(badges.found(R"(issuer le "https://example.org/b")") == Texts{"Beta", "alpha"});
}

TEST_CASE("F11: substrings follow caseExact, and no character of them is a wildcard") {
    Badges badges(each_directory());
    CHECK(badges.found(R"(code co "bc")") == Texts{"alpha"});
    CHECK(badges.found(R"(code co "BC")").empty());
    CHECK(badges.found(R"(code sw "ab")") == Texts{"Beta"});
    CHECK(badges.found(R"(code ew "yz")").empty());
    CHECK(badges.found(R"(name co "LPH")") == Texts{"alpha"});
    badges.add("100%_sure*?[a]", Json::object());
    for (const char* text : {"%", "_", "*", "?", "[a]", "100%", "sure*"}) {
        CHECK(badges.found("name co \"" + std::string(text) + "\"") == Texts{"100%_sure*?[a]"});
    }
    CHECK(badges.found(R"(name sw "a%")").empty());
}

TEST_CASE("F12: booleans and binaries have no order") {
    Badges badges(each_directory());
    for (const char* op : {"gt", "ge", "lt", "le"}) {
        badges.refuses("valid " + std::string(op) + " true");
        badges.refuses("picture " + std::string(op) + " \"YQ==\"");
    }
}

TEST_CASE("F13: dateTimes compare across offsets and fraction digits") {
    Badges badges(each_directory());
    for (const char* text :
         {"2024-06-01T12:00:00.500Z",
          "2024-06-01T12:00:00.5Z",
          "2024-06-01T14:00:00.500000+02:00",
          "2024-06-01T06:30:00.50-05:30"}) {
        CHECK(badges.found("issued eq \"" + std::string(text) + "\"") == Texts{"gamma"});
    }
    CHECK(badges.found(R"(issued gt "2024-06-01T13:59:59+02:00")") == Texts{"gamma"});
    CHECK(badges.found(R"(issued lt "2024-01-01T00:00:00+01:00")").empty());
    CHECK(badges.found(R"(issued lt "2024-01-01T00:00:00-01:00")") == Texts{"Beta", "alpha"});
    CHECK(badges.found(R"(meta.created ge "2020-01-01T00:00:00+01:00")").size() == 4);
    CHECK(badges.found(R"(meta.lastModified lt "2020-01-01T00:00:00+01:00")").empty());
    badges.refuses(R"(issued gt "yesterday")");
}

TEST_CASE("F14: pr is false for null, empty and absent values, true for a complex one with any") {
    auto client = each_directory();
    client.create("/Users", user("none", R"({"title": null, "emails": [], "name": {}})"_body));
    client.create("/Users", user("some", R"({"title": "Cook", "name": {"givenName": "Al"},
        "emails": [{"type": "work", "value": "a@b.org"}]})"_body));
    for (const char* name : {"title", "emails", "name", "emails.value", "name.givenName"}) {
        CAPTURE(name);
        CHECK(client.find("/Users", std::string(name) + " pr", "userName") == Texts{"some"});
        CHECK(
            client.find("/Users", "not (" + std::string(name) + " pr)", "userName") == Texts{"none"}
        );
    }
    CHECK(client.find("/Users", "name.familyName pr", "userName").empty());
    CHECK(client.find("/Users", "nickName pr", "userName").empty());
}

}  // namespace usher::test::filter_operators_test
