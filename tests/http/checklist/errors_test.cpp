// How errors are told (RFC 7644 §3.12, §3.13): rows Z01…Z07.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::errors_test {

namespace {

const Headers scim_json{
    {"Content-Type", "application/scim+json"}
};

}  // namespace

TEST_CASE("Z01: an error body has schemas, the status as a text, scimType where there is one") {
    auto client = each_directory();
    const auto refused = client.post("/Users", user(""));
    REQUIRE(refused.status == 400);
    const auto body = refused.json();
    CHECK(body["schemas"] == R"(["urn:ietf:params:scim:api:messages:2.0:Error"])"_body);
    CHECK(body["status"] == "400");
    CHECK(body["scimType"] == "invalidValue");
    CHECK_FALSE(body["detail"].get<std::string>().empty());
    const auto unknown = client.get("/Users/nobody").json();
    CHECK(unknown["status"] == "404");
    CHECK_FALSE(unknown.contains("scimType"));
}

TEST_CASE("Z02: every answer that is no success has an error body of the SCIM media type") {
    auto client = each_directory();
    const auto path = "/scim/v2/Users/" + client.create_id("/Users", user("a"));
    check_error(
        client.send(
            "GET",
            "/scim/v2/Users",
            {
    },
            {{"Authorization", "Bearer x"}}
        ),
        401
    );
    check_error(client.send("GET", "/scim/v2/Nowhere"), 404);
    check_error(client.send("GET", "/scim/v2/Users/nobody"), 404);
    check_error(client.send("PUT", "/scim/v2/Users", "{}", scim_json), 405);
    check_error(client.send("PATCH", "/scim/v2/Users", "{}", scim_json), 405);
    check_error(client.send("POST", path, "{}", scim_json), 405);
    check_error(client.send("GET", "/scim/v2/Bulk"), 405);
    check_error(client.send("GET", "/scim/v2/Users/.search"), 405);
    check_error(client.send("BREW", "/scim/v2/Users"), 405);
    check_error(client.send("GET", "/scim/v2/Me"), 501);
    check_error(
        client.send(
            "POST",
            "/scim/v2/Users",
            "<a/>",
            {
                {"Content-Type", "application/xml"}
    }
        ),
        415
    );
    check_error(
        client.send(
            "DELETE",
            path,
            {
    },
            {{"If-Match", "W/\"0\""}}
        ),
        412
    );
    check_error(client.send("POST", "/scim/v2/Users", std::string(9'000'000, ' '), scim_json), 413);
}

TEST_CASE("Z03: 401 names the scheme that is asked for") {
    auto client = each_directory();
    for (const char* credentials :
         {"",
          "Bearer",
          "Bearer ",
          "Bearer nonsense",
          "Basic YTpi",
          "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        CAPTURE(credentials);
        const auto answer = client.send(
            "GET",
            "/scim/v2/Users",
            {
        },
            {{"Authorization", credentials}}
        );
        check_error(answer, 401);
        CHECK(answer.header("WWW-Authenticate").starts_with("Bearer"));
    }
    HttpClient stranger(client.port());
    const auto answer = stranger.send("GET", "/scim/v2/Users");
    check_error(answer, 401);
    CHECK(answer.header("WWW-Authenticate").starts_with("Bearer"));
    auto wrong_secret = client.token();
    wrong_secret[wrong_secret.size() - 10] =
        wrong_secret[wrong_secret.size() - 10] == 'A' ? 'B' : 'A';
    check_error(
        client.send(
            "GET",
            "/scim/v2/Users",
            {
    },
            {{"Authorization", "Bearer " + wrong_secret}}
        ),
        401
    );
    CHECK(
        client
            .send(
                "GET",
                "/scim/v2/Users",
                {
    },
                {{"Authorization", "bearer " + client.token()}}
            )
            .status == 200
    );
}

TEST_CASE("Z04: another organization's resources are 404, as if they were not there") {
    auto& server = shared_server(each_database());
    auto owner = server.new_organization().client;
    auto other = server.new_organization().client;
    const auto path = "/Users/" + owner.create_id("/Users", user("a"));
    const auto foreign = other.get(path);
    check_error(foreign, 404);
    const auto unknown = other.get("/Users/018f0000-0000-7000-8000-000000000001");
    CHECK(
        foreign.json()["detail"].get<std::string>().size() ==
        unknown.json()["detail"].get<std::string>().size()
    );
    check_error(other.remove(path), 404);
    CHECK(owner.get(path).status == 200);
}

TEST_CASE("Z05: every scimType is told where it applies") {
    http::ServerOptions options;
    options.limits.filter_candidates = 1;
    TestServer server(each_database(), options);
    auto client = server.new_organization().client;
    const auto path = "/Users/" + client.create_id("/Users", user("a"));
    client.create("/Users", user("b"));
    check_error(client.get("/Users?filter=x"), 400, "invalidFilter");
    check_error(client.post("/Users", user("a")), 409, "uniqueness");
    check_error(client.patch(path, R"({"op": "remove", "path": "id"})"_body), 400, "mutability");
    check_error(client.send("POST", "/scim/v2/Users", "{", scim_json), 400, "invalidSyntax");
    check_error(client.patch(path, R"({"op": "remove", "path": "x"})"_body), 400, "invalidPath");
    check_error(client.patch(path, R"({"op": "remove"})"_body), 400, "noTarget");
    check_error(client.post("/Users", user("")), 400, "invalidValue");
    check_error(client.send("GET", "/scim/v1/Users"), 400, "invalidVers");
    check_error(client.get("/Users?filter=password%20pr"), 403, "sensitive");
    check_error(client.get("/Users?cursor=x&count=1"), 400, "invalidCursor");
    const auto cursor = client.read("/Users?cursor&count=1")["nextCursor"].get<std::string>();
    check_error(client.get("/Users?count=2&cursor=" + cursor), 400, "invalidCount");
    check_error(client.get("/Users?filter=nickName%20pr"), 400, "tooMany");
    server.clock().advance(std::chrono::hours(2));
    check_error(client.get("/Users?count=1&cursor=" + cursor), 400, "expiredCursor");
}

TEST_CASE("Z06: another version is 400 invalidVers, and no version is the latest") {
    auto client = each_directory();
    for (const std::string version : {"v1", "v3", "v20"}) {
        check_error(client.send("GET", "/scim/" + version + "/Users"), 400, "invalidVers");
    }
    CHECK(client.send("GET", "/scim/Users").status == 200);
    CHECK(client.send("GET", "/scim/ServiceProviderConfig").status == 200);
}

TEST_CASE("Z07: what the server does not do is 501") {
    auto client = each_directory();
    check_error(client.get("/Me"), 501);
}

}  // namespace usher::test::errors_test
