// The framing function alone: what it accepts, what it refuses, and that pieces make no difference.
#include "http/front/framing.hpp"

#include <random>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

namespace framing_test {

using usher::http::Framer;
using usher::http::FramingLimits;

namespace {

constexpr FramingLimits small{.header_bytes = 1024, .header_lines = 10, .body_bytes = 1000};

Framer framed(std::string_view bytes, const FramingLimits& limits = small) {
    Framer framer(limits);
    framer.take(bytes);
    return framer;
}

int refusal(std::string_view bytes, const FramingLimits& limits = small) {
    const auto framer = framed(bytes, limits);
    return framer.state() == Framer::State::refused ? framer.error().status : 0;
}

std::string get(std::string_view headers) {
    return "GET / HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n";
}

std::string post(std::string_view headers, std::string_view body) {
    return "POST / HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

std::string chunked(std::string_view chunks) {
    return post("Transfer-Encoding: chunked\r\n", chunks);
}

/// Everything an observer can tell of the framing of a stream, cut at random or not at all.
std::string observed(std::string_view stream, std::mt19937* cut) {
    std::string report;
    Framer framer(small);
    while (!stream.empty()) {
        const auto most = std::min<std::size_t>(stream.size(), 9);
        const auto size =
            cut ? std::uniform_int_distribution<std::size_t>(1, most)(*cut) : stream.size();
        auto piece = stream.substr(0, size);
        stream.remove_prefix(size);
        while (!piece.empty()) {
            piece.remove_prefix(framer.take(piece));
            if (framer.state() == Framer::State::refused) {
                return report + std::to_string(framer.error().status);
            }
            if (framer.state() != Framer::State::complete) continue;
            const auto& request = framer.request();
            report += request.method + ' ' + request.target + '\n';
            for (const auto& [name, value] : request.headers)
                report += name + '=' + value + '\n';
            report += request.body + (framer.keep_alive() ? "|" : "|close|");
            framer.reset();
        }
    }
    return report + (framer.begun() ? "unfinished" : "");
}

}  // namespace

TEST_CASE("a request is framed as sent") {
    const auto framer = framed(
        "PATCH /Users/a%2Fb%00?filter=a=b=c==?d HTTP/1.1\r\nHost: x\r\nX-T:  a%2Fb%41\t \r\n"
        "X-T: second\r\nContent-Length: 3\r\n\r\nabcNEXT"
    );
    REQUIRE(framer.state() == Framer::State::complete);
    const auto& request = framer.request();
    CHECK(request.method == "PATCH");
    CHECK(request.target == "/Users/a%2Fb%00?filter=a=b=c==?d");
    REQUIRE(request.header("x-t") != nullptr);
    CHECK(*request.header("x-t") == "a%2Fb%41");
    CHECK(request.headers.size() == 4);
    CHECK(request.header("x-absent") == nullptr);
    CHECK(request.body == "abc");
    CHECK(framer.keep_alive());
}

TEST_CASE("framing stops behind the last byte of a request") {
    const auto first = get("");
    const auto both = first + first;
    Framer framer(small);
    CHECK(framer.take(both) == first.size());
    CHECK(framer.state() == Framer::State::complete);
    CHECK(framer.take(first) == 0);
    framer.reset();
    CHECK_FALSE(framer.begun());
    CHECK(framer.take(first) == first.size());
    CHECK(framer.state() == Framer::State::complete);
}

TEST_CASE("a request without a length has no body, whatever its method") {
    for (const auto* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        CAPTURE(method);
        const auto framer = framed(method + std::string(" / HTTP/1.1\r\nHost: x\r\n\r\n"));
        CHECK(framer.state() == Framer::State::complete);
        CHECK(framer.request().body.empty());
    }
}

TEST_CASE("a GET's body is part of the request, not the next one") {
    const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    const auto length = std::to_string(smuggled.size());
    const auto framer = framed(get("Content-Length: " + length + "\r\n") + smuggled);
    CHECK(framer.state() == Framer::State::complete);
    CHECK(framer.request().target == "/");
    CHECK(framer.request().body == smuggled);
}

TEST_CASE("chunks are joined, extensions and trailers dropped") {
    const auto framer =
        framed(chunked("3\r\nabc\r\n0A;x=\"y\"\r\n0123456789\r\n0\r\nX-T: late\r\n\r\n"));
    REQUIRE(framer.state() == Framer::State::complete);
    CHECK(framer.request().body == "abc0123456789");
    CHECK(framer.request().header("X-T") == nullptr);
}

TEST_CASE("an absolute target is brought to its origin form and names the host") {
    const auto framed_target = [](const std::string& target) {
        const auto framer = framed("GET " + target + " HTTP/1.1\r\nHost: other\r\n\r\n");
        return framer.request().target + " at " + *framer.request().header("Host");
    };
    CHECK(framed_target("http://scim.example:80/Users?a=b") == "/Users?a=b at scim.example:80");
    CHECK(framed_target("HTTPS://scim.example?a=b") == "/?a=b at scim.example");
    CHECK(framed_target("http://scim.example") == "/ at scim.example");
    CHECK(refusal("GET http:///Users HTTP/1.1\r\nHost: x\r\n\r\n") == 400);
    CHECK(refusal("GET http://me@x/Users HTTP/1.1\r\nHost: x\r\n\r\n") == 400);
}

TEST_CASE("the connection stays open unless the client says otherwise, in any case") {
    CHECK(framed(get("")).keep_alive());
    CHECK(framed(get("Connection: Keep-Alive\r\n")).keep_alive());
    CHECK_FALSE(framed(get("Connection: Close\r\n")).keep_alive());
    CHECK_FALSE(framed(get("Connection: upgrade , CLOSE\r\n")).keep_alive());
    CHECK_FALSE(framed("GET / HTTP/1.0\r\n\r\n").keep_alive());
}

TEST_CASE("100 Continue is asked for once, while the body has not begun") {
    auto waiting = framed(post("Expect: 100-Continue\r\nContent-Length: 3\r\n", ""));
    CHECK(waiting.claim_continue());
    CHECK_FALSE(waiting.claim_continue());
    auto impatient = framed(post("Expect: 100-continue\r\nContent-Length: 3\r\n", "a"));
    CHECK_FALSE(impatient.claim_continue());
    auto chunks = framed(post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", ""));
    CHECK(chunks.claim_continue());
    auto bodiless = framed(post("Expect: 100-continue\r\n", ""));
    CHECK_FALSE(bodiless.claim_continue());
    CHECK(refusal(post("Expect: miracles\r\n", "")) == 417);
}

TEST_CASE("a length that two parsers might read differently is refused") {
    CHECK(refusal(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "")) == 400);
    CHECK(refusal(post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "")) == 400);
    CHECK(refusal(post("Content-Length: 2\r\nContent-Length: 5\r\n", "")) == 400);
    CHECK(refusal(post("Content-Length: 2\r\nContent-Length: 2\r\n", "")) == 400);
    for (const auto* length : {"3x", "-1", "+3", "", "0x3", "3 3", "3,3", "\"3\""}) {
        CAPTURE(length);
        CHECK(refusal(post(std::string("Content-Length: ") + length + "\r\n", "")) == 400);
    }
    CHECK(refusal(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "")) == 400);
    CHECK(refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
    for (const auto* encoding : {"gzip", "gzip, chunked", "chunked, gzip", "xchunked", ""}) {
        CAPTURE(encoding);
        CHECK(refusal(post(std::string("Transfer-Encoding: ") + encoding + "\r\n", "")) == 501);
    }
}

TEST_CASE("a malformed chunk is refused") {
    for (const auto* chunks :
         {"x\r\n", "\r\n", "-1\r\n", "0x3\r\n", " 3\r\n", "3 \r\n", "3\nabc", "3\r\nabcd\r\n"}) {
        CAPTURE(chunks);
        CHECK(refusal(chunked(chunks)) == 400);
    }
    CHECK(refusal(chunked("3;" + std::string(1000, 'x'))) == 400);
    CHECK(refusal(chunked("0\r\nbad trailer\r\n\r\n")) == 400);
}

TEST_CASE("malformed heads are refused") {
    for (const std::string head :
         {"GARBAGE\r\n\r\n",
          "GET /\r\n\r\n",
          "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET / x HTTP/1.1\r\nHost: x\r\n\r\n",
          "G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /\x7f HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET Users HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
          "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET / HTTX/1.1\r\nHost: x\r\n\r\n",
          "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET / HTTP/1.1\nHost: x\n\n",
          "GET / HTTP/1.1\r\nHost: x\n\r\n",
          "GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"}) {
        CAPTURE(head);
        CHECK(refusal(head) == 400);
    }
    for (const std::string header :
         {"X-T : v",
          " folded",
          "\tfolded",
          ": v",
          "no colon",
          "X T: v",
          "X-T: a\rb",
          "X-T: a\x01",
          "X-T: \x7f",
          "X(T): v"}) {
        CAPTURE(header);
        CHECK(refusal(get(header + "\r\n")) == 400);
    }
    CHECK(refusal(get(std::string("X-T: a\0b\r\n", 10))) == 400);
    CHECK(refusal(std::string("GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 28)) == 400);
    CHECK(refusal("GET / HTTP/2.0\r\nHost: x\r\n\r\n") == 505);
    CHECK(refusal(get("Content-Encoding: gzip\r\n")) == 415);
    CHECK(refusal(get("Content-Encoding: identity\r\n")) == 0);
}

TEST_CASE("one empty line before a request is ignored, and any method is a method") {
    CHECK(framed("\r\n" + get("")).state() == Framer::State::complete);
    CHECK(framed("FOO /x HTTP/1.1\r\nHost: x\r\n\r\n").request().method == "FOO");
    CHECK(framed("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").request().target == "*");
}

TEST_CASE("the limits hold before the bytes are stored") {
    CHECK(refusal("GET /" + std::string(1024, 'a')) == 414);
    CHECK(refusal("GET / HTTP/1.1\r\nX: " + std::string(1024, 'a')) == 431);
    std::string lines;
    for (int i = 0; i < 9; ++i)
        lines += "X: y\r\n";
    CHECK(refusal(get(lines)) == 0);
    CHECK(refusal(get(lines + "X: y\r\n")) == 431);
    CHECK(refusal(post("Content-Length: 1000\r\n", "")) == 0);
    CHECK(refusal(post("Content-Length: 1001\r\n", "")) == 413);
    CHECK(refusal(post("Content-Length: 99999999999999999999999\r\n", "")) == 413);
    CHECK(refusal(chunked("3e8\r\n")) == 0);
    CHECK(refusal(chunked("3e9\r\n")) == 413);
    CHECK(refusal(chunked("1\r\na\r\n3e8\r\n")) == 413);
    CHECK(refusal(chunked("ffffffffffffffff\r\n")) == 413);
    CHECK(refusal(chunked("1ffffffffffffffff\r\n")) == 413);
    CHECK(refusal(chunked("0\r\n" + std::string(1024, 'a'))) == 431);
    std::string trailers = "0\r\n";
    for (int i = 0; i < 10; ++i)
        trailers += "X: y\r\n";
    CHECK(refusal(chunked(trailers)) == 431);
}

TEST_CASE("a refusal keeps what was read, so that it can be answered in kind") {
    const auto framer = framed("HEAD /scim/Users HTTP/1.1\r\nHost: x\r\nX-T: v\r\nbroken\r\n");
    REQUIRE(framer.state() == Framer::State::refused);
    CHECK(framer.request().method == "HEAD");
    CHECK(framer.request().target == "/scim/Users");
    CHECK(framer.request().header("X-T") != nullptr);
    CHECK_FALSE(framer.error().reason.empty());
}

TEST_CASE("however a stream is cut, it is framed alike") {
    const std::string streams[] = {
        get("") + post("Content-Length: 5\r\n", "abcde") + get("Connection: close\r\n"),
        chunked("3\r\nabc\r\na;e=1\r\n0123456789\r\n0\r\nT: x\r\n\r\n") + get(""),
        "\r\n" + get("X-T: a%2F\r\n") + "GET / HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n",
        chunked("3\r\nabcd\r\n0\r\n\r\n"),
        get(std::string("X-T: ") + std::string(1100, 'x') + "\r\n"),
        post("Content-Length: 5\r\n", "abc"),
    };
    std::mt19937 random(7);
    for (const auto& stream : streams) {
        const auto whole = observed(stream, nullptr);
        for (int round = 0; round < 300; ++round)
            CHECK(observed(stream, &random) == whole);
    }
}

TEST_CASE("damaged streams are framed alike too, and never read as more than was sent") {
    const std::string stream = get("X-T: v\r\n") + chunked("3\r\nabc\r\n0\r\n\r\n") +
                               post("Content-Length: 5\r\n", "abcde");
    const std::string_view bytes("\r\n :;0159af\0\x7f\xff", 14);
    std::mt19937 random(11);
    const auto pick = [&](std::size_t size) {
        return std::uniform_int_distribution<std::size_t>(0, size - 1)(random);
    };
    for (int round = 0; round < 5000; ++round) {
        auto damaged = stream;
        for (std::size_t i = 0, n = 1 + pick(3); i < n; ++i) {
            damaged[pick(damaged.size())] = bytes[pick(bytes.size())];
        }
        if (pick(4) == 0) damaged.erase(pick(damaged.size()), 1 + pick(4));
        CAPTURE(damaged);
        const auto whole = observed(damaged, nullptr);
        CHECK(observed(damaged, &random) == whole);
    }
}

TEST_CASE("a big body that comes byte by byte costs no more than its size") {
    // Quadratic work would take minutes here: the test's timeout guards.
    constexpr std::size_t size = 4 * 1024 * 1024;
    Framer framer(FramingLimits{});
    framer.take(post("Content-Length: " + std::to_string(size) + "\r\n", ""));
    for (std::size_t i = 0; i < size; ++i)
        framer.take("a");
    CHECK(framer.state() == Framer::State::complete);
    CHECK(framer.request().body.size() == size);
}

}  // namespace framing_test
