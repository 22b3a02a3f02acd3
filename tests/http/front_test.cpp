// What a well-behaved client and the application see of the front, over a socket.
#include "http/front/front.hpp"

#include "tests/http/front_client.hpp"
#include "tests/http/front_fixture.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace front_test {

using namespace usher;
using namespace usher::test;

namespace {

http::Response with_header(std::string name, std::string value) {
    auto response = text("body");
    response.headers.emplace_back(std::move(name), std::move(value));
    return response;
}

}  // namespace

TEST_CASE("an answer's head and body arrive in one piece") {
    // In two, Nagle's algorithm and delayed acknowledgements cost 43 ms a request.
    const RunningFront front;
    Client client(front);
    for (int i = 0; i < 50; ++i) {
        client.send(get("/hello"));
        const auto piece = client.receive_once();
        CHECK(piece.starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(piece.find("GET /hello from 127.0.0.1\n") != std::string::npos);
        CHECK(piece.ends_with("Host=x\n"));
    }
}

TEST_CASE("header values and the target reach the handler as sent") {
    const RunningFront front;
    Client client(front);
    const auto target = "/Users/a%2Fb%20c%00d%0A?filter=a=b=c==&x=a?b#c";
    const auto answer = client.ask(get(target, "If-Match: W/\"a%2Fb%41\"\r\nX-T:\t v  \r\n"));
    CHECK(answer.status == 200);
    CHECK(answer.body.starts_with(std::string("GET ") + target + " from 127.0.0.1\n"));
    CHECK(answer.body.find("If-Match=W/\"a%2Fb%41\"\nX-T=v\n") != std::string::npos);
    CHECK(client.ask(get("/" + std::string(20'000, 'a'))).status == 200);
}

TEST_CASE("a REMOTE_ADDR header does not pass for the client's address") {
    const RunningFront front;
    Client client(front);
    const auto answer = client.ask(get("/", "REMOTE_ADDR: 6.6.6.6\r\nREMOTE_PORT: 1\r\n"));
    CHECK(answer.body.starts_with("GET / from 127.0.0.1\n"));
}

TEST_CASE("every method reaches the handler, known or not, with its body") {
    const RunningFront front;
    Client client(front);
    for (const std::string method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FOO"}) {
        const auto answer =
            client.ask(method + " /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
        CHECK(answer.status == 200);
        CHECK(answer.body.starts_with(method + " /x from 127.0.0.1\nabc\n"));
    }
}

TEST_CASE("HEAD is answered with the length of the body, without the body") {
    const RunningFront front;
    Client client(front);
    const auto got = client.ask(get("/x"));
    const auto headed = client.ask("HEAD /x HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(headed.status == 200);
    const auto length = "\r\nContent-Length: " + std::to_string(got.body.size() + 1) + "\r\n";
    CHECK(headed.has(length));  // "HEAD" is one letter longer
    CHECK(headed.has("\r\nContent-Type: text/plain\r\n"));
    CHECK(client.ask(get("/x")).body == got.body);
}

TEST_CASE("204 and 304 have neither body nor length") {
    const RunningFront front(small_front(), [](const http::Request& request) {
        return text("must not be sent", request.target == "/204" ? 204 : 304);
    });
    Client client(front);
    for (const int status : {204, 304}) {
        const auto answer = client.ask(get("/" + std::to_string(status)));
        CHECK(answer.status == status);
        CHECK_FALSE(answer.has("Content-Length"));
        CHECK_FALSE(answer.has("Content-Type"));
    }
    CHECK(client.ask(get("/204")).status == 204);
}

TEST_CASE("an answer without a content type has no body but a length") {
    const RunningFront front(small_front(), [](const http::Request&) {
        return http::Response{.status = 404, .body = "must not be sent"};
    });
    Client client(front);
    const auto answer = client.ask(get("/"));
    CHECK(answer.status == 404);
    CHECK(answer.has("\r\nContent-Length: 0\r\n"));
    CHECK_FALSE(answer.has("Content-Type"));
}

TEST_CASE("the handler's headers are passed through, each as often as it was set") {
    const RunningFront front(small_front(), [](const http::Request&) {
        auto response = with_header("Location", "/scim/v2/Users/a%2Fb");
        response.headers.emplace_back("Set-Cookie", "a=1");
        response.headers.emplace_back("Set-Cookie", "b=2");
        return response;
    });
    Client client(front);
    const auto answer = client.ask(get("/"));
    CHECK(answer.has("\r\nLocation: /scim/v2/Users/a%2Fb\r\n"));
    CHECK(answer.has("\r\nSet-Cookie: a=1\r\n"));
    CHECK(answer.has("\r\nSet-Cookie: b=2\r\n"));
    CHECK(answer.has("\r\nDate: "));
    CHECK_FALSE(answer.has("Keep-Alive"));
}

TEST_CASE("no header of the handler's can break the head or the framing") {
    const std::pair<std::string, std::string> bad[] = {
        {"X-T",                  "a\r\nX-Injected: 1"},
        {"X-T",                  "a\nX-Injected: 1"  },
        {"X-Injected: 1\r\nX-T", "a"                 },
        {"Content-Length",       "1"                 },
        {"Transfer-Encoding",    "chunked"           }
    };
    for (const auto& [name, value] : bad) {
        CAPTURE(name, value);
        const RunningFront front(small_front(), [&](const http::Request&) {
            return with_header(name, value);
        });
        Client client(front);
        for (int i = 0; i < 2; ++i) {
            const auto answer = client.ask(get("/"));
            CHECK(answer.status == 200);
            CHECK(answer.has("\r\nContent-Length: 4\r\n"));
            CHECK_FALSE(answer.has("X-Injected"));
            CHECK_FALSE(answer.has("Transfer-Encoding"));
            CHECK(answer.body == "body");
        }
    }
}

TEST_CASE("what the handler throws becomes an empty 500 and is not told") {
    const RunningFront front;
    for (const auto* target : {"/throw", "/throw/int"}) {
        Client client(front);
        client.send(get(target));
        const auto all = client.receive_all();
        CHECK(all.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
        CHECK(all.find("\r\nContent-Length: 0\r\n") != std::string::npos);
        CHECK(all.find("secret") == std::string::npos);
        CHECK(all.find("EXCEPTION") == std::string::npos);
    }
    Client next(front);
    CHECK(next.ask(get("/")).status == 200);
}

TEST_CASE("a client that asks to close is closed behind the answer, in any case of letters") {
    const RunningFront front;
    for (const auto& request :
         {get("/", "Connection: close\r\n"),
          get("/", "Connection: Close\r\n"),
          std::string("GET / HTTP/1.0\r\n\r\n")}) {
        Client client(front);
        client.send(request + get("/never"));
        const auto all = client.receive_all();
        CHECK(all.starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(all.find("\r\nConnection: close\r\n") != std::string::npos);
        CHECK(all.find("/never") == std::string::npos);
    }
}

TEST_CASE("an answer that asks to close closes") {
    const RunningFront front(small_front(), [](const http::Request&) {
        return with_header("connection", "Close");
    });
    Client client(front);
    client.send(get("/"));
    const auto all = client.receive_all();
    CHECK(all.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(all.ends_with("\r\n\r\nbody"));
}

TEST_CASE("pipelined requests are all answered, in order") {
    const RunningFront front;
    Client client(front);
    std::string requests;
    for (int i = 0; i < 500; ++i) {
        requests += i % 3 == 0 ? post("Content-Length: 1\r\n", "b") : get("/" + std::to_string(i));
    }
    client.send(requests);
    for (int i = 0; i < 500; ++i) {
        const auto answer = client.receive();
        CHECK(answer.status == 200);
        const auto expected =
            i % 3 == 0 ? std::string("POST /echo ") : "GET /" + std::to_string(i) + ' ';
        CHECK(answer.body.starts_with(expected));
    }
    CHECK(front.counters().requests == 500);
}

TEST_CASE("a request may come byte by byte, chunked or not") {
    const RunningFront front;
    Client client(front);
    const auto plain = post("Content-Length: 3\r\n", "abc");
    const auto chunks = post("Transfer-Encoding: chunked\r\n", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n");
    for (const auto& request : {plain, chunks}) {
        for (const char byte : request)
            client.send(std::string_view(&byte, 1));
        CHECK(client.receive().body.starts_with("POST /echo from 127.0.0.1\nabc\n"));
    }
}

TEST_CASE("a client that has finished sending is still answered") {
    const RunningFront front;
    Client client(front);
    client.send(get("/1") + get("/2"));
    client.finish_sending();
    CHECK(client.receive().body.starts_with("GET /1"));
    CHECK(client.receive().body.starts_with("GET /2"));
    CHECK(client.receive_all().empty());
}

TEST_CASE("a client that expects 100 Continue is told to go on, once") {
    const RunningFront front;
    Client client(front);
    client.send(post("Expect: 100-continue\r\nContent-Length: 3\r\n", ""));
    CHECK(client.receive().status == 100);
    CHECK(client.ask("abc").body.starts_with("POST /echo from 127.0.0.1\nabc\n"));
    CHECK(client.ask(post("Expect: 100-continue\r\nContent-Length: 3\r\n", "abc")).status == 200);
    Client unwelcome(front);
    unwelcome.send(post("Expect: 100-continue\r\nContent-Length: 99999999\r\n", ""));
    CHECK(unwelcome.receive().status == 413);
}

TEST_CASE("big bodies pass both ways") {
    const RunningFront front;
    Client client(front);
    const std::string body(1024 * 1024, 'b');
    for (int i = 0; i < 3; ++i) {
        const auto length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
        const auto answer = client.ask(post(length, body));
        CHECK(answer.status == 200);
        CHECK(answer.body.find(body) != std::string::npos);
    }
}

TEST_CASE("Range is ignored, however many ranges it names") {
    const RunningFront front;
    Client client(front);
    std::string ranges = "Range: bytes=0-";
    for (int i = 0; i < 1000; ++i)
        ranges += ",0-";
    const auto answer = client.ask(get("/", ranges + "\r\n"));
    CHECK(answer.status == 200);
    CHECK_FALSE(answer.has("Range"));
    CHECK(answer.body.size() < 4'000);
}

TEST_CASE("a second server cannot listen on the same port in silence") {
    const RunningFront front;
    auto options = small_front();
    options.port = front.port();
    http::Front second(options, tell, refuse);
    const auto address = "127.0.0.1:" + std::to_string(front.port());
    CHECK_THROWS_WITH(second.listen(), Catch::Contains(address));
}

TEST_CASE("options that cannot work are refused") {
    auto idle = small_front();
    idle.workers = 0;
    CHECK_THROWS_AS(http::Front(idle, tell, refuse), std::invalid_argument);
    auto half = small_front();
    half.tls_key_file = "/nowhere/key.pem";
    CHECK_THROWS_AS(http::Front(half, tell, refuse), std::invalid_argument);
    auto unreadable = half;
    unreadable.tls_certificate_file = "/nowhere/certificate.pem";
    http::Front front(unreadable, tell, refuse);
    CHECK_THROWS_WITH(front.listen(), Catch::Contains("/nowhere/certificate.pem"));
    auto nowhere = small_front();
    nowhere.host = "no host";
    http::Front lost(nowhere, tell, refuse);
    CHECK_THROWS_WITH(lost.listen(), Catch::Contains("no host"));
}

}  // namespace front_test
