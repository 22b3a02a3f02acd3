// What an answer shows (RFC 7644 §3.4.2.5, §3.9; RFC 7643 §7): rows A01…A06.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::projection_test {

namespace {

Texts keys(const Json& object) {
    Texts names;
    for (const auto& [key, value] : object.items()) {
        names.push_back(key);
    }
    return sorted(names);
}

}  // namespace

TEST_CASE("A01: attributes shows what is always returned and what is named") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", full_user("a"));
    CHECK(keys(client.read(path + "?attributes=userName")) == Texts{"id", "schemas", "userName"});
    CHECK(keys(client.read(path + "?attributes=nowhere")) == Texts{"id", "schemas"});
    const auto part = client.read(path + "?attributes=name.familyName,emails.value");
    CHECK(same(part["name"], R"({"familyName": "Jensen"})"_body));
    CHECK(same(
        part["emails"], R"([{"value": "bjensen@example.com"}, {"value": "babs@jensen.org"}])"_body
    ));
    const std::string core = user_urn;
    CHECK(
        keys(client.read(path + "?attributes=" + core + ":userName")) ==
        Texts{"id", "schemas", "userName"}
    );
    const std::string enterprise = enterprise_urn;
    const auto extension = client.read(path + "?attributes=" + enterprise + ":costCenter");
    CHECK(same(extension.at(enterprise), R"({"costCenter": "4130"})"_body));
    CHECK(client.read(path + "?attributes=" + enterprise)[enterprise].size() == 5);
    CHECK(client.read(path + "?attributes=meta.location")["meta"].size() == 1);

    const auto list = client.list(
        "/Users",
        {
            {"attributes", "userName, displayName"}
    }
    );
    CHECK(keys(list["Resources"][0]) == Texts{"displayName", "id", "schemas", "userName"});
}

TEST_CASE("A02: excludedAttributes leaves out what is named, but never id and schemas") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", full_user("a"));
    const auto part =
        client.read(path + "?excludedAttributes=id,schemas,emails,name.givenName,meta");
    CHECK(part.contains("id"));
    CHECK(part.contains("schemas"));
    CHECK_FALSE(part.contains("emails"));
    CHECK_FALSE(part.contains("meta"));
    CHECK_FALSE(part["name"].contains("givenName"));
    CHECK(part["name"]["familyName"] == "Jensen");
    const auto stripped = client.read(path + "?excludedAttributes=" + enterprise_urn);
    CHECK_FALSE(stripped.contains(enterprise_urn));
    CHECK(stripped["userName"] == "a");
}

TEST_CASE("A03: attributes and excludedAttributes exclude each other") {
    auto client = each_directory();
    const auto id = client.create_id("/Users", full_user("a"));
    const std::string both = "?attributes=userName&excludedAttributes=emails";
    check_error(client.get("/Users/" + id + both), 400, "invalidValue");
    check_error(client.get("/Users" + both), 400, "invalidValue");
    check_error(client.post("/Users" + both, user("b")), 400, "invalidValue");
    CHECK(client.list("/Users")["totalResults"] == 1);
}

TEST_CASE("A04: what is returned on request is shown when named, what is returned never is not") {
    auto client = each_directory();
    const auto made = client.create("/Badges", badge("Badge", R"({"note": "secret door"})"_body));
    CHECK_FALSE(made.contains("note"));
    const auto path = "/Badges/" + made["id"].get<std::string>();
    CHECK_FALSE(client.read(path).contains("note"));
    CHECK_FALSE(client.list("/Badges")["Resources"][0].contains("note"));
    CHECK(client.read(path + "?attributes=note")["note"] == "secret door");
    CHECK(
        client.list(
            "/Badges",
            {
                {"attributes", "note"}
    }
        )["Resources"][0]["note"] == "secret door"
    );
    const auto person =
        client.create_id("/Users", user("a", R"({"password": "t1meMa$heen"})"_body));
    CHECK_FALSE(client.read("/Users/" + person + "?attributes=password").contains("password"));
}

TEST_CASE("A05: members can be left out of Groups") {
    auto client = each_directory();
    const auto person = client.create_id("/Users", user("a"));
    const auto path = "/Groups/" + client.create_id("/Groups", group("g", {person}));
    CHECK(client.read(path)["members"].size() == 1);
    CHECK_FALSE(client.read(path + "?excludedAttributes=members").contains("members"));
    CHECK_FALSE(client.read(path + "?attributes=displayName").contains("members"));
    CHECK(client.read(path + "?attributes=members")["members"].size() == 1);
    const auto list = client.list(
        "/Groups",
        {
            {"filter",             R"(displayName eq "G")"},
            {"excludedAttributes", "members"              }
    }
    );
    REQUIRE(list["totalResults"] == 1);
    CHECK_FALSE(list["Resources"][0].contains("members"));
    CHECK(client.list("/Groups")["Resources"][0]["members"].size() == 1);
}

TEST_CASE("A06: a value filter in attributes is tolerated") {
    auto client = each_directory();
    client.create("/Users", full_user("a"));
    const auto list = client.list(
        "/Users",
        {
            {"attributes", R"(userName,emails[type eq "work"])"}
    }
    );
    const auto& shown = list["Resources"][0];
    CHECK(shown["userName"] == "a");
    CHECK(shown.contains("emails"));
    CHECK_FALSE(shown.contains("displayName"));
}

}  // namespace usher::test::projection_test
