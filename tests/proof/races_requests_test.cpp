// Races about requests (domain.md, C2, C9, C10): the person asks, admins decide, and the person
// arrives, all at once.
#include "tests/proof/races.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::races_requests_test {

namespace {

std::string pending_request(World& world, const std::string& email) {
    world.ask(email);
    return world.all_requests().back().id;
}

store::InvitationRequest last_request(const World& world) {
    return world.all_requests().back();
}

void check_told_once(const World& world, const std::string& user_id, const std::string& request) {
    const auto hints = world.letters("sign_in_hint", user_id);
    const auto closed = request.empty() ? 0 : world.letters("request_reconciled", request);
    CHECK(hints + closed == 1);
}

}  // namespace

TEST_CASE("C2: a request is submitted while SCIM brings the person", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const auto before = world.all_requests().size();
        std::string id;
        const auto outcomes = at_once({
            [&] { world.ask(email); },
            [&] { id = world.post(person_of(name, email)); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 2);
        CHECK(world.status(id) == "active");
        const bool asked_first = world.all_requests().size() > before;
        if (asked_first) {
            const auto request = last_request(world);
            CHECK(request.state == "reconciled");
            CHECK(request.via == "scim");
            CHECK(request.user_id == id);
            CHECK(request.directory_id == world.push().directory.id);
        }
        check_told_once(world, id, asked_first ? last_request(world).id : "");
        world.require_invariants();
    }
}

TEST_CASE("C2: a request is submitted while SSO brings the person", "[race]") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string id = world.post(person_of(name, email));
        const auto before = world.all_requests().size();
        const auto outcomes = at_once({
            [&] { world.ask(email); },
            [&] { world.sign_in(id); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 2);
        const bool asked_first = world.all_requests().size() > before;
        if (asked_first) {
            CHECK(last_request(world).state == "reconciled");
            CHECK(last_request(world).via == "sso");
            CHECK(last_request(world).connection_id == "sso");
        }
        check_told_once(world, id, asked_first ? last_request(world).id : "");
        world.require_invariants();
    }
}

TEST_CASE("C2: a request that waits is reconciled by whoever brings the person first", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string request = pending_request(world, email);
        desk::RegisterWish wish;
        wish.fields = {
            {"given_name",  "Ann"               },
            {"family_name", "Example"           },
            {"emails",      {{{"value", email}}}},
        };
        const auto outcomes = at_once({
            [&] { static_cast<void>(world.ground().people.register_user(world.token(), wish)); },
            [&] { world.post(person_of(name, email)); },
        });
        CAPTURE(round, outcomes);
        CHECK(is_one_of(outcomes[0], {"done", "validation_failed"}));
        CHECK(outcomes[1] == "done");
        REQUIRE(world.holders(email).size() == 1);
        CHECK(world.status(world.holders(email)[0]) == "active");
        CHECK(last_request(world).id == request);
        CHECK(last_request(world).state == "reconciled");
        world.require_invariants();
    }
}

TEST_CASE(
    "C9: two requests from one address at once are one, and both get the same answer", "[race]"
) {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto email = newcomer(round).email;
        const auto outcomes = at_once({
            [&] { world.ask(email); },
            [&] { world.ask("P" + email.substr(1)); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 2);
        const auto all = world.all_requests();
        CHECK(all.size() == static_cast<std::size_t>(round) + 1);
        CHECK(all.back().state == "pending");
        CHECK(all.back().repeats == 1);
        world.require_invariants();
    }
}

TEST_CASE("C10: two admins approve at once, and one is told who won", "[race]") {
    World world(each_ground());
    const std::string admin = world.new_member("admin@one.example", "account_admin");
    for (int round = 0; round < race_rounds(); ++round) {
        const auto email = newcomer(round).email;
        const std::string request = pending_request(world, email);
        const auto approve = [&](const desk::Caller& caller) {
            static_cast<void>(world.ground().requests.approve(caller, request, {}));
        };
        const auto outcomes = at_once({
            [&] { approve(world.token()); },
            [&] { approve(world.person(admin)); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 1);
        CHECK(count_of(outcomes, "not_pending") == 1);
        REQUIRE(world.holders(email).size() == 1);
        CHECK(world.invitations_of(world.holders(email)[0]).size() == 1);
        world.require_invariants();
    }
}

TEST_CASE("C10: one admin approves while another dismisses", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto email = newcomer(round).email;
        const std::string request = pending_request(world, email);
        const auto outcomes = at_once({
            [&] { static_cast<void>(world.ground().requests.approve(world.token(), request, {})); },
            [&] {
                static_cast<void>(
                    world.ground().requests.dismiss(world.token(), request, "no", false)
                );
            },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 1);
        CHECK(count_of(outcomes, "not_pending") == 1);
        CHECK(last_request(world).state == (outcomes[0] == "done" ? "approved" : "dismissed"));
        CHECK(world.holders(email).size() == (outcomes[0] == "done" ? 1 : 0));
        world.require_invariants();
    }
}

TEST_CASE("C10: an admin approves while the person joins by SCIM", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string request = pending_request(world, email);
        const auto outcomes = at_once({
            [&] { static_cast<void>(world.ground().requests.approve(world.token(), request, {})); },
            [&] { world.post(person_of(name, email)); },
        });
        CAPTURE(round, outcomes);
        CHECK(is_one_of(outcomes[0], {"done", "already_member"}));
        CHECK(outcomes[1] == "done");
        CHECK(last_request(world).state == (outcomes[0] == "done" ? "approved" : "reconciled"));
        REQUIRE(world.holders(email).size() == 1);
        CHECK(world.status(world.holders(email)[0]) == "active");
        world.require_invariants();
    }
}

TEST_CASE("C10: an admin approves while the person signs in by SSO", "[race]") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string id = world.post(person_of(name, email));
        const std::string request = pending_request(world, email);
        const auto outcomes = at_once({
            [&] { static_cast<void>(world.ground().requests.approve(world.token(), request, {})); },
            [&] { world.sign_in(id); },
        });
        CAPTURE(round, outcomes);
        CHECK(is_one_of(outcomes[0], {"done", "already_member"}));
        CHECK(outcomes[1] == "done");
        CHECK(world.status(id) == "active");
        CHECK(last_request(world).state == (outcomes[0] == "done" ? "approved" : "reconciled"));
        world.require_invariants();
    }
}

}  // namespace usher::test::races_requests_test
