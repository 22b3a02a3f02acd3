#include "tests/app/program.hpp"

#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace doctor_test {

using usher::test::run;
using usher::test::TemporaryFolder;

namespace {

/// The health of one check in the doctor's JSON.
std::string health(const std::string& json, const std::string& check) {
    const auto findings = nlohmann::json::parse(json).at("checks");
    for (const auto& finding : findings) {
        if (finding.at("check") == check) return finding.at("health");
    }
    return "not checked";
}

}  // namespace

TEST_CASE("the doctor finds a migrated installation healthy") {
    const TemporaryFolder folder;
    const usher::test::Variables variables{
        {"USHER_DATABASE_URL", "sqlite:" + folder.file("usher.db")}
    };
    REQUIRE(run({"migrate"}, variables).status == 0);
    const auto ended = run({"doctor", "--json"}, variables);
    CAPTURE(ended.out, ended.error);
    CHECK(ended.status == 0);
    CHECK(nlohmann::json::parse(ended.out).at("healthy") == true);
    for (const auto* check : {"configuration", "database", "migrations", "schemas", "secret_key"}) {
        CHECK(health(ended.out, check) == "ok");
    }
    CHECK(health(ended.out, "clock") != "failed");
}

TEST_CASE("the doctor reports missing migrations and exits 1") {
    const TemporaryFolder folder;
    const auto ended = run(
        {
            "doctor", "--json"
    },
        {{"USHER_DATABASE_URL", "sqlite:" + folder.file("usher.db")}}
    );
    CHECK(ended.status == 1);
    CHECK(health(ended.out, "migrations") == "failed");
}

TEST_CASE("the doctor reports a database that does not answer and exits 1") {
    const auto ended = run(
        {
            "doctor", "--json"
    },
        {{"USHER_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing"}}
    );
    CAPTURE(ended.out, ended.error);
    CHECK(ended.status == 1);
    CHECK(health(ended.out, "database") == "failed");
}

TEST_CASE("the doctor lists every configuration problem and exits 1") {
    const auto ended = run(
        {
            "doctor"
    },
        {{"USHER_LOG_LEVEL", "loud"}, {"USHER_HTTP_LISTEN", "x"}}
    );
    CHECK(ended.status == 1);
    CHECK_THAT(ended.out, Catch::Contains("failed configuration: USHER_LOG_LEVEL"));
    CHECK_THAT(ended.out, Catch::Contains("failed configuration: USHER_HTTP_LISTEN"));
}

}  // namespace doctor_test
