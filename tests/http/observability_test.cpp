#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace observability_test {

using namespace usher;
using test::Json;

TEST_CASE("/healthz and /readyz answer without a token, and other methods are told so") {
    auto& server = test::shared_server(test::each_database());
    test::HttpClient http(server.port());
    CHECK(http.send("GET", "/healthz").status == 200);
    CHECK(http.send("GET", "/readyz").status == 200);
    const auto refused = http.send("POST", "/healthz", {}, "{}");
    CHECK(refused.status == 405);
    CHECK(refused.header("Allow") == "GET, HEAD");
}

TEST_CASE("/metrics counts requests by route, never by id") {
    auto& server = test::shared_server(test::each_database());
    auto tenant = server.new_organization();
    const auto id = tenant.client.create_id(
        "/Users",
        {
            {"schemas",  {"urn:ietf:params:scim:schemas:core:2.0:User"}},
            {"userName", "counted"                                     }
    }
    );
    CHECK(tenant.client.get("/Users/" + id).status == 200);
    test::HttpClient http(server.port());
    const auto page = http.send("GET", "/metrics");
    CHECK(page.status == 200);
    CHECK(page.header("Content-Type").find("version=0.0.4") != std::string::npos);
    CHECK(page.body.find("route=\"/{type}/{id}\",status=\"200\"") != std::string::npos);
    CHECK(page.body.find("usher_database_commits_total") != std::string::npos);
    CHECK(page.body.find(id) == std::string::npos);
}

TEST_CASE("EN2: the log line of a request names the habits that it needed, and no values") {
    auto& server = test::shared_server(test::each_database());
    auto tenant = server.new_organization("auto");
    const auto id = tenant.client.create_id(
        "/Users",
        {
            {"schemas",  {"urn:ietf:params:scim:schemas:core:2.0:User"}},
            {"userName", "secretive@example.com"                       }
    }
    );
    const auto answer = tenant.client.patch(
        "/Users/" + id,
        Json::array({
            {{"op", "Replace"}, {"path", "active"}, {"value", "False"}}
    }),
        {{"X-Request-Id", "habit-" + id}}
    );
    CHECK(answer.status == 200);
    CHECK(answer.header("X-Request-Id") == "habit-" + id);
    (void)tenant.client.get("/Users?filter=userName%20eq%20%22secretive@example.com%22");
    const std::string log = server.log();
    const auto line = log.find("habit-" + id);
    REQUIRE(line != std::string::npos);
    const std::string text = log.substr(line, log.find('\n', line) - line);
    CHECK(text.find("entra.string_booleans") != std::string::npos);
    CHECK(log.find("secretive") == std::string::npos);
    CHECK(log.find(tenant.client.token()) == std::string::npos);
}

TEST_CASE("a request id that is none of ours to repeat is replaced") {
    auto& server = test::shared_server(test::each_database());
    test::HttpClient http(server.port());
    const auto answer = http.send(
        "GET",
        "/healthz",
        {
            {"X-Request-Id", "a b<script>"}
    }
    );
    CHECK(answer.header("X-Request-Id").find("script") == std::string::npos);
    CHECK_FALSE(answer.header("X-Request-Id").empty());
}

}  // namespace observability_test
