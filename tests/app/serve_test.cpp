#include "tests/app/program.hpp"
#include "tests/support/http_client.hpp"

#include <csignal>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace serve_test {

using usher::test::HttpClient;
using usher::test::Program;
using usher::test::run;
using usher::test::TemporaryFolder;
using usher::test::Variables;

namespace {

Variables served_from(const TemporaryFolder& folder) {
    return {
        {"USHER_DATABASE_URL", "sqlite:" + folder.file("usher.db")},
        {"USHER_HTTP_LISTEN",  "127.0.0.1:0"                      }
    };
}

/// A SCIM token of a new organization.
std::string new_token(const Variables& variables) {
    REQUIRE(run({"organization", "create", "acme", "--name", "Acme"}, variables).status == 0);
    const auto ended =
        run({"directory", "create", "--organization", "acme", "--name", "HR", "--json"}, variables);
    REQUIRE(ended.status == 0);
    return nlohmann::json::parse(ended.out).at("token");
}

int stop(Program& server) {
    server.signal(SIGTERM);
    return server.wait().status;
}

}  // namespace

TEST_CASE("serve migrates, answers its health and exits 0 on SIGTERM") {
    const TemporaryFolder folder;
    Program server({"serve"}, served_from(folder));
    HttpClient client(server.port());
    CHECK(client.send("GET", "/healthz").status == 200);
    CHECK(client.send("GET", "/readyz").status == 200);
    CHECK(stop(server) == 0);
    CHECK_THAT(server.error(), Catch::Contains(" stopped\n"));
}

TEST_CASE("serve makes a key file with mode 0600 beside the SQLite file") {
    const TemporaryFolder folder;
    Program server({"serve"}, served_from(folder));
    static_cast<void>(server.port());

    struct stat about {};

    REQUIRE(::stat(folder.file("usher.db.key").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0600U);
    CHECK(stop(server) == 0);
}

TEST_CASE("commands work beside a running server and a restart keeps what was written") {
    const TemporaryFolder folder;
    const auto variables = served_from(folder);
    std::string location;
    usher::test::Headers headers{
        {"Content-Type", "application/scim+json"}
    };
    {
        Program server({"serve"}, variables);
        HttpClient client(server.port());
        headers.emplace_back("Authorization", "Bearer " + new_token(variables));
        const auto created = client.send(
            "POST",
            "/scim/v2/Users",
            headers,
            R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"})"
        );
        REQUIRE(created.status == 201);
        location = "/scim/v2/Users/" + created.json().at("id").get<std::string>();
        CHECK(stop(server) == 0);
    }
    Program server({"serve"}, variables);
    HttpClient client(server.port());
    const auto found = client.send("GET", location, headers);
    CHECK(found.status == 200);
    CHECK(found.json().at("userName") == "ada");
    CHECK(stop(server) == 0);
}

TEST_CASE("the log never holds a token or what a filter asks for") {
    const TemporaryFolder folder;
    auto variables = served_from(folder);
    variables["USHER_LOG_LEVEL"] = "debug";
    Program server({"serve"}, variables);
    HttpClient client(server.port());
    const auto token = new_token(variables);
    const auto answer = client.send(
        "GET",
        "/scim/v2/Users?filter=userName%20eq%20%22secret-name%22",
        {
            {"Authorization", "Bearer " + token}
    }
    );
    CHECK(answer.status == 200);
    CHECK(stop(server) == 0);
    CHECK_THAT(server.error(), Catch::Contains("/scim/v2/Users?filter"));
    CHECK_THAT(server.error(), !Catch::Contains(token));
    CHECK_THAT(server.error(), !Catch::Contains("secret-name"));
}

TEST_CASE("every line of a JSON log is an object") {
    const TemporaryFolder folder;
    auto variables = served_from(folder);
    variables["USHER_LOG_FORMAT"] = "json";
    Program server({"serve"}, variables);
    HttpClient client(server.port());
    CHECK(client.send("GET", "/healthz").status == 200);
    CHECK(stop(server) == 0);
    std::istringstream lines(server.error());
    for (std::string line; std::getline(lines, line);) {
        const auto object = nlohmann::json::parse(line);
        CHECK(object.contains("time"));
        CHECK(object.contains("message"));
    }
}

TEST_CASE("an address that is taken ends serve with status 1 and its name") {
    const TemporaryFolder folder;
    Program server({"serve"}, served_from(folder));
    const auto address = "127.0.0.1:" + std::to_string(server.port());
    const TemporaryFolder other;
    auto variables = served_from(other);
    variables["USHER_HTTP_LISTEN"] = address;
    const auto ended = run({"serve"}, variables);
    CHECK(ended.status == 1);
    CHECK_THAT(ended.error, Catch::Contains(address));
    CHECK(stop(server) == 0);
}

TEST_CASE("a schema file that is wrong ends serve with status 1 and its name") {
    const TemporaryFolder folder;
    std::ofstream(folder.file("robots.json")) << R"({"id": "urn:x", "attributes": 7})";
    auto variables = served_from(folder);
    variables["USHER_SCIM_SCHEMAS"] = folder.file("");
    const auto ended = run({"serve"}, variables);
    CHECK(ended.status == 1);
    CHECK_THAT(ended.error, Catch::Contains("robots.json"));
}

}  // namespace serve_test
