#include "invitation/code.hpp"

#include "invitation/webhook_secret.hpp"

#include <set>

#include <catch2/catch.hpp>

namespace code_test {

using namespace usher::invitation;

namespace {

const usher::base::Secret key = challenge_key(usher::base::Secret("server key of some length"));
const ChallengeTarget target{
    .organization_id = "0193f7a0-0000-7000-8000-000000000001",
    .challenge_id = "0193f7a0-0000-7000-8000-000000000002"};

}  // namespace

TEST_CASE("A challenge's code is six digits, the same whenever it is derived") {
    const std::string code = challenge_code(key, target).reveal();
    CHECK(code.size() == 6);
    CHECK(code.find_first_not_of("0123456789") == std::string::npos);
    CHECK(code == challenge_code(key, target).reveal());
    CHECK(challenge_code_matches(key, target, code));
    CHECK(challenge_code_matches(key, target, code.substr(0, 3) + " " + code.substr(3)));
}

TEST_CASE("Codes differ between challenges, organizations and servers, and use all numbers") {
    std::set<std::string> codes;
    std::set<char> first_digits;
    for (int i = 0; i < 200; ++i) {
        ChallengeTarget other = target;
        other.challenge_id.back() = "0123456789abcdef"[i % 16];
        other.organization_id.back() = "0123456789abcdef"[i / 16];
        const std::string code = challenge_code(key, other).reveal();
        codes.insert(code);
        first_digits.insert(code.front());
    }
    CHECK(codes.size() > 195);
    CHECK(first_digits.size() == 10);
    const auto other_key = challenge_key(usher::base::Secret("another server's key"));
    CHECK_FALSE(challenge_code_matches(key, target, challenge_code(other_key, target).reveal()));
    CHECK_FALSE(challenge_code_matches(key, target, ""));
}

TEST_CASE("A one-time link names its challenge, and opens under its own key only") {
    const std::string secret = challenge_link(key, target).reveal();
    CHECK(open_challenge_link(key, secret) == target);
    const auto other_key = challenge_key(usher::base::Secret("another server's key"));
    CHECK_FALSE(open_challenge_link(other_key, secret));
    for (std::size_t at = 0; at < secret.size(); ++at) {
        std::string changed = secret;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        CHECK_FALSE(open_challenge_link(key, changed) == target);
    }
    CHECK_FALSE(open_challenge_link(key, ""));
    CHECK_FALSE(open_challenge_link(key, secret.substr(1)));
}

TEST_CASE("A webhook's signature is the one of the Standard Webhooks specification") {
    // The example of the specification's own libraries.
    const usher::base::Secret secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    const std::string body = R"({"test": 2432232314})";
    CHECK(
        webhook_signature(
            secret, {.id = "msg_p5jXN8AQM9LWM0D4loKWxJek", .timestamp = 1614265330, .body = body}
        ) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
}

TEST_CASE("A webhook's secret is sealed for its webhook only") {
    const auto webhooks = webhook_key(usher::base::Secret("server key of some length"));
    const auto secret = new_webhook_secret();
    CHECK(secret.reveal().starts_with("whsec_"));
    CHECK(secret.reveal() != new_webhook_secret().reveal());
    const std::string sealed = seal_webhook_secret(webhooks, {"o1", "w1"}, secret);
    CHECK(sealed.find(secret.reveal()) == std::string::npos);
    const auto opened = open_webhook_secret(webhooks, {"o1", "w1"}, sealed);
    REQUIRE(opened);
    CHECK(opened->reveal() == secret.reveal());
    CHECK_FALSE(open_webhook_secret(webhooks, {"o1", "w2"}, sealed));
    CHECK_FALSE(open_webhook_secret(webhooks, {"o2", "w1"}, sealed));
}

}  // namespace code_test
