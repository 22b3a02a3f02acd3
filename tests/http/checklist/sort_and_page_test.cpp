// Order and pages (RFC 7644 §3.4.2.3, §3.4.2.4; RFC 9865): rows O01…O05, N01…N05.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::sort_and_page_test {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

Texts names(ScimClient& client, const Parameters& parameters) {
    return pluck(client.list("/Users", parameters)["Resources"], "userName");
}

/// Users "u00" … of which there are `count`.
void populate(ScimClient& client, int count) {
    for (int number = 0; number < count; ++number) {
        client.create("/Users", user("u" + std::to_string(100 + number).substr(1)));
    }
}

std::string encoded_cursor(const Json& page) {
    return page.at("nextCursor").get<std::string>();
}

}  // namespace

TEST_CASE("O01: sorting by a multi-valued attribute uses its primary value, else the first") {
    auto client = each_directory();
    client.create(
        "/Users", user("first", R"({"emails": [{"value": "b@x.org"}, {"value": "a@x.org"}]})"_body)
    );
    client.create("/Users", user("primary", R"({"emails": [{"value": "z@x.org"},
        {"value": "a@x.org", "primary": true}]})"_body));
    client.create("/Users", user("last", R"({"emails": [{"value": "c@x.org"}]})"_body));
    CHECK(
        names(
            client,
            {
                {"sortBy", "emails"}
    }
        ) == Texts{"primary", "first", "last"}
    );
    CHECK(
        names(
            client,
            {
                {"sortBy", "emails.value"}
    }
        ) == Texts{"primary", "first", "last"}
    );
    CHECK(
        names(
            client,
            {
                {"sortBy", "userName"}
    }
        ) == Texts{"first", "last", "primary"}
    );
}

TEST_CASE("O02: order is ascending by default, and absent values come last, descending first") {
    auto client = each_directory();
    client.create("/Users", user("a", R"({"title": "Baker", "nickName": "Bo"})"_body));
    client.create("/Users", user("b"));
    client.create("/Users", user("c", R"({"title": "Actor", "nickName": "Al"})"_body));
    for (const char* name : {"title", "nickName"}) {
        CAPTURE(name);
        CHECK(
            names(
                client,
                {
                    {"sortBy", name}
        }
            ) == Texts{"c", "a", "b"}
        );
        CHECK(
            names(
                client,
                {
                    {"sortBy",    name       },
                    {"sortOrder", "ascending"}
        }
            ) == Texts{"c", "a", "b"}
        );
        CHECK(
            names(
                client,
                {
                    {"sortBy",    name        },
                    {"sortOrder", "descending"}
        }
            ) == Texts{"b", "a", "c"}
        );
    }
    check_error(client.get("/Users?sortBy=title&sortOrder=sideways"), 400, "invalidValue");
}

TEST_CASE("O03: text sorts without case unless the attribute is caseExact") {
    auto client = each_directory();
    client.create("/Users", user("Bob", R"({"externalId": "b"})"_body));
    client.create("/Users", user("ann", R"({"externalId": "C"})"_body));
    client.create("/Users", user("ÉVE", R"({"externalId": "a"})"_body));
    client.create("/Users", user("éva", R"({"externalId": "D"})"_body));
    CHECK(
        names(
            client,
            {
                {"sortBy", "userName"}
    }
        ) == Texts{"ann", "Bob", "éva", "ÉVE"}
    );
    CHECK(
        names(
            client,
            {
                {"sortBy", "externalId"}
    }
        ) == Texts{"ann", "éva", "ÉVE", "Bob"}
    );
}

TEST_CASE("O04: sorting by a complex attribute without a value is refused") {
    auto client = each_directory();
    for (const char* name : {"name", "addresses", "meta"}) {
        const auto answer = client.get("/Users?sortBy=" + std::string(name));
        CHECK(answer.status == 400);
        const auto type = answer.json().value("scimType", "");
        CHECK((type == "invalidPath" || type == "invalidValue"));
    }
}

TEST_CASE("O05: sorting by whatever attribute answers 200 or says why not") {
    auto client = each_directory();
    client.create("/Users", full_user("a"));
    client.create("/Users", user("b"));
    for (const char* name :
         {"nickName",
          "x509Certificates",
          "photos",
          "groups",
          "schemas",
          "id",
          "meta.created",
          "meta.lastModified",
          "meta.version",
          "nowhere",
          "a.b.c",
          "",
          "emails[type eq \"work\"]",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter",
          "urn:ietf:params:scim:schemas:extension:usher:2.0:User:status"}) {
        CAPTURE(name);
        const auto answer = client.get(
            "/Users" + query({
                           {"sortBy", name}
        })
        );
        if (answer.status == 200) {
            CHECK(answer.json()["totalResults"] == 2);
        } else {
            CHECK(answer.status == 400);
            CHECK(answer.json()["status"] == "400");
        }
    }
    CHECK(
        names(
            client,
            {
                {"sortBy", "nickName"}
    }
        ) == Texts{"a", "b"}
    );
    CHECK(
        names(
            client,
            {
                {"sortBy",    "meta.created"},
                {"sortOrder", "descending"  }
    }
        ) == Texts{"b", "a"}
    );
}

TEST_CASE("N01: startIndex below 1 is 1, count below 0 is 0, and count 0 only counts") {
    auto client = each_directory();
    populate(client, 3);
    for (const char* start : {"0", "-5"}) {
        const auto page = client.list(
            "/Users",
            {
                {"startIndex", start}
        }
        );
        CHECK(page["startIndex"] == 1);
        CHECK(page["Resources"].size() == 3);
    }
    for (const char* count : {"0", "-1"}) {
        const auto page = client.list(
            "/Users",
            {
                {"count", count}
        }
        );
        CHECK(page["totalResults"] == 3);
        CHECK(page["itemsPerPage"] == 0);
        CHECK(page.value("Resources", Json::array()).empty());
    }
    CHECK(client.get("/Users?startIndex=one").status == 400);
    CHECK(client.get("/Users?count=many").status == 400);
}

TEST_CASE("N02: a page has never more than count, and 100 by default and 1000 at most") {
    auto client = each_directory();
    Json operations = Json::array();
    for (int number = 0; number < 1000; ++number) {
        operations.push_back(Json{
            {"method", "POST"                            },
            {"path",   "/Users"                          },
            {"bulkId", std::to_string(number)            },
            {"data",   user("u" + std::to_string(number))},
        });
    }
    REQUIRE(client.bulk(operations).status == 200);
    client.create("/Users", user("one more"));
    CHECK(
        client
            .list(
                "/Users",
                {
                    {"count", "7"}
    }
            )["Resources"]
            .size() == 7
    );
    const auto page = client.list("/Users");
    CHECK(page["Resources"].size() == 100);
    CHECK(page["itemsPerPage"] == 100);
    CHECK(page["totalResults"] == 1001);
    CHECK(
        client
            .list(
                "/Users",
                {
                    {"count", "5000"}
    }
            )["Resources"]
            .size() == 1000
    );
    CHECK(
        client
            .list(
                "/Users",
                {
                    {"count", "99999999999999999999"}
    }
            )["Resources"]
            .size() <= 1000
    );
}

TEST_CASE("N03: pages in turn show every resource once, in the same order each time") {
    auto client = each_directory();
    populate(client, 25);
    for (const Parameters& base : {
             Parameters{                     },
             Parameters{{"sortBy", "title"}   },
             Parameters{{"sortBy", "userName"}, {"sortOrder", "descending"}},
             Parameters{{"filter", "active eq true"}                     },
             Parameters{{"filter", "locale eq null"}}
    }) {
        Texts seen;
        for (int start = 1; start <= 25; start += 10) {
            auto parameters = base;
            parameters.emplace_back("startIndex", std::to_string(start));
            parameters.emplace_back("count", "10");
            const auto page = names(client, parameters);
            CHECK(page == names(client, parameters));
            seen.insert(seen.end(), page.begin(), page.end());
        }
        CHECK(seen.size() == 25);
        const auto all = sorted(seen);
        CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
    }
}

TEST_CASE("N04: a startIndex beyond the end is an empty page that keeps totalResults") {
    auto client = each_directory();
    populate(client, 3);
    for (const char* start : {"4", "100", "2000000000"}) {
        const auto page = client.list(
            "/Users",
            {
                {"startIndex", start},
                {"count",      "2"  }
        }
        );
        CHECK(page["totalResults"] == 3);
        CHECK(page["itemsPerPage"] == 0);
        CHECK(page["Resources"] == Json::array());
    }
}

TEST_CASE("N05: cursors lead through all pages, forward and as far as there are any") {
    auto client = each_directory();
    populate(client, 5);
    for (const std::string first : {"/Users?cursor&count=2", "/Users?cursor=&count=2"}) {
        auto page = client.read(first);
        CHECK_FALSE(page.contains("previousCursor"));
        auto seen = pluck(page["Resources"], "userName");
        CHECK(seen.size() == 2);
        while (page.contains("nextCursor")) {
            page = client.list(
                "/Users",
                {
                    {"cursor", encoded_cursor(page)},
                    {"count",  "2"                 }
            }
            );
            for (const auto& name : pluck(page["Resources"], "userName")) {
                seen.push_back(name);
            }
            REQUIRE(seen.size() <= 5);
        }
        CHECK(sorted(seen) == Texts{"u00", "u01", "u02", "u03", "u04"});
    }
    CHECK_FALSE(client.read("/Users?cursor&count=5").contains("nextCursor"));
    CHECK(client.read("/Users?cursor&count=0")["Resources"].empty());
}

TEST_CASE("N05: cursors keep the order and the filter, also of a search by POST") {
    auto client = each_directory();
    populate(client, 5);
    Json request{
        {"cursor",    ""                    },
        {"count",     2                     },
        {"sortBy",    "userName"            },
        {"sortOrder", "descending"          },
        {"filter",    R"(userName ne "u03")"},
    };
    Texts seen;
    for (int pages = 0; pages < 5 && request.contains("cursor"); ++pages) {
        const auto answer = client.post("/Users/.search", search_request(request));
        REQUIRE(answer.status == 200);
        for (const auto& name : pluck(answer.json()["Resources"], "userName")) {
            seen.push_back(name);
        }
        request["cursor"] = answer.json().value("nextCursor", "");
        if (request["cursor"] == "") {
            request.erase("cursor");
        }
    }
    CHECK(seen == Texts{"u04", "u02", "u01", "u00"});
}

TEST_CASE("N05: a changed count, a changed query, a forged, foreign or old cursor is refused") {
    auto& server = shared_server(each_database());
    auto tenant = server.new_organization();
    auto& client = tenant.client;
    populate(client, 5);
    const auto page = client.read("/Users?cursor&count=2&sortBy=userName");
    const auto cursor = encoded_cursor(page);
    const auto follow = [&](ScimClient& as, const std::string& text, const std::string& more) {
        return as.get("/Users?cursor=" + percent_encoded(text) + more);
    };
    CHECK(follow(client, cursor, "&count=2&sortBy=userName").status == 200);
    check_error(follow(client, cursor, "&count=3&sortBy=userName"), 400, "invalidCount");
    check_error(follow(client, cursor, "&count=2&sortBy=title"), 400, "invalidCursor");
    check_error(
        follow(client, cursor, "&count=2&sortBy=userName&filter=title%20pr"), 400, "invalidCursor"
    );
    auto forged = cursor;
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    check_error(follow(client, forged, "&count=2&sortBy=userName"), 400, "invalidCursor");
    check_error(follow(client, "nonsense", "&count=2&sortBy=userName"), 400, "invalidCursor");
    auto stranger = server.new_organization().client;
    const auto foreign = follow(stranger, cursor, "&count=2&sortBy=userName");
    check_error(foreign, 400, "invalidCursor");
    CHECK(foreign.body == follow(client, forged, "&count=2&sortBy=userName").body);

    server.clock().advance(std::chrono::hours(2));
    check_error(follow(client, cursor, "&count=2&sortBy=userName"), 400, "expiredCursor");
}

}  // namespace usher::test::sort_and_page_test
