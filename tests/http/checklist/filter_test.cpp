// Logic, paths and literals of filters, and what is refused (RFC 7644 §3.4.2.2): rows F15…F29.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::filter_test {

namespace {

/// Users ann, bob and cem.
class People {
  public:
    explicit People(ScimClient directory) : client(std::move(directory)) {
        client.create("/Users", user("ann", R"({"title": "Cook", "active": true,
            "displayName": "Ann \"The Knife\" Müller", "externalId": "Ext-A",
            "emails": [{"type": "work", "value": "ann@example.com"},
                       {"type": "home", "value": "ann@home.org"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                {"employeeNumber": "7", "manager": {"value": "m-1"}}})"_body));
        client.create("/Users", user("bob", R"({"title": "Cook", "active": false,
            "nickName": "Bobby",
            "emails": [{"type": "work", "value": "bob@home.org", "primary": true}]})"_body));
        client.create("/Users", user("cem", R"({"title": "Guide", "active": true,
            "name": {"familyName": "Öz"}})"_body));
    }

    Texts found(const std::string& filter) {
        INFO(filter);
        const auto answer = client.get(
            "/Users" + query({
                           {"filter", filter}
        })
        );
        REQUIRE(answer.status == 200);
        return sorted(pluck(answer.json()["Resources"], "userName"));
    }

    ScimClient client;
};

}  // namespace

TEST_CASE("F15: not binds before and, and before or, and parentheses decide") {
    People people(each_directory());
    CHECK(
        people.found(R"(userName eq "cem" or title eq "cook" and active eq true)") ==
        Texts{"ann", "cem"}
    );
    CHECK(
        people.found(R"((userName eq "cem" or title eq "cook") and active eq false)") ==
        Texts{"bob"}
    );
    CHECK(people.found(R"(not (title eq "cook") or active eq false)") == Texts{"bob", "cem"});
    CHECK(people.found(R"(not (title eq "cook" or nickName pr))") == Texts{"cem"});
    CHECK(people.found(R"(not (not (userName eq "ann")))") == Texts{"ann"});
    CHECK(people.found(R"(not (title eq "cook") and not (active eq false))") == Texts{"cem"});
}

TEST_CASE("F16: not is read with and without a space before its parenthesis") {
    People people(each_directory());
    CHECK(people.found(R"(not (title eq "cook"))") == Texts{"cem"});
    CHECK(people.found(R"(not(title eq "cook"))") == Texts{"cem"});
    CHECK(people.found(R"(title pr and not(nickName pr))") == Texts{"ann", "cem"});
}

TEST_CASE("F17: operators, logic and attribute names are read in any case") {
    People people(each_directory());
    CHECK(people.found(R"(USERNAME EQ "ann")") == Texts{"ann"});
    CHECK(people.found(R"(Title Eq "cook" AND Active eQ true)") == Texts{"ann"});
    CHECK(people.found(R"(NOT (Emails.Value PR) Or NICKNAME SW "bob")") == Texts{"bob", "cem"});
}

TEST_CASE("F18: a multi-valued attribute matches by any value, and emails means emails.value") {
    People people(each_directory());
    CHECK(people.found(R"(emails co "example.com")") == Texts{"ann"});
    CHECK(people.found(R"(emails co "home.org")") == Texts{"ann", "bob"});
    CHECK(people.found(R"(emails.value eq "ANN@home.org")") == Texts{"ann"});
    CHECK(people.found(R"(emails eq "bob@home.org")") == Texts{"bob"});
    CHECK(people.found(R"(emails.type eq "home")") == Texts{"ann"});
    CHECK(people.found("emails pr") == Texts{"ann", "bob"});
}

TEST_CASE("F19: a value path is about one and the same value") {
    People people(each_directory());
    CHECK(people.found(R"(emails[type eq "work" and value co "home.org"])") == Texts{"bob"});
    CHECK(
        people.found(R"(emails.type eq "work" and emails.value co "home.org")") ==
        Texts{"ann", "bob"}
    );
    CHECK(people.found(R"(emails[type eq "work"] and title eq "cook")") == Texts{"ann", "bob"});
    CHECK(people.found("emails[primary eq true]") == Texts{"bob"});
    CHECK(people.found(R"(not (emails[type eq "home"]))") == Texts{"bob", "cem"});
}

TEST_CASE("F20: a value path takes all logic, but no other value path") {
    People people(each_directory());
    CHECK(people.found(R"(emails[type eq "home" or primary eq true])") == Texts{"ann", "bob"});
    CHECK(people.found(R"(emails[not (type eq "work")])") == Texts{"ann"});
    CHECK(
        people.found(R"(emails[type eq "work" and (value co "bob" or value co "q")])") ==
        Texts{"bob"}
    );
    check_filter_error(people.client, R"(emails[type eq "work" and value[type eq "x"]])");
    check_filter_error(people.client, R"(emails[])");
    check_filter_error(people.client, R"(emails[type eq "work")");
    check_filter_error(people.client, R"(emails[nothing eq "work"])");
}

TEST_CASE("F21: paths may begin with a schema's URN") {
    People people(each_directory());
    const std::string core = user_urn;
    const std::string enterprise = enterprise_urn;
    CHECK(people.found(core + R"(:userName eq "ann")") == Texts{"ann"});
    CHECK(people.found(core + R"(:emails.type eq "home")") == Texts{"ann"});
    CHECK(people.found(core + R"(:name.familyName sw "ö")") == Texts{"cem"});
    CHECK(people.found(core + R"(:emails[type eq "home"])") == Texts{"ann"});
    CHECK(people.found(enterprise + R"(:employeeNumber eq "7")") == Texts{"ann"});
    CHECK(people.found(enterprise + R"(:manager.value eq "m-1")") == Texts{"ann"});
    CHECK(people.found(enterprise + R"(:manager eq "m-1")") == Texts{"ann"});
    CHECK(people.found(enterprise + ":manager pr") == Texts{"ann"});
    check_filter_error(people.client, "urn:example:unknown:title eq \"x\"");
}

TEST_CASE("F22: schemas can be searched") {
    People people(each_directory());
    CHECK(people.found("schemas eq \"" + std::string(enterprise_urn) + "\"") == Texts{"ann"});
    CHECK(people.found("schemas eq \"" + std::string(user_urn) + "\"").size() == 3);
    CHECK(people.found("schemas eq \"urn:example:unknown\"").empty());
}

TEST_CASE("F23: literals are JSON: null, booleans, numbers, strings with escapes and UTF-8") {
    People people(each_directory());
    CHECK(people.found("active eq true") == Texts{"ann", "cem"});
    CHECK(people.found("nickName eq null") == Texts{"ann", "cem"});
    CHECK(people.found(R"(displayName co "\"The Knife\"")") == Texts{"ann"});
    CHECK(people.found(R"(displayName co "M\u00fcller")") == Texts{"ann"});
    CHECK(people.found(R"(displayName co "MÜLLER")") == Texts{"ann"});
    CHECK(people.found(R"(name.familyName eq "\u00D6Z")") == Texts{"cem"});
    CHECK(people.found(R"(displayName co "\\")").empty());
    check_filter_error(people.client, R"(displayName co "\q")");
    check_filter_error(people.client, R"(displayName co "\ud800")");
}

TEST_CASE("F24: what is no filter is 400 invalidFilter") {
    auto client = each_directory();
    for (const char* filter :
         {"userName",
          "userName eq",
          "userName is \"a\"",
          "eq \"a\"",
          "userName eq \"a",
          "userName eq \"a\" and",
          "or userName pr",
          "(userName pr",
          "userName pr)",
          "userName eq 'a'",
          "userName pr userName pr",
          "userName eq \"a\" xor title pr",
          "userName eq a b",
          "not userName pr",
          "userName..x pr",
          "nowhere eq \"a\"",
          "name.nowhere eq \"a\"",
          "userName.x eq \"a\"",
          "userName eq 5",
          "active eq \"maybe\"",
          "userName eq [1]",
          "userName eq {}",
          " ",
          "()",
          "userName pr and and title pr"}) {
        check_filter_error(client, filter);
    }
    check_filter_error(client, "externalId eq jyoung");
}

TEST_CASE("F25: user names compare without case, ids and external ids with") {
    People people(each_directory());
    CHECK(people.found(R"(userName eq "ANN")") == Texts{"ann"});
    CHECK(people.found(R"(externalId eq "Ext-A")") == Texts{"ann"});
    CHECK(people.found(R"(externalId eq "ext-a")").empty());
    CHECK(people.found(R"(externalId sw "ext")").empty());
    CHECK(people.found(R"(externalId co "xt-A")") == Texts{"ann"});
}

TEST_CASE("F26: a password cannot be searched for, by whatever filter or sorting") {
    auto client = each_directory();
    client.create("/Users", user("a", R"({"password": "t1meMa$heen"})"_body));
    for (const std::string filter :
         {"password eq \"t1meMa$heen\"",
          "password pr",
          "password sw \"t\"",
          "not (password pr)",
          "userName pr and password ne \"x\"",
          "userName eq \"zz\" and password pr",
          "PASSWORD eq null",
          "urn:ietf:params:scim:schemas:core:2.0:User:password pr"}) {
        check_filter_error(client, filter, "sensitive");
        const auto searched = client.post(
            "/Users/.search",
            search_request(Json{
                {"filter", filter}
        })
        );
        check_error(searched, 403, "sensitive");
        check_error(
            client.get(
                "/" + query({
                          {"filter", filter}
        })
            ),
            403,
            "sensitive"
        );
    }
    CHECK(client.get("/Users?sortBy=password").status >= 400);
}

TEST_CASE("F27: eq null is absence") {
    People people(each_directory());
    CHECK(people.found("nickName eq null") == Texts{"ann", "cem"});
    CHECK(people.found("nickName ne null") == Texts{"bob"});
    CHECK(people.found("emails eq null") == Texts{"cem"});
    CHECK(people.found("name.familyName ne null") == Texts{"cem"});
    CHECK(people.found("not (displayName eq null)") == Texts{"ann"});
}

TEST_CASE("F28: a complex attribute without a value of its own cannot be compared") {
    People people(each_directory());
    check_filter_error(people.client, R"(name eq "Öz")");
    check_filter_error(people.client, R"(addresses co "x")");
    check_filter_error(people.client, R"(meta eq "x")");
    CHECK(people.found("name pr") == Texts{"cem"});
}

TEST_CASE("F29: filters too deep, too long or with too many terms are 400") {
    auto client = each_directory();
    const auto refused = [&](const std::string& filter) {
        const auto answer = client.post(
            "/Users/.search",
            search_request(Json{
                {"filter", filter}
        })
        );
        CHECK(answer.status == 400);
        const auto type = answer.json().value("scimType", "");
        CHECK((type == "invalidFilter" || type == "tooMany"));
    };
    const std::string deep(10'000, '(');
    refused(deep + "userName pr" + std::string(10'000, ')'));
    refused(deep);
    std::string negated;
    for (int depth = 0; depth < 1'000; ++depth) {
        negated += "not (";
    }
    refused(negated + "userName pr" + std::string(1'000, ')'));
    refused("userName eq \"" + std::string(1'000'000, 'x') + "\"");
    std::string many = "title pr";
    for (int term = 0; term < 20'000; ++term) {
        many += " and title pr";
    }
    refused(many);
    CHECK(client.list("/Users")["totalResults"] == 0);
}

}  // namespace usher::test::filter_test
