// PostgreSQL dies and comes back under a server that goes on.
#include "tests/app/consistency.hpp"
#include "tests/app/load.hpp"
#include "tests/app/server.hpp"
#include "tests/support/postgres.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace postgres_restart_test {

using namespace usher;
using test::Cluster;

namespace {

constexpr const char* everyone =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Everyone"})";

/// A migrated database on a cluster of its own, and a server on it.
struct Installation {
    Installation() { REQUIRE(group.size() == 36); }

    void check(test::Load& load) const {
        load.stop();
        CHECK(load.complaints() == std::vector<std::string>());
        const base::SystemClock clock;
        store::Database database({.url = cluster.url()}, clock);
        test::check_kept(database, load.users());
        test::check_whole(database);
    }

    Cluster cluster{Cluster::Durability::full};
    test::Ended migrated = test::run(
        {
            "migrate"
    },
        {{"USHER_DATABASE_URL", cluster.url()}}
    );
    test::Server server{cluster.url()};
    std::string group = server.send("POST", "/Groups", everyone).json().at("id");
};

}  // namespace

TEST_CASE("While PostgreSQL is away requests are told to come back, and then they succeed") {
    Installation usher;
    test::Load load(usher.server, usher.group, "away-");
    load.wait_for_writes(40);
    usher.cluster.crash();
    load.wait_for_refusals(40);
    const auto refused = usher.server.send("GET", "/Users");
    CHECK(refused.status == 503);
    CHECK(std::stoi(refused.header("Retry-After")) > 0);
    CHECK(refused.json().at("status") == "503");
    usher.cluster.restart();
    load.wait_for_writes(60);
    usher.check(load);
    CHECK(usher.server.send("GET", "/Users?count=1").status == 200);
}

TEST_CASE("Restarts of PostgreSQL under load lose nothing and repeat nothing") {
    Installation usher;
    test::Load load(usher.server, usher.group, "restart-");
    for (int round = 0; round < 4; ++round) {
        load.wait_for_writes(40);
        usher.cluster.restart();
    }
    load.wait_for_writes(60);
    usher.check(load);
}

}  // namespace postgres_restart_test
