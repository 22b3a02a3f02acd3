// examples/webhook_receiver, run as its README says.
#include "tests/outbox/house.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace example_test {

using namespace usher::test;

namespace {

std::vector<std::string> receiver(int port, const std::string& secret) {
    return {
        "env",
        "USHER_WEBHOOK_SECRET=" + secret,
        "/usr/bin/python3",
        USHER_SOURCE_DIR "/examples/webhook_receiver/receiver.py",
        "--port",
        std::to_string(port)};
}

}  // namespace

TEST_CASE("The example's webhook receiver takes what was signed with its secret, nothing else") {
    House house(Kind::sqlite, {});
    // The receiver looks at the clock on the wall.
    house.clock.set(usher::base::to_text(usher::base::SystemClock().now()));
    const int port = free_port();
    const auto webhook = house.add_webhook("http://127.0.0.1:" + std::to_string(port) + "/", {"*"});
    const bool right = GENERATE(true, false);
    const std::string secret = house.webhook_secret(webhook);
    const Child process(receiver(port, right ? secret : "whsec_b3RoZXI="));
    REQUIRE(wait_for_listener(port));
    house.happen(usher::event::Action::user_joined, {.kind = "user", .id = "u1"});
    CHECK(house.work_off() == 1);
    CHECK(house.fates()[0].state == (right ? "sent" : "queued"));
    CHECK(house.fates()[0].detail == (right ? "HTTP 204" : "HTTP 401"));
}

}  // namespace example_test
