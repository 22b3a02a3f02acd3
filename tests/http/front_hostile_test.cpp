// Requests as an attacker sends them: answered with the application's refusal, then closed.
#include "tests/http/front_client.hpp"
#include "tests/http/front_fixture.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace front_hostile_test {

using namespace usher;
using namespace usher::test;

namespace {

/// Sends `request`, followed by one that must not be served. Returns the refusal's status.
int refused(const http::Front& front, const std::string& request) {
    Client client(front);
    client.send(request + get("/smuggled"));
    const auto answer = client.receive();
    CHECK(answer.has("\r\nConnection: close\r\n"));
    CHECK(answer.has("\r\nContent-Type: application/scim+json\r\n"));
    CHECK(answer.body.find("\"detail\":\"") != std::string::npos);
    CHECK(client.receive_all().empty());
    return answer.status;
}

/// Sends `head` and 300 MB without an end; the server must close before. Returns its answer's
/// status.
int flooded(const http::Front& front, const std::string& head) {
    constexpr std::size_t most = 300 << 20;
    Client client(front);
    const std::string piece(64 * 1024, 'a');
    client.send(head);
    std::size_t sent = 0;
    while (sent < most && client.send(piece))
        sent += piece.size();
    CHECK(sent < most);
    return client.receive().status;
}

}  // namespace

TEST_CASE("requests of ambiguous length are refused, and nothing behind them is served") {
    const RunningFront front;
    CHECK(refused(front, post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "")) == 400);
    CHECK(refused(front, post("Content-Length: 2\r\nContent-Length: 5\r\n", "abcde")) == 400);
    CHECK(refused(front, post("Content-Length: 3x\r\n", "abc")) == 400);
    CHECK(refused(front, post("Content-Length: -1\r\n", "ab")) == 400);
    CHECK(refused(front, post("Transfer-Encoding: gzip\r\n", "ab")) == 501);
    CHECK(
        refused(front, post("Transfer-Encoding: gzip, chunked\r\nContent-Length: 2\r\n", "ab")) ==
        501
    );
    CHECK(refused(front, get("/", "X-T : v\r\n")) == 400);
    CHECK(refused(front, get("/", "X-T: a\r\n b\r\n")) == 400);
    CHECK(refused(front, "GET /hello HTTP/1.1\nHost: x\n\n") == 400);
    CHECK(refused(front, get("/", std::string("X-T: a\0b\r\n", 10))) == 400);
    CHECK(refused(front, "GARBAGE\r\n\r\n") == 400);
    CHECK(refused(front, "GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(front.counters().framing_errors == 12);
    CHECK(front.counters().requests == 0);
}

TEST_CASE("a GET's body that comes later is not read as the next request") {
    const RunningFront front;
    Client client(front);
    const auto smuggled = get("/smuggled") + "123";
    client.send(get("/", "Content-Length: " + std::to_string(smuggled.size()) + "\r\n"));
    CHECK(client.ask(smuggled).body.starts_with("GET / from"));
    CHECK(client.ask(get("/next")).body.starts_with("GET /next from"));
    CHECK(front.counters().requests == 2);
}

TEST_CASE("a POST without a length is answered at once, with an empty body") {
    const RunningFront front;
    Client client(front);
    CHECK(client.ask(post("", "")).body == "POST /echo from 127.0.0.1\n\nHost=x\n");
}

TEST_CASE("one header line of 300 MB is cut at the limit") {
    const RunningFront front;
    CHECK(flooded(front, "GET / HTTP/1.1\r\nX: ") == 431);
    CHECK(flooded(front, "GET /") == 414);
}

TEST_CASE("5,000 headers are too many, 100 are not") {
    const RunningFront front;
    std::string headers;
    for (int i = 1; i < 100; ++i)
        headers += "X-" + std::to_string(i) + ": y\r\n";
    Client client(front);
    CHECK(client.ask(get("/", headers)).status == 200);
    for (int i = 0; i < 4900; ++i)
        headers += "Y: y\r\n";
    CHECK(refused(front, get("/", headers)) == 431);
}

TEST_CASE("a body over the limit is refused before it is read, chunked or not") {
    const RunningFront front;
    CHECK(flooded(front, post("Content-Length: 314572800\r\n", "")) == 413);
    CHECK(flooded(front, post("Transfer-Encoding: chunked\r\n", "12c00000\r\n")) == 413);
    Client silent(front);
    silent.send(post("Content-Length: 1048577\r\n", ""));
    CHECK(silent.receive().status == 413);
    CHECK(silent.receive_all().empty());
}

TEST_CASE("many small chunks do not pass the limit together") {
    const RunningFront front;
    Client client(front);
    client.send(post("Transfer-Encoding: chunked\r\n", ""));
    const std::string chunk = "10000\r\n" + std::string(0x10000, 'a') + "\r\n";
    for (int i = 0; i < 32 && client.send(chunk); ++i)
        continue;
    CHECK(client.receive().status == 413);
}

TEST_CASE("an encoded body is refused, not inflated") {
    const RunningFront front;
    CHECK(refused(front, post("Content-Encoding: gzip\r\nContent-Length: 3\r\n", "abc")) == 415);
}

TEST_CASE("a refusal is told what was read of the request") {
    const RunningFront front;
    Client client(front);
    const auto answer = client.ask(get("/scim/v2/Users", "broken\r\n"));
    CHECK(answer.status == 400);
    CHECK(answer.body.starts_with("{\"target\":\"/scim/v2/Users\""));
}

TEST_CASE("a refusal that throws becomes an empty answer with its status") {
    const RunningFront front(
        small_front(),
        tell,
        {},
        [](const http::Request&, int, const std::string&) -> http::Response {
            throw std::runtime_error("secret");
        }
    );
    Client client(front);
    client.send("GARBAGE\r\n\r\n");
    const auto all = client.receive_all();
    CHECK(all.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    CHECK(all.find("secret") == std::string::npos);
}

TEST_CASE("a PaceOf that throws costs its client the connection, nobody else") {
    const RunningFront front(small_front(), tell, [](const http::Request& request) {
        if (request.target == "/bad") throw std::runtime_error("secret");
        return http::Pace::quick;
    });
    Client unlucky(front);
    unlucky.send(get("/bad"));
    CHECK(unlucky.receive_all().empty());
    Client lucky(front);
    CHECK(lucky.ask(get("/")).status == 200);
}

TEST_CASE("half a request, then nothing, is answered by nothing") {
    const RunningFront front;
    for (const auto& request :
         {get("/"),
          post("Content-Length: 3\r\n", "abc"),
          post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n")}) {
        for (std::size_t size = 0; size < request.size(); ++size) {
            Client client(front);
            client.send(request.substr(0, size));
            client.finish_sending();
            CHECK(client.receive_all().empty());
        }
    }
    Client client(front);
    CHECK(client.ask(get("/")).status == 200);
    CHECK(front.counters().requests == 1);
}

}  // namespace front_hostile_test
