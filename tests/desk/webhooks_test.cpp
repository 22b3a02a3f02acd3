// Webhooks at the desk: who may have them, what is refused, and where their secrets are.
#include "desk/webhooks.hpp"

#include "invitation/webhook_secret.hpp"
#include "tests/desk/desk_world.hpp"

#include <catch2/catch.hpp>

namespace webhooks_test {

using namespace usher;
using namespace usher::test;

namespace {

using invitation::Role;

struct World : DeskWorld {
    World() : DeskWorld(GENERATE(Kind::sqlite, Kind::postgresql)) {}

    desk::WebhookWithSecret create(const desk::WebhookWish& wish) {
        return webhooks.create(admin(), wish);
    }

    /// The pointers of what is wrong with a new webhook.
    Texts faults(const desk::WebhookWish& wish) {
        try {
            (void)create(wish);
        } catch (const invitation::Problem& problem) {
            Texts pointers;
            for (const auto& field : problem.fields())
                pointers.push_back(field.pointer);
            return pointers;
        }
        return {};
    }

    /// What the store keeps of a webhook's secret, opened.
    std::string opened_secret(const std::string& id) {
        return invitation::open_webhook_secret(
                   invitation::webhook_key(office().server_key),
                   {
                       .organization_id = this->id(), .webhook_id = id
        },
                   texts("SELECT sealed_secret FROM webhook WHERE id = :id", {{"id", id}}).at(0)
        )
            .value()
            .reveal();
    }

    Texts deliveries() { return texts("SELECT kind || ' ' || state FROM delivery ORDER BY id"); }

    desk::Webhooks webhooks{database(), office().server_key, false};
};

const desk::WebhookWish good{.url = "https://example.org/hook"};

}  // namespace

TEST_CASE("A webhook is told of everything unless it says of what, and its making is an event") {
    World world;
    const auto made = world.create(good);
    CHECK(made.webhook.actions == Texts{"*"});
    CHECK(made.webhook.enabled);
    CHECK(world.events("webhook.created") == 1);
    CHECK(world.webhooks.list(world.admin()).size() == 1);
    CHECK(world.webhooks.show(world.admin(), made.webhook.id).url == "https://example.org/hook");
}

TEST_CASE("A webhook's secret is given out when it is made or renewed, and kept sealed") {
    World world;
    const auto made = world.create(good);
    REQUIRE(made.secret);
    const std::string first = made.secret->reveal();
    CHECK(first.starts_with("whsec_"));
    CHECK(world
              .texts(
                  "SELECT id FROM webhook WHERE $POSITION(sealed_secret, :secret) > 0",
                  {
                      {"secret", first.substr(6)}
    }
              )
              .empty());
    CHECK(world.opened_secret(made.webhook.id) == first);

    const auto described =
        world.webhooks.change(world.admin(), made.webhook.id, {.description = "Payroll"});
    CHECK_FALSE(described.secret);
    CHECK(world.opened_secret(made.webhook.id) == first);

    const auto renewed =
        world.webhooks.change(world.admin(), made.webhook.id, {.renew_secret = true});
    REQUIRE(renewed.secret);
    CHECK(renewed.secret->reveal() != first);
    CHECK(world.opened_secret(made.webhook.id) == renewed.secret->reveal());
    CHECK(renewed.webhook.description == "Payroll");
}

TEST_CASE("Only who may manage the settings sees and makes webhooks") {
    World world;
    const auto made = world.create(good);
    for (const Role role : {Role::team_admin, Role::member}) {
        const auto caller = world.caller(role);
        CHECK(problem_of([&] { (void)world.webhooks.list(caller); }) == "forbidden");
        CHECK(problem_of([&] { (void)world.webhooks.create(caller, good); }) == "forbidden");
        CHECK(problem_of([&] { world.webhooks.remove(caller, made.webhook.id); }) == "forbidden");
        CHECK(problem_of([&] {
                  (void)world.webhooks.redeliver(caller, made.webhook.id, made.webhook.id);
              }) == "forbidden");
    }
    CHECK(world.webhooks.list(world.admin()).size() == 1);
}

TEST_CASE("What is wrong with a webhook is told by field, and nothing is made") {
    World world;
    CHECK(world.faults({}) == Texts{"/url"});
    CHECK(world.faults({.url = "http://example.org/"}) == Texts{"/url"});
    CHECK(world.faults({.url = "https://user:pw@example.org/"}) == Texts{"/url"});
    CHECK(world.faults({.url = "https://exa mple.org/"}) == Texts{"/url"});
    CHECK(world.faults({.url = "https://example.org/\r\nHost: x"}) == Texts{"/url"});
    CHECK(world.faults({.url = "https://"}) == Texts{"/url"});
    CHECK(world.faults({.url = good.url, .actions = Texts{}}) == Texts{"/actions"});
    CHECK(
        world.faults({
            .url = good.url, .actions = Texts{"user.joined", "user.sneezed"}
    }) ==
        Texts{"/actions/1"}
    );
    CHECK(
        world.faults({.url = good.url, .description = std::string(201, 'x')}) ==
        Texts{"/description"}
    );
    CHECK(world.webhooks.list(world.admin()).empty());
    CHECK(world.events("webhook.created") == 0);
}

TEST_CASE("Plain http is for those who run Usher and its webhooks in one house") {
    World world;
    const desk::Webhooks indoors(world.database(), world.office().server_key, true);
    CHECK(indoors.create(world.admin(), {.url = "http://127.0.0.1:8099/"}).webhook.enabled);
}

TEST_CASE("An organization has at most 20 webhooks") {
    World world;
    for (int i = 0; i < 20; ++i)
        (void)world.create(good);
    CHECK(problem_of([&] { (void)world.create(good); }) == "conflict");
}

TEST_CASE("What is queued for a webhook that goes is dropped") {
    World world;
    const auto made = world.create({.url = good.url, .actions = Texts{"user.registered"}});
    world.add("ada");
    CHECK(world.deliveries() == Texts{"user.registered queued"});
    world.webhooks.remove(world.admin(), made.webhook.id);
    CHECK(world.deliveries() == Texts{"user.registered dropped"});
    CHECK(world.events("webhook.deleted") == 1);
    CHECK(problem_of([&] {
              world.webhooks.remove(world.admin(), made.webhook.id);
          }) == "not_found");
}

TEST_CASE("What was given up can be sent again, under its id, once at a time") {
    World world;
    const auto made = world.create({.url = good.url, .actions = Texts{"user.registered"}});
    world.add("ada");
    const std::string id = world.texts("SELECT id FROM delivery").at(0);
    const auto redeliver = [&] {
        return world.webhooks.redeliver(world.admin(), made.webhook.id, id);
    };
    CHECK(problem_of([&] { (void)redeliver(); }) == "not_found");
    world.execute("UPDATE delivery SET state = 'dead', attempts = 10, closed_at = next_at");
    const auto again = redeliver();
    CHECK(again.id == id);
    CHECK(again.state == "queued");
    CHECK(again.attempts == 0);
    CHECK(problem_of([&] { (void)redeliver(); }) == "not_found");
}

}  // namespace webhooks_test
