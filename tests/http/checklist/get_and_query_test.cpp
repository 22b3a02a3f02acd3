// Reading and searching (RFC 7644 §3.4.1-§3.4.3): rows G01…G09.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::get_and_query_test {

namespace {

constexpr const char* list_urn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// Three Users and a Group.
void populate(ScimClient& client) {
    const auto ann = client.create_id("/Users", user("ann", R"({"displayName": "Ann"})"_body));
    client.create("/Users", user("bob", R"({"displayName": "Bob", "title": "Cook"})"_body));
    client.create("/Users", user("cem", R"({"title": "Cook"})"_body));
    client.create("/Groups", group("Team", {ann}));
}

}  // namespace

TEST_CASE("G01: a resource is read by its id, and an unknown one and another type's is 404") {
    auto client = each_directory();
    const auto person = client.create("/Users", full_user("a"));
    const auto team = client.create("/Groups", group("g"));
    const auto id = person["id"].get<std::string>();
    CHECK(same(client.read("/Users/" + id), person));
    check_error(client.get("/Groups/" + id), 404);
    check_error(client.get("/Users/" + team["id"].get<std::string>()), 404);
    check_error(client.get("/Users/018f0000-0000-7000-8000-000000000001"), 404);
    check_error(client.get("/Users/nobody"), 404);
    check_error(client.get("/Users/%22%27%3B--"), 404);
    check_error(client.get("/Users/" + id + "/more"), 404);
    check_error(client.get("/Nothing/" + id), 404);
}

TEST_CASE("G02: a search that finds nothing is 200 with totalResults 0") {
    auto client = each_directory();
    for (const std::string endpoint : {"/Users", "/Groups", "/Badges"}) {
        for (const auto& target : {
                 endpoint, endpoint + query({{"filter", R"(id eq "x")"}}
                    )
        }) {
            const auto list = client.read(target);
            CHECK(list["schemas"] == Json::array({list_urn}));
            CHECK(list["totalResults"] == 0);
            CHECK(list.at("Resources") == Json::array());
        }
    }
}

TEST_CASE("G03: a ListResponse counts in integers") {
    auto client = each_directory();
    populate(client);
    const auto all = client.list("/Users");
    CHECK(all["totalResults"] == 3);
    CHECK(all["itemsPerPage"] == 3);
    CHECK(all["startIndex"] == 1);
    CHECK(all["Resources"].size() == 3);
    const auto part = client.list(
        "/Users",
        {
            {"startIndex", "2"},
            {"count",      "1"}
    }
    );
    for (const char* name : {"totalResults", "itemsPerPage", "startIndex"}) {
        CHECK(part.at(name).is_number_integer());
    }
    CHECK(part["totalResults"] == 3);
    CHECK(part["itemsPerPage"] == 1);
    CHECK(part["startIndex"] == 2);
    CHECK(part["Resources"].size() == 1);
}

TEST_CASE("G04: query parameters that the server does not know are ignored") {
    auto client = each_directory();
    populate(client);
    CHECK(client.read("/Users?aadOptscim062020")["totalResults"] == 3);
    CHECK(client.read("/Users?foo=bar&aadOptscim062020&count=2&=&&x")["itemsPerPage"] == 2);
    const auto id = client.list("/Users")["Resources"][0]["id"].get<std::string>();
    CHECK(client.read("/Users/" + id + "?unknown=1")["id"] == id);
    CHECK(client.post("/Users?aadOptscim062020", user("dan")).status == 201);
    // Where the flag was pasted into the base URL.
    CHECK(client.read("?aadOptscim062020/Users?count=2")["itemsPerPage"] == 2);
    CHECK(client.read("?aadOptscim062020/Users/" + id)["id"] == id);
}

TEST_CASE("G05: a search at the root covers all resource types") {
    auto client = each_directory();
    populate(client);
    for (const std::string root : {"", "/"}) {
        const auto all = client.list(root);
        CHECK(all["schemas"] == Json::array({list_urn}));
        CHECK(all["totalResults"] == 4);
        const auto groups = client.list(
            root,
            {
                {"filter", R"(meta.resourceType eq "Group")"}
        }
        );
        REQUIRE(groups["totalResults"] == 1);
        CHECK(groups["Resources"][0]["displayName"] == "Team");
        const auto users = client.list(
            root,
            {
                {"filter", R"(meta.resourceType eq "User" and title eq "cook")"}
        }
        );
        CHECK(sorted(pluck(users["Resources"], "userName")) == Texts{"bob", "cem"});
    }
}

TEST_CASE("G06: an attribute that a type lacks counts as absent in a search at the root") {
    auto client = each_directory();
    populate(client);
    CHECK(client.find("/", "userName pr", "userName") == Texts{"ann", "bob", "cem"});
    CHECK(client.find("/", "not (userName pr)", "displayName") == Texts{"Team"});
    CHECK(client.find("/", "displayName pr", "displayName") == Texts{"Ann", "Bob", "Team"});
    CHECK(
        client.find("/", R"(userName eq "ann" or members pr)", "displayName") ==
        Texts{"Ann", "Team"}
    );
    check_error(
        client.get(
            "/" + query({
                      {"filter", "nowhere.defined eq"}
    })
        ),
        400,
        "invalidFilter"
    );
}

TEST_CASE("G07: a search that would have to look at too many resources is 400 tooMany") {
    http::ServerOptions options;
    options.limits.filter_candidates = 2;
    TestServer server(each_database(), options);
    auto client = server.new_organization().client;
    populate(client);
    check_error(client.get("/Users?filter=nickName%20pr"), 400, "tooMany");
    check_error(client.get("/Users?filter=not%20(nickName%20pr)&count=1"), 400, "tooMany");
    // An index narrows it.
    CHECK(
        client.find("/Users", R"(userName eq "ann" and not (nickName pr))", "userName") ==
        Texts{"ann"}
    );
}

TEST_CASE("G08: POST .search answers as GET does, at the root and at each type") {
    auto client = each_directory();
    populate(client);
    for (const std::string endpoint : {"", "/Users", "/Groups"}) {
        const auto searched = client.post(endpoint + "/.search", search_request(R"({
            "filter": "displayName pr", "attributes": ["displayName", "userName"],
            "sortBy": "displayName", "sortOrder": "descending", "startIndex": 1,
            "count": 2})"_body));
        REQUIRE(searched.status == 200);
        const auto listed = client.list(
            endpoint,
            {
                {"filter",     "displayName pr"      },
                {"attributes", "displayName,userName"},
                {"sortBy",     "displayName"         },
                {"sortOrder",  "descending"          },
                {"startIndex", "1"                   },
                {"count",      "2"                   }
        }
        );
        CHECK(same(searched.json(), listed));
    }
    const auto excluded = client.post(
        "/Users/.search", search_request(R"({"excludedAttributes": ["displayName"]})"_body)
    );
    CHECK(pluck(excluded.json()["Resources"], "displayName").empty());
    CHECK(excluded.json()["totalResults"] == 3);
}

TEST_CASE("G09: a SearchRequest without its schema or with wrong types is 400 invalidSyntax") {
    auto client = each_directory();
    for (const std::string path : {"/.search", "/Users/.search"}) {
        check_error(client.post(path, R"({"filter": "id pr"})"_body), 400, "invalidSyntax");
        check_error(
            client.post(
                path,
                Json{
                    {"schemas", {user_urn}},
                    {"filter",  "id pr"   }
        }
            ),
            400,
            "invalidSyntax"
        );
        check_error(
            client.post(path, search_request(R"({"filter": 5})"_body)), 400, "invalidSyntax"
        );
        check_error(
            client.post(path, search_request(R"({"attributes": 5})"_body)), 400, "invalidSyntax"
        );
    }
}

}  // namespace usher::test::get_and_query_test
