// The OpenAPI document against the table of routes, and against a validator of somebody else's.
#include "http/api/openapi.hpp"

#include "base/text.hpp"
#include "http/api/routes.hpp"
#include "invitation/problem.hpp"
#include "tests/support/test_server.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <catch2/catch.hpp>

namespace usher::test::openapi_test {

namespace {

namespace fs = std::filesystem;

constexpr const char* address = "https://usher.example.org";

/// Every schema that something in `value` refers to.
void collect_references(const Json& value, std::set<std::string>& names) {
    if (value.is_object()) {
        const auto reference = value.find("$ref");
        if (reference != value.end()) {
            const auto text = reference->get<std::string>();
            REQUIRE(text.starts_with("#/components/schemas/"));
            names.insert(text.substr(text.rfind('/') + 1));
        }
    }
    if (!value.is_structured()) return;
    for (const Json& element : value)
        collect_references(element, names);
}

}  // namespace

TEST_CASE("the OpenAPI document has every route of the table, and no other") {
    const auto document = http::openapi_document(address);
    std::size_t operations = 0;
    for (const auto& [path, methods] : document["paths"].items())
        operations += methods.size();
    CHECK(operations == http::api_routes().size());
    for (const http::ApiRoute& route : http::api_routes()) {
        INFO(route.method << " " << route.pattern);
        const auto& operation =
            document["paths"][std::string(route.pattern)][base::ascii_lower(route.method)];
        CHECK(operation["operationId"] == route.operation);
        CHECK(operation["summary"] == route.summary);
        CHECK(operation.contains("requestBody") == !route.request.empty());
        CHECK(operation["responses"].contains(std::to_string(route.status)));
        CHECK(operation["responses"].contains("default"));
        Texts wanted;
        if (route.list) wanted = {"filter", "sort", "limit", "cursor"};
        const auto parameters = pluck(operation.value("parameters", Json::array()), "name");
        for (const auto& name : wanted)
            CHECK(std::ranges::count(parameters, name) == 1);
    }
}

TEST_CASE("every schema that the OpenAPI document refers to is there, and none is left over") {
    const auto document = http::openapi_document(address);
    std::set<std::string> used;
    collect_references(document, used);
    std::set<std::string> known;
    for (const auto& [name, schema] : document["components"]["schemas"].items())
        known.insert(name);
    CHECK(used == known);
}

TEST_CASE("the OpenAPI document knows every problem code") {
    const auto document = http::openapi_document(address);
    const auto& codes = document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"];
    CHECK(codes.size() == invitation::problem_kinds().size());
    for (const auto& kind : invitation::problem_kinds())
        CHECK(std::ranges::count(codes, Json(kind.word)) == 1);
}

TEST_CASE("the OpenAPI document is served to everybody") {
    auto& server = shared_server(each_database());
    ApiClient nobody(server.port(), {});
    const auto document = nobody.read("/openapi.json");
    CHECK(document["openapi"] == "3.1.0");
    CHECK(document["servers"][0]["url"].get<std::string>().ends_with("/api/v1"));
}

TEST_CASE("a public validator finds the OpenAPI document valid") {
    const fs::path folder = fs::path(USHER_SOURCE_DIR) / "tests/openapi";
    if (!fs::exists(folder / "node_modules")) {
        FAIL("tests/openapi has no node_modules: run scripts/deps test");
    }
    const fs::path file =
        fs::temp_directory_path() / ("usher-openapi-" + base::hex(base::random_bytes(8)) + ".json");
    std::ofstream(file) << http::openapi_document(address).dump(2);
    const std::string command =
        "node '" + (folder / "validate.mjs").string() + "' '" + file.string() + "'";
    const int status = std::system(command.c_str());
    fs::remove(file);
    CHECK(status == 0);
}

}  // namespace usher::test::openapi_test
