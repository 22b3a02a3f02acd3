// Requests of every pace, each on its own threads: none keeps those of another pace waiting.
#include "tests/http/front_client.hpp"
#include "tests/http/front_fixture.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace front_lanes_test {

using namespace usher;
using namespace usher::test;

TEST_CASE("requests that wait, on as many threads as they like, keep neither quick nor slow ones") {
    auto options = small_front();
    options.workers = 1;
    options.waiting_workers = 3;
    Gate gate;
    const auto handler = [&](const http::Request& request) {
        if (request.target == "/wait") gate.wait();
        return tell(request);
    };
    const RunningFront front(options, handler, pace_of);
    auto waiting = connect(front, 5);
    for (auto& client : waiting)
        client->send(get("/wait") + get("/after"));
    gate.await_waiting(3);
    Client other(front);
    CHECK(other.ask(get("/fast")).status == 200);
    CHECK(other.ask(get("/slow")).status == 200);
    gate.open();
    for (auto& client : waiting) {
        CHECK(client->receive().body.starts_with("GET /wait "));
        CHECK(client->receive().body.starts_with("GET /after "));
    }
}

TEST_CASE("an answer from a lane that its client does not read goes on once it does") {
    const std::string big(8 << 20, 'b');
    const RunningFront front(
        small_front(), [&](const http::Request&) { return text(big); }, pace_of
    );
    auto clients = connect(front, 3);
    for (auto& client : clients)
        client->send(get("/wait") + get("/slow"));
    Client other(front);
    CHECK(other.ask(get("/")).body == big);
    for (auto& client : clients) {
        CHECK(client->receive().body == big);
        CHECK(client->receive().body == big);
    }
}

TEST_CASE("the slow lane does not keep the others waiting") {
    auto options = small_front();
    options.workers = 1;
    Gate gate;
    const auto handler = [&](const http::Request& request) {
        if (is_slow(request)) gate.wait();
        return tell(request);
    };
    const RunningFront front(options, handler, pace_of);
    auto slow = connect(front, 5);
    for (auto& client : slow)
        client->send(get("/slow") + get("/after"));
    gate.await_waiting(1);
    auto others = connect(front, 5);
    for (auto& client : others)
        CHECK(client->ask(get("/fast")).status == 200);
    gate.open();
    for (auto& client : slow) {
        CHECK(client->receive().body.starts_with("GET /slow "));
        CHECK(client->receive().body.starts_with("GET /after "));
        CHECK(client->ask(get("/slow")).body.starts_with("GET /slow "));
    }
}

}  // namespace front_lanes_test
