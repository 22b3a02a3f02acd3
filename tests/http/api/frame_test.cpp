// What holds for every call of the API: addresses, methods, credentials, bodies, problems.
#include "http/api/routes.hpp"
#include "tests/support/test_server.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

namespace usher::test::frame_test {

namespace {

struct Admin {
    Admin() : server(shared_server(each_database())), tenant(server.new_organization()) {}

    ApiClient as(const std::string& role) {
        return server.new_admin(tenant.organization_slug, role);
    }

    TestServer& server;
    Tenant tenant;
};

/// `pattern` with something in the place of each placeholder.
std::string path_of(std::string_view pattern) {
    std::string path;
    while (!pattern.empty()) {
        const auto begin = pattern.find('{');
        path += pattern.substr(0, begin);
        if (begin == std::string_view::npos) break;
        const auto end = pattern.find('}');
        path += "0199b9d0-0000-7000-8000-000000000000";
        pattern.remove_prefix(end + 1);
    }
    return path;
}

}  // namespace

TEST_CASE("every route of the API but the open ones asks who calls") {
    Admin admin;
    ApiClient nobody(admin.server.port(), {});
    ApiClient stranger(admin.server.port(), bearer("bm9ib2R5"));
    for (const http::ApiRoute& route : http::api_routes()) {
        if (route.access.who == http::ApiAccess::Who::anybody) continue;
        const auto target = "/api/v1" + path_of(route.pattern);
        INFO(route.method << " " << target);
        const auto answer = nobody.send(route.method, target);
        check_problem(answer, 401, "unauthorized");
        CHECK(answer.header("WWW-Authenticate").starts_with("Bearer"));
        check_problem(stranger.send(route.method, target), 401, "unauthorized");
    }
}

TEST_CASE("rows 2, 42, 63, 81: every route of the API refuses a role that lacks what it needs") {
    Admin admin;
    auto member = admin.as("member");
    for (const http::ApiRoute& route : http::api_routes()) {
        const bool for_admins = route.access.who == http::ApiAccess::Who::admin ||
                                route.access.who == http::ApiAccess::Who::permission;
        if (!for_admins) continue;
        const auto target = "/api/v1" + path_of(route.pattern);
        INFO(route.method << " " << target);
        check_problem(member.send(route.method, target), 403, "forbidden");
    }
}

TEST_CASE("operations of the API have names of their own") {
    std::set<std::string_view> names;
    for (const http::ApiRoute& route : http::api_routes()) {
        INFO(route.operation);
        CHECK(names.insert(route.operation).second);
        CHECK_FALSE(route.summary.empty());
    }
}

TEST_CASE("a directory's token is not for the admin API, and an admin token not for SCIM") {
    Admin admin;
    ApiClient directory(admin.server.port(), bearer(admin.tenant.client.token()));
    check_problem(directory.get("/session"), 403, "forbidden");
    auto founder = admin.as("founder");
    CHECK(founder.send("GET", "/scim/v2/Users").status == 403);
}

TEST_CASE("an unknown address is a problem, another method names the ones there are") {
    Admin admin;
    auto founder = admin.as("founder");
    check_problem(founder.get("/nothing"), 404, "not_found");
    check_problem(founder.get(""), 404, "not_found");
    const auto put = founder.send("PUT", "/api/v1/organization", "{}");
    check_problem(put, 405, "method_not_allowed");
    CHECK(put.header("Allow") == "GET, HEAD, PATCH, OPTIONS");
    const auto options = founder.send("OPTIONS", "/api/v1/organization");
    CHECK(options.status == 204);
    CHECK(options.header("Allow") == "GET, HEAD, PATCH, OPTIONS");
    const auto head = founder.send("HEAD", "/api/v1/organization");
    CHECK(head.status == 200);
    CHECK(head.body.empty());
}

TEST_CASE("an unknown query parameter is named") {
    Admin admin;
    auto founder = admin.as("founder");
    check_invalid(founder.get("/organization?verbose=1"), {"verbose"});
}

TEST_CASE("answers of the API are not cached and carry the request's id") {
    Admin admin;
    auto founder = admin.as("founder");
    const auto answer = founder.get(
        "/organization",
        {
            {"X-Request-Id", "from-the-proxy"}
    }
    );
    CHECK(answer.header("Cache-Control") == "no-store");
    CHECK(answer.header("X-Request-Id") == "from-the-proxy");
    CHECK(answer.header("Content-Type") == "application/json");
}

TEST_CASE("a body that is no JSON object of bounded size is refused as what it is") {
    Admin admin;
    auto founder = admin.as("founder");
    const auto send = [&](const std::string& body, const std::string& type) {
        return founder.send(
            "PATCH",
            "/api/v1/organization",
            body,
            {
                {"Content-Type", type}
        }
        );
    };
    check_problem(
        send("name=x", "application/x-www-form-urlencoded"), 415, "unsupported_media_type"
    );
    check_problem(
        founder.send("PATCH", "/api/v1/organization", "{}"), 415, "unsupported_media_type"
    );
    CHECK(send("{}", "Application/JSON; charset=utf-8").status == 200);
    check_invalid(send("{\"name\": ", "application/json"), {""});
    check_invalid(send("[]", "application/json"), {""});
    check_invalid(send(R"({"name": "a", "name": "b"})", "application/json"), {""});
    std::string deep;
    for (int level = 0; level < 20; ++level)
        deep += R"({"settings": )";
    check_invalid(send(deep + "1" + std::string(20, '}'), "application/json"), {""});
    check_problem(
        send("{\"name\": \"" + std::string(1'100'000, 'x') + "\"}", "application/json"),
        413,
        "payload_too_large"
    );
}

TEST_CASE("a body beyond the server's bound is a problem too") {
    Admin admin;
    auto founder = admin.as("founder");
    const auto answer =
        founder.send("PATCH", "/api/v1/organization", std::string(9UL * 1024 * 1024, ' '));
    check_problem(answer, 413, "payload_too_large");
}

TEST_CASE("the log and the metrics name the API's routes, never its ids") {
    Admin admin;
    auto founder = admin.as("founder");
    CHECK(founder.get("/organization").status == 200);
    CHECK(admin.server.log().find("actor=token:") != std::string::npos);
    const auto metrics = founder.send("GET", "/metrics").body;
    CHECK(metrics.find("route=\"/api/v1/organization\"") != std::string::npos);
}

}  // namespace usher::test::frame_test
