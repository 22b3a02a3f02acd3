// POSTs and SMS to a real HTTP server (tests/support/http_receiver.py).
#include "outbox/http_outcome.hpp"
#include "outbox/http_poster.hpp"
#include "outbox/sms.hpp"
#include "tests/support/peer.hpp"

#include <arpa/inet.h>
#include <cstring>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace http_test {

using namespace usher::outbox;
using usher::test::Peer;
using End = Sending::End;

namespace {

HttpAnswer post(const std::string& url, Reach reach = Reach::network) {
    return make_http_poster({.whole = std::chrono::seconds(1)})
        ->post({.url = url, .headers = {{"X-One", "1"}}, .body = "hello", .reach = reach});
}

std::string url_of(const Peer& server, const std::string& path) {
    return "http://127.0.0.1:" + std::to_string(server.port()) + path;
}

bool may_connect_to(const std::string& address, Reach reach) {
    sockaddr_storage storage{};
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        std::memcpy(&storage, &v4, sizeof(v4));
    } else {
        REQUIRE(inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1);
        v6.sin6_family = AF_INET6;
        std::memcpy(&storage, &v6, sizeof(v6));
    }
    // The rest of a longer address lies behind the sockaddr.
    return may_connect(reinterpret_cast<const sockaddr&>(storage), reach);
}

}  // namespace

TEST_CASE("A POST arrives as it was written, and its answer comes back") {
    const Peer server("http_receiver.py");
    const auto answer = post(url_of(server, "/ok"));
    CHECK(answer.status == 200);
    CHECK(answer.body == "{}");
    const auto received = server.received().at(0);
    CHECK(received.at("body") == "hello");
    CHECK(received.at("headers").at("x-one") == "1");
}

TEST_CASE("A redirect is not followed") {
    const Peer server("http_receiver.py");
    CHECK(post(url_of(server, "/redirect")).status == 302);
    CHECK(server.received().size() == 1);
}

TEST_CASE("A server that never answers is given up at the deadline") {
    const Peer server("http_receiver.py");
    const auto answer = post(url_of(server, "/slow"));
    CHECK(answer.status == 0);
    CHECK_FALSE(answer.error.empty());
}

TEST_CASE("An answer beyond the limit is cut off, and its status counts") {
    const Peer server("http_receiver.py");
    const auto answer = post(url_of(server, "/large"));
    CHECK(answer.status == 200);
    CHECK(answer.body.size() <= HttpLimits().answer_bytes);
}

TEST_CASE("A transfer ends when it is cancelled") {
    const Peer server("http_receiver.py");
    std::stop_source cancelled;
    const auto poster =
        make_http_poster({.whole = std::chrono::seconds(60), .cancelled = cancelled.get_token()});
    const std::jthread cancelling([&] {
        static_cast<void>(server.wait_for(1));
        cancelled.request_stop();
    });
    CHECK(poster->post({.url = url_of(server, "/slow"), .reach = Reach::network}).status == 0);
}

TEST_CASE("Where only the internet is within reach, nothing of the own network is connected to") {
    const Peer server("http_receiver.py");
    const auto answer = post(url_of(server, "/ok"), Reach::internet);
    CHECK(answer.status == 0);
    CHECK(answer.error == "not a public address");
    const auto by_name = post("http://localhost:" + std::to_string(server.port()), Reach::internet);
    CHECK(by_name.error == "not a public address");
    CHECK(server.received().empty());
}

TEST_CASE("Only http and https are spoken") {
    CHECK(post("file:///etc/passwd").status == 0);
    CHECK(post("gopher://127.0.0.1/").status == 0);
}

TEST_CASE("Addresses of the own network are told from the internet's") {
    const std::string own = GENERATE(
        "127.0.0.1",
        "10.1.2.3",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fc00::1",
        "fd12:3456::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:db8::1",
        "ff02::1"
    );
    CAPTURE(own);
    CHECK_FALSE(may_connect_to(own, Reach::internet));
    CHECK(may_connect_to(own, Reach::network));
    CHECK(may_connect_to(own, Reach::anywhere));
}

TEST_CASE("Addresses of a link, where clouds keep metadata, are for the operator only") {
    const std::string link =
        GENERATE("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254");
    CAPTURE(link);
    CHECK_FALSE(may_connect_to(link, Reach::internet));
    CHECK_FALSE(may_connect_to(link, Reach::network));
    CHECK(may_connect_to(link, Reach::anywhere));
}

TEST_CASE("Addresses of the internet are within reach") {
    const std::string address = GENERATE(
        "93.184.216.34", "172.32.0.1", "172.15.0.1", "11.0.0.1", "2606:2800::1", "100.128.0.1"
    );
    CAPTURE(address);
    CHECK(may_connect_to(address, Reach::internet));
}

TEST_CASE("An SMS reaches the gateway in Twilio's form") {
    const Peer gateway("http_receiver.py");
    const auto poster = make_http_poster();
    const std::string url = "http://AC1:secret@127.0.0.1:" + std::to_string(gateway.port()) +
                            "/Messages.json?From=%2B15005550006";
    const auto sender = make_sms_sender(url, *poster);
    const Sms sms{.id = "1", .to = "+34600123456", .text = "Tu código & más: 042317"};
    CHECK(sender->send(sms).end == End::sent);
    const auto form = gateway.received().at(0).at("form");
    CHECK(form.at("To") == sms.to);
    CHECK(form.at("Body") == sms.text);
    CHECK(form.at("From") == "+15005550006");
}

TEST_CASE("A number that the gateway refuses is final, a wrong password is not") {
    const Peer gateway("http_receiver.py");
    const auto poster = make_http_poster();
    const std::string host = "127.0.0.1:" + std::to_string(gateway.port());
    const auto right = make_sms_sender("http://AC1:secret@" + host + "/Messages.json", *poster);
    const auto refused = right->send({.id = "1", .to = "+15005550001", .text = "x"});
    CHECK(refused.end == End::refused);
    CHECK(refused.detail == "HTTP 400 code 21211");
    const auto wrong = make_sms_sender("http://AC1:wrong@" + host + "/Messages.json", *poster);
    CHECK(wrong->send({.id = "1", .to = "+34600123456", .text = "x"}).end == End::failed);
    const auto broken = make_sms_sender("http://AC1:secret@" + host + "/status/500", *poster);
    CHECK(broken->send({.id = "1", .to = "+34600123456", .text = "x"}).end == End::failed);
}

TEST_CASE("Without a gateway an SMS waits") {
    const auto poster = make_http_poster();
    CHECK(
        make_sms_sender("", *poster)->send({.id = "1", .to = "+1", .text = "x"}).end == End::failed
    );
    CHECK_THROWS_AS(make_sms_sender("smtp://x", *poster), std::invalid_argument);
}

TEST_CASE("A server that asks for quiet says for how long") {
    const Peer server("http_receiver.py");
    const auto sending = outcome_of(post(url_of(server, "/later")), false);
    CHECK(sending.end == End::failed);
    CHECK(sending.unreachable);
    CHECK(sending.retry_after == std::chrono::seconds(7200));
}

}  // namespace http_test
