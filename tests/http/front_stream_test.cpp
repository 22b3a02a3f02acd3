// Answers that come bit by bit: what their clients see, and that they hold up nobody else.
#include "http/front/front.hpp"
#include "tests/http/front_client.hpp"
#include "tests/http/front_fixture.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

namespace front_stream_test {

using namespace usher;
using namespace usher::test;
using namespace std::chrono_literals;

namespace {

http::Response streaming(std::function<http::Piece()> pull) {
    return {
        .status = 200,
        .content_type = "text/event-stream",
        .stream = http::Stream{.pull = std::move(pull), .interval = 5ms}
    };
}

/// Says "1", "2" ... and ends behind `last`.
http::Response counting(int last) {
    return streaming([last, said = 0]() mutable {
        ++said;
        return http::Piece{.text = std::to_string(said) + "\n", .last = said == last};
    });
}

/// Streams under /stream with pieces of `pull`; anything else is told as ever.
http::Handler streams_of(std::function<http::Piece()> pull) {
    return [pull = std::move(pull)](const http::Request& request) {
        return request.target == "/stream" ? streaming(pull) : tell(request);
    };
}

/// Waits for `happens`, which the test needs to go on; the test's time-out bounds it.
void await(const std::function<bool()>& happens) {
    while (!happens())
        std::this_thread::sleep_for(1ms);
}

}  // namespace

TEST_CASE("the pieces of a stream come in chunks, and the connection goes on behind the last") {
    const RunningFront front(small_front(), [](const http::Request& request) {
        return request.target == "/stream" ? counting(3) : tell(request);
    });
    Client client(front);
    client.send(get("/stream") + get("/next", "Connection: close\r\n"));
    const auto all = client.receive_all();
    CHECK(all.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(all.find("\r\nTransfer-Encoding: chunked\r\n") != std::string::npos);
    CHECK(all.find("\r\nContent-Type: text/event-stream\r\n") != std::string::npos);
    const auto body = all.substr(all.find("\r\n\r\n") + 4);
    CHECK(body.starts_with("2\r\n1\n\r\n2\r\n2\n\r\n2\r\n3\n\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"));
    CHECK(body.find("GET /next") != std::string::npos);
    CHECK(front.counters().streams == 0);
}

TEST_CASE("a stream has no Content-Length, and for HTTP/1.0 its end is the connection's") {
    const RunningFront front(small_front(), [](const http::Request&) { return counting(2); });
    Client client(front);
    client.send("GET /stream HTTP/1.0\r\n\r\n");
    const auto all = client.receive_all();
    CHECK(all.find("Transfer-Encoding") == std::string::npos);
    CHECK(all.find("Content-Length") == std::string::npos);
    CHECK(all.ends_with("\r\n\r\n1\n2\n"));
}

TEST_CASE("HEAD is answered with a stream's head and begins none") {
    std::atomic<int> pulls{0};
    const RunningFront front(small_front(), streams_of([&] {
                                 ++pulls;
                                 return http::Piece{.text = "x", .last = true};
                             }));
    Client client(front);
    const auto answer = client.ask("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(answer.has("\r\nContent-Type: text/event-stream\r\n"));
    CHECK(client.ask(get("/next")).body.starts_with("GET /next"));
    CHECK(pulls == 0);
}

TEST_CASE("many streams hold no thread, and end when their time has come") {
    std::atomic<bool> over{false};
    auto options = small_front();
    options.workers = 1;
    const RunningFront front(options, streams_of([&] {
                                 return http::Piece{.text = over ? "end" : "", .last = over};
                             }));
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<Client>(front));
        clients.back()->send(get("/stream"));
        CHECK(clients.back()->receive().status == 200);
    }
    CHECK(front.counters().streams == 200);
    Client other(front);
    CHECK(other.ask(get("/hello")).status == 200);
    over = true;
    for (const auto& client : clients) {
        std::string received;
        while (!received.ends_with("0\r\n\r\n"))
            received += client->receive_once();
        CHECK(received == "3\r\nend\r\n0\r\n\r\n");
    }
    CHECK(front.counters().streams == 0);
    CHECK(front.counters().open == 201);
}

TEST_CASE("beyond the streams that there is room for, a client is told so") {
    auto options = small_front();
    options.max_streams = 1;
    const RunningFront front(options, streams_of([] { return http::Piece{}; }));
    {
        Client first(front);
        CHECK(first.ask(get("/stream")).status == 200);
        Client second(front);
        CHECK(second.ask(get("/stream")).status == 503);
        CHECK(second.ask(get("/hello")).status == 200);
    }
    await([&] { return front.counters().streams == 0; });
    Client third(front);
    CHECK(third.ask(get("/stream")).status == 200);
}

TEST_CASE("a client that does not read is not asked for more, and is cut off in the end") {
    std::atomic<int> pulls{0};
    auto options = small_front();
    options.write_deadline = 300ms;
    const RunningFront front(options, streams_of([&] {
                                 ++pulls;
                                 return http::Piece{.text = std::string(8'000'000, 'x')};
                             }));
    Client slow(front.port(), 4096);
    slow.send(get("/stream"));
    await([&] { return pulls == 1 && front.counters().open == 0; });
    CHECK(pulls == 1);
    CHECK(front.counters().deadline_kills == 1);
    CHECK(front.counters().streams == 0);
}

TEST_CASE("a slow reader gets every byte of a stream") {
    std::atomic<int> pulls{0};
    const std::string part(3'000'000, 'x');
    const RunningFront front(small_front(), streams_of([&] {
                                 return http::Piece{.text = part, .last = ++pulls == 3};
                             }));
    Client slow(front.port(), 4096);
    slow.send(get("/stream", "Connection: close\r\n"));
    const auto all = slow.receive_all();
    CHECK(all.size() > 3 * part.size());
    CHECK(all.ends_with("x\r\n0\r\n\r\n"));
}

TEST_CASE("a stream that is silent for longer than a connection may idle is closed") {
    auto options = small_front();
    options.idle_timeout = 50ms;
    const RunningFront front(options, streams_of([] { return http::Piece{}; }));
    Client client(front);
    client.send(get("/stream"));
    CHECK_FALSE(client.receive_all().ends_with("0\r\n\r\n"));
}

TEST_CASE("what a pull throws cuts its stream, without an end, and no other") {
    const RunningFront front(small_front(), [](const http::Request& request) {
        if (request.target != "/throw") return counting(100);
        return streaming([]() -> http::Piece { throw std::runtime_error("secret"); });
    });
    Client other(front);
    other.send(get("/stream", "Connection: close\r\n"));
    Client client(front);
    client.send(get("/throw"));
    const auto all = client.receive_all();
    CHECK(all.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(all.ends_with("\r\n\r\n"));
    CHECK_FALSE(all.ends_with("0\r\n\r\n"));
    CHECK(other.receive_all().ends_with("4\r\n100\n\r\n0\r\n\r\n"));
}

TEST_CASE("a drain ends streams properly and does not wait for them") {
    RunningFront front(small_front(), streams_of([] { return http::Piece{.text = "."}; }));
    Client client(front);
    CHECK(client.ask(get("/stream")).status == 200);
    front.drain(20s);
    CHECK(client.receive_all().ends_with("0\r\n\r\n"));
    CHECK(front.counters().open == 0);
}

TEST_CASE("a front that stops at once does not wait for streams") {
    std::unique_ptr<Client> client;
    {
        const RunningFront front(small_front(), streams_of([] { return http::Piece{}; }));
        client = std::make_unique<Client>(front);
        CHECK(client->ask(get("/stream")).status == 200);
    }
    CHECK(client->receive_all().empty());
}

}  // namespace front_stream_test
