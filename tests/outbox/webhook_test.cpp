// Events told to a real HTTP server, which checks the signatures itself.
#include "store/deliveries.hpp"
#include "store/webhooks.hpp"
#include "tests/outbox/house.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace webhook_test {

using namespace usher::test;
using namespace std::chrono_literals;
using usher::event::Action;
using usher::scim::Json;

namespace {

const usher::event::Party somebody{.kind = "user", .id = "0193f7a0-0000-7000-8000-00000000000a"};

/// A house with a webhook at `path` of a real server.
struct Watched {
    Watched(Kind kind, const std::string& path, const std::vector<std::string>& actions = {"*"})
        : house(kind, {}), webhook(house.add_webhook(http_url(server, path), actions)) {
        server.leave("secret", house.webhook_secret(webhook));
    }

    usher::store::Webhook stored() {
        return house.database.read([&](usher::store::Session& session) {
            return usher::store::find_webhook(session, house.organization(), webhook).value();
        });
    }

    Peer server{"http_receiver.py"};
    House house;
    std::string webhook;
};

Kind each_kind() {
    return GENERATE(Kind::sqlite, Kind::postgresql);
}

}  // namespace

TEST_CASE("An event is told to a webhook, signed so that others can check it") {
    Watched world(each_kind(), "/ok");
    world.house.happen(Action::user_updated, somebody);
    CHECK(world.house.work_off() == 1);
    const auto received = world.server.received();
    REQUIRE(received.size() == 1);
    CHECK(received[0].at("signed") == true);
    CHECK(received[0].at("headers").at("content-type") == "application/json");
    CHECK(received[0].at("headers").at("webhook-timestamp") == "1795600800");
    const auto body = Json::parse(received[0].at("body").get<std::string>());
    CHECK(body.at("type") == "user.updated");
    CHECK(body.at("timestamp") == "2026-11-25T10:00:00.000Z");
    const auto& data = body.at("data");
    CHECK(data.at("organization_id") == world.house.organization());
    CHECK(data.at("subject").at("id") == somebody.id);
    CHECK(data.at("actor").at("kind") == "user");
    CHECK(data.at("request_id") == "r1");
    CHECK(data.at("data").at("attributes") == Json{"título"});
    CHECK(world.house.fates()[0].state == "sent");
}

TEST_CASE("A webhook is told of the events it asked for, one delivery each") {
    Watched world(each_kind(), "/ok", {"user.updated", "user.joined"});
    world.house.add_webhook(http_url(world.server, "/other"), {"user.joined"});
    world.house.happen(Action::user_updated, somebody);
    world.house.happen(Action::user_deleted, somebody);
    world.house.happen(Action::user_joined, somebody);
    CHECK(world.house.work_off() == 3);
    std::vector<std::string> told;
    for (const auto& request : world.server.received()) {
        const auto body = Json::parse(request.at("body").get<std::string>());
        told.push_back(
            request.at("path").get<std::string>() + " " + body.at("type").get<std::string>()
        );
    }
    const std::vector<std::string> expected{
        "/ok user.updated", "/ok user.joined", "/other user.joined"};
    CHECK_THAT(told, Catch::UnorderedEquals(expected));
}

TEST_CASE("Nothing is queued for a webhook that is disabled, and nothing sent that was queued") {
    Watched world(each_kind(), "/ok");
    world.house.happen(Action::user_updated, somebody);
    world.house.database.change([&](usher::store::Transaction& tx) {
        usher::store::disable_webhook(tx, world.house.organization(), world.webhook);
        return usher::store::Outcome<bool>{.value = true, .events = {}};
    });
    world.house.happen(Action::user_updated, somebody);
    CHECK(world.house.work_off() == 1);
    REQUIRE(world.house.fates().size() == 1);
    CHECK(world.house.fates()[0].detail == "webhook_disabled");
    CHECK(world.server.received().empty());
}

TEST_CASE("A webhook that failed is told again under the same id, and is well again then") {
    Watched world(each_kind(), "/once-broken");
    world.house.happen(Action::user_updated, somebody);
    CHECK(world.house.work_off() == 1);
    CHECK(world.house.fates()[0].detail == "HTTP 500");
    CHECK(world.stored().failing_since == "2026-11-25T10:00:00.000Z");
    world.house.clock.advance(10s);
    CHECK(world.house.work_off() == 1);
    CHECK(world.house.fates()[0].state == "sent");
    CHECK_FALSE(world.stored().failing_since);
    const auto received = world.server.received();
    REQUIRE(received.size() == 2);
    const auto header = [&](std::size_t at, const char* name) {
        return received[at].at("headers").at(name).get<std::string>();
    };
    CHECK(header(0, "webhook-id") == header(1, "webhook-id"));
    CHECK(header(0, "webhook-signature") != header(1, "webhook-signature"));
    CHECK(received[1].at("signed") == true);
}

TEST_CASE("A webhook that never answers well gets a dead letter, of which no webhook is told") {
    Watched world(each_kind(), "/status/500");
    world.house.happen(Action::user_updated, somebody);
    for (int attempt = 0; attempt < 4; ++attempt) {
        CHECK(world.house.work_off() == 1);
        world.house.clock.advance(1h);
    }
    CHECK(world.house.fates().size() == 1);
    CHECK(world.house.fates()[0].state == "dead");
    const auto failed = world.house.events("delivery.failed");
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].at("detail") == "HTTP 500");
    CHECK(world.house.work_off() == 0);
}

TEST_CASE("A dead delivery is sent again when an admin asks for it") {
    Watched world(each_kind(), "/status/500");
    world.house.happen(Action::user_updated, somebody);
    for (int attempt = 0; attempt < 4; ++attempt) {
        world.house.work_off();
        world.house.clock.advance(1h);
    }
    const auto again = world.house.database.change([&](usher::store::Transaction& tx) {
        const auto dead = tx.find("SELECT id FROM delivery WHERE state = 'dead'", {}, 1).value();
        return usher::store::Outcome<std::optional<usher::store::Delivery>>{
            .value = usher::store::redeliver(
                tx, world.house.organization(), world.webhook, dead.at(0).value()
            ),
            .events = {}};
    });
    REQUIRE(again);
    CHECK(world.house.work_off() == 1);
    CHECK(world.house.fates()[0].state == "queued");
    CHECK(world.house.fates()[0].attempts == "1");
    CHECK(world.server.received().size() == 5);
}

TEST_CASE("An endpoint that is gone is told nothing more") {
    Watched world(each_kind(), "/gone");
    world.house.happen(Action::user_updated, somebody);
    CHECK(world.house.work_off() == 1);
    CHECK(world.house.fates()[0].state == "dead");
    CHECK_FALSE(world.stored().enabled);
    world.house.happen(Action::user_updated, somebody);
    CHECK(world.house.fates().size() == 1);
}

TEST_CASE("What else waits for an endpoint that asks for quiet waits with it") {
    Watched world(each_kind(), "/later");
    for (int count = 0; count < 5; ++count)
        world.house.happen(Action::user_updated, somebody);
    CHECK(world.house.work_off() == 1);
    CHECK(world.server.received().size() == 1);
    for (const auto& fate : world.house.fates())
        CHECK(fate.next_at == "2026-11-25T12:00:00.000Z");
}

TEST_CASE("A webhook may not lead into the own network") {
    Peer server("http_receiver.py");
    House house(each_kind(), {.webhooks = usher::outbox::Reach::internet});
    house.add_webhook(http_url(server, "/ok"), {"*"});
    house.happen(Action::user_updated, somebody);
    CHECK(house.work_off() == 1);
    CHECK(house.fates()[0].detail == "not a public address");
    CHECK(server.received().empty());
}

TEST_CASE("A change of an organization without webhooks queues nothing") {
    House house(each_kind(), {});
    house.happen(Action::user_updated, somebody);
    CHECK(house.fates().empty());
}

}  // namespace webhook_test
