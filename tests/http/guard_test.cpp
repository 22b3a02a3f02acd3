// The guard against mass deactivation (domain.md, "mass change").
#include "store/removals.hpp"
#include "tests/http/policy_world.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

namespace usher::test::guard_test {

namespace {

using namespace std::chrono_literals;

const Json small_guard{
    {"guard", {{"minimum", 10}, {"percent", 20}, {"minutes", 10}}}
};
const Json off{
    {"op",    "replace"},
    {"path",  "active" },
    {"value", false    }
};

class Guarded : public PolicyWorld {
  public:
    Guarded() : PolicyWorld(small_guard), ids(users(20)) {}

    ScimClient& client() { return tenant.client; }

    Answer deactivate(std::size_t at) { return client().patch("/Users/" + ids.at(at), off); }

    Answer remove(std::size_t at) { return client().remove("/Users/" + ids.at(at)); }

    [[nodiscard]] store::DirectoryKey key() const {
        return {.organization_id = organization_id, .directory_id = tenant.directory_id};
    }

    void release() {
        change([&](store::Transaction& tx) {
            REQUIRE(store::release_directory(tx, key(), tx.now() + 10min));
        });
    }

    [[nodiscard]] std::size_t pauses() { return count("event WHERE action = 'directory.paused'"); }

    Texts ids;
};

void check_paused(const Answer& answer) {
    check_error(answer, 503);
    CHECK(answer.header("Retry-After") == "300");
}

}  // namespace

TEST_CASE("Up to its share of users a directory deactivates, and then it is paused") {
    Guarded world;
    for (std::size_t at = 0; at < 4; ++at)
        CHECK(world.deactivate(at).status == 200);
    CHECK(world.pauses() == 0);
    check_paused(world.deactivate(4));
    CHECK(world.client().read("/Users/" + world.ids[4])["active"] == true);
    CHECK(world.pauses() == 1);
    check_paused(world.remove(5));
    CHECK(world.client().get("/Users/" + world.ids[5]).status == 200);
    CHECK(world.pauses() == 1);
}

TEST_CASE("A paused directory still creates and changes") {
    Guarded world;
    for (std::size_t at = 0; at < 5; ++at)
        world.remove(at);
    CHECK(world.pauses() == 1);
    CHECK(world.client().post("/Users", user("new")).status == 201);
    const Json title{
        {"op",    "replace"},
        {"path",  "title"  },
        {"value", "Boss"   }
    };
    CHECK(world.client().patch("/Users/" + world.ids[9], title).status == 200);
    const Json whole = user(
        "u9",
        {
            {"active", false}
    }
    );
    check_paused(world.client().put("/Users/" + world.ids[9], whole));
}

TEST_CASE("A released directory removes as many as it likes for the window, then is watched anew") {
    Guarded world;
    for (std::size_t at = 0; at < 5; ++at)
        world.remove(at);
    world.release();
    for (std::size_t at = 4; at < 10; ++at)
        CHECK(world.remove(at).status == 204);
    world.server.clock().advance(601s);
    CHECK(world.deactivate(10).status == 200);
    CHECK(world.deactivate(11).status == 200);
    check_paused(world.deactivate(12));
    CHECK(world.pauses() == 2);
}

TEST_CASE("Slow leavers never pause a directory") {
    Guarded world;
    for (std::size_t at = 0; at < 12; ++at) {
        CHECK(world.deactivate(at).status == 200);
        if (at % 3 == 2) world.server.clock().advance(601s);
    }
    CHECK(world.pauses() == 0);
}

TEST_CASE("Deactivating somebody and deleting them is one removal") {
    Guarded world;
    for (std::size_t at = 0; at < 4; ++at) {
        CHECK(world.deactivate(at).status == 200);
        CHECK(world.remove(at).status == 204);
    }
    CHECK(world.pauses() == 0);
}

TEST_CASE("With fewer users than its minimum, or switched off, the guard sleeps") {
    Guarded world;
    world.set({
        {"guard", {{"minimum", 21}}}
    });
    for (std::size_t at = 0; at < 8; ++at)
        CHECK(world.remove(at).status == 204);
    world.set({
        {"guard", {{"minimum", 2}, {"enabled", false}}}
    });
    for (std::size_t at = 8; at < 14; ++at)
        CHECK(world.deactivate(at).status == 200);
    CHECK(world.pauses() == 0);
}

TEST_CASE("Each removal of a bulk request is guarded") {
    Guarded world;
    Json operations = Json::array();
    for (std::size_t at = 0; at < 10; ++at)
        operations.push_back({
            {"method", "DELETE"                 },
            {"path",   "/Users/" + world.ids[at]}
        });
    const Json answers = world.client().bulk(operations).json()["Operations"];
    REQUIRE(answers.size() == 10);
    for (std::size_t at = 0; at < 10; ++at)
        CHECK(answers[at]["status"] == (at < 4 ? "204" : "503"));
    CHECK(world.pauses() == 1);
}

TEST_CASE("Of removals at once exactly the share goes through") {
    for (int round = 0; round < 5; ++round) {
        Guarded world;
        std::atomic<int> gone{0};
        std::atomic<int> refused{0};
        {
            std::vector<std::jthread> threads;
            for (std::size_t thread = 0; thread < 5; ++thread) {
                threads.emplace_back([&, thread] {
                    HttpClient http(world.server.port());
                    for (std::size_t at = thread; at < world.ids.size(); at += 5) {
                        const auto answer = http.send(
                            "DELETE",
                            "/scim/v2/Users/" + world.ids[at],
                            {
                                {"Authorization", "Bearer " + world.client().token()}
                        }
                        );
                        gone += answer.status == 204 ? 1 : 0;
                        refused += answer.status == 503 ? 1 : 0;
                    }
                });
            }
        }
        CHECK(gone == 4);
        CHECK(refused == 16);
        CHECK(world.pauses() == 1);
        CHECK(world.count("resource WHERE type = 'User'") == 16);
    }
}

TEST_CASE("A directory that an admin stopped may only read") {
    Guarded world;
    world.change([&](store::Transaction& tx) {
        store::pause_directory(tx, world.key(), store::stopped_by_admin);
    });
    world.server.clock().advance(2s);
    check_error(world.client().post("/Users", user("new")), 403);
    check_error(world.remove(0), 403);
    CHECK(world.client().get("/Users/" + world.ids[0]).status == 200);
    world.release();
    world.server.clock().advance(2s);
    CHECK(world.remove(0).status == 204);
}

}  // namespace usher::test::guard_test
