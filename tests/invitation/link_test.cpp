#include "invitation/link.hpp"

#include "base/id.hpp"

#include <set>

#include <catch2/catch.hpp>

namespace link_test {

using namespace usher;
using namespace usher::invitation;

namespace {

const base::Secret key = link_key(base::Secret("a server's key"));

LinkTarget target() {
    return {
        .organization_id = base::new_id(base::SystemClock().now()),
        .invitation_id = base::new_id(base::SystemClock().now()),
        .channel = LinkChannel::email,
        .counter = 1};
}

}  // namespace

TEST_CASE("A link's secret names its invitation, channel and counter, and is the same each time") {
    for (const auto channel :
         {LinkChannel::email,
          LinkChannel::sms,
          LinkChannel::link,
          LinkChannel::qr,
          LinkChannel::print}) {
        for (const std::uint32_t counter : {1U, 2U, 255U, 256U, 0xFFFFFFFFU}) {
            LinkTarget wanted = target();
            wanted.channel = channel;
            wanted.counter = counter;
            const auto secret = link_secret(key, wanted);
            CHECK(open_link(key, secret.reveal()) == wanted);
            CHECK(link_secret(key, wanted).reveal() == secret.reveal());
        }
    }
}

TEST_CASE("Each channel and each counter has a secret of its own") {
    const LinkTarget wanted = target();
    std::set<std::string> secrets;
    for (std::uint32_t counter = 1; counter <= 10; ++counter) {
        for (std::size_t channel = 1; channel <= link_channel_names.size(); ++channel) {
            LinkTarget other = wanted;
            other.counter = counter;
            other.channel = static_cast<LinkChannel>(channel);
            secrets.insert(link_secret(key, other).reveal());
        }
    }
    CHECK(secrets.size() == 10 * link_channel_names.size());
}

TEST_CASE("A secret with one changed letter opens nothing, wherever the letter stands") {
    const std::string secret = link_secret(key, target()).reveal();
    for (std::size_t at = 0; at < secret.size(); ++at) {
        std::string tampered = secret;
        tampered[at] = tampered[at] == 'A' ? 'B' : 'A';
        INFO(at);
        CHECK_FALSE(open_link(key, tampered).has_value());
    }
    CHECK_FALSE(open_link(key, secret.substr(1)).has_value());
    CHECK_FALSE(open_link(key, secret + "A").has_value());
    CHECK_FALSE(open_link(key, secret + "=").has_value());
    CHECK_FALSE(open_link(key, "").has_value());
    CHECK_FALSE(open_link(key, "not a secret").has_value());
}

TEST_CASE("A secret made with another server's key opens nothing") {
    const LinkTarget wanted = target();
    const base::Secret other = link_key(base::Secret("another server's key"));
    CHECK_FALSE(open_link(key, link_secret(other, wanted).reveal()).has_value());
    CHECK(open_link(other, link_secret(other, wanted).reveal()) == wanted);
}

TEST_CASE("The server's key itself signs no link") {
    const base::Secret server_key("a server's key");
    CHECK_FALSE(open_link(key, link_secret(server_key, target()).reveal()).has_value());
}

TEST_CASE("The names of the channels are the API's") {
    for (std::size_t at = 0; at < link_channel_names.size(); ++at) {
        const auto channel = link_channel_from(link_channel_names.at(at));
        REQUIRE(channel.has_value());
        CHECK(name_of(*channel) == link_channel_names.at(at));
        CHECK(static_cast<std::size_t>(*channel) == at + 1);
    }
    CHECK_FALSE(link_channel_from("pigeon").has_value());
    CHECK_FALSE(link_channel_from("").has_value());
}

}  // namespace link_test
