// The sweeper's thread, with a pace and a clock of the tests.
#include "app/sweeper.hpp"

#include "tests/desk/desk_world.hpp"

#include <functional>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>

namespace sweeper_test {

using namespace usher;
using namespace usher::test;

namespace {

using namespace std::chrono_literals;

/// Whether `holds` came true within half a minute.
bool eventually(const std::function<bool()>& holds) {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < deadline) {
        if (holds()) return true;
        std::this_thread::sleep_for(5ms);
    }
    return holds();
}

struct Sweeping {
    explicit Sweeping(Kind kind) : world(kind) {}

    DeskWorld world;
    std::ostringstream log_text;
    base::Log log{base::Config::Logging{}, world.clock(), log_text};
    app::Sweeper sweeper{
        world.office(), log, {.interval = 10ms, .whole_look = 1h}
    };
};

}  // namespace

TEST_CASE("the sweeper expires invitations while it runs and erases when the hour has passed") {
    Sweeping sweeping(GENERATE(Kind::sqlite, Kind::postgresql));
    DeskWorld& world = sweeping.world;
    const auto invitation = world.insert_invitation(world.push("ada", Json::object(), "register"));
    world.remove(world.push("bob"));
    sweeping.sweeper.start();
    world.clock().advance(24h * 7);
    CHECK(eventually([&] { return world.invitation_state(invitation.id) == "expired"; }));
    world.clock().advance(24h * 30);
    CHECK(eventually([&] { return world.texts("SELECT id FROM tombstone").empty(); }));
    sweeping.sweeper.stop();
}

TEST_CASE("two sweepers of one database do everything once") {
    const auto kind = GENERATE(Kind::sqlite, Kind::postgresql);
    Sweeping sweeping(kind);
    DeskWorld& world = sweeping.world;
    app::Sweeper another(world.office(), sweeping.log, {.interval = 10ms, .whole_look = 1h});
    for (int i = 0; i < 20; ++i)
        world.insert_invitation(world.push("user" + std::to_string(i), Json::object(), "register"));
    sweeping.sweeper.start();
    another.start();
    world.clock().advance(24h * 7);
    CHECK(eventually([&] {
        return world.texts("SELECT id FROM invitation WHERE state = 'open'").empty();
    }));
    sweeping.sweeper.stop();
    another.stop();
    CHECK(world.events("invitation.expired") == 20);
}

TEST_CASE("what the sweeper finds wrong is logged, mended and told once") {
    Sweeping sweeping(Kind::sqlite);
    DeskWorld& world = sweeping.world;
    world.push("ada", emails({"ada@example.org"}));
    const auto request = world.insert_request("ada@example.org");
    sweeping.sweeper.start();
    CHECK(eventually([&] { return world.request_state(request) == "reconciled"; }));
    sweeping.sweeper.stop();
    CHECK(sweeping.log_text.str().find(request) != std::string::npos);
    CHECK(sweeping.log_text.str().find("ada@example.org") == std::string::npos);
}

TEST_CASE("a sweeper that was never started stops too, and a started one goes with its object") {
    Sweeping idle(Kind::sqlite);
    idle.sweeper.stop();
    Sweeping running(Kind::sqlite);
    running.sweeper.start();
}

}  // namespace sweeper_test
