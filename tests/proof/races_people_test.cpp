// Races about who somebody is (domain.md, C1, C4, C5, C7, C8, C11, C13): admins and the directory
// bring the same person at once. The invariants are looked at after every round.
#include "invitation/keys.hpp"
#include "tests/proof/races.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::races_people_test {

TEST_CASE("C1: an admin invites while SCIM creates the same person", "[race]") {
    Ground& ground = each_ground();
    const std::string policy = GENERATE("activate", "invite", "register");
    World world(ground, {.on_create = policy, .settings = {}});
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const auto outcomes = at_once({
            [&] { invite_or_throw(world, world.token(), email); },
            [&] { world.post(person_of(name, email)); },
        });
        CAPTURE(policy, round, outcomes);
        CHECK(is_one_of(outcomes[0], {"done", "already_member", "already_invited"}));
        CHECK(outcomes[1] == "done");
        const auto who = world.holders(email);
        REQUIRE(who.size() == 1);
        const auto status = world.status(who[0]);
        if (policy == "activate") CHECK(status == "active");
        if (policy == "invite") CHECK(status == "pending");
        if (policy == "register")
            CHECK(status == (outcomes[0] == "done" ? "pending" : "registered"));
        world.require_invariants();
    }
}

TEST_CASE("C4: SCIM deletes and creates again at once, and the new one is another user", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string old = world.post(person_of(name, email));
        const auto outcomes = at_once({
            [&] { world.remove(old); },
            [&] { world.post(person_of(name, email)); },
        });
        CAPTURE(round, outcomes);
        CHECK(outcomes[0] == "done");
        CHECK(is_one_of(outcomes[1], {"done", "409 uniqueness"}));
        CHECK(world.status(old) == "gone");
        const auto who = world.holders(email);
        CHECK(who.size() == (outcomes[1] == "done" ? 1 : 0));
        world.require_invariants();
    }
}

TEST_CASE("C4: an admin restores while SCIM creates again, and one record has the name", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string old = world.post(person_of(name, email));
        world.remove(old);
        const auto outcomes = at_once({
            [&] { static_cast<void>(world.ground().people.restore(world.token(), old)); },
            [&] { world.post(person_of(name, email)); },
        });
        CAPTURE(round, outcomes);
        // Who is restored is managed by nobody: a push that comes after adopts the record.
        CHECK(is_one_of(outcomes[0], {"done", "conflict"}));
        CHECK(outcomes[1] == "done");
        REQUIRE(world.holders(email).size() == 1);
        CHECK((world.holders(email)[0] == old) == (outcomes[0] == "done"));
        world.require_invariants();
    }
}

TEST_CASE("C5: a deactivated person who is POSTed by two at once has the same id again", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        Json person = person_of(name, email);
        person["externalId"] = "x" + std::to_string(round);
        const std::string id = world.post(person);
        world.set_active(id, false);
        std::vector<std::string> ids(2);
        const auto outcomes = at_once({
            [&] { ids[0] = world.post(person); },
            [&] { ids[1] = world.post(person); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 1);
        CHECK(count_of(outcomes, "409 uniqueness") == 1);
        CHECK(ids[0] + ids[1] == id);
        CHECK(world.status(id) == "active");
        world.require_invariants();
    }
}

TEST_CASE("C7: one address in several spellings is one person, returned as it was sent", "[race]") {
    World world(each_ground(), {.on_create = "invite", .settings = {}});
    for (int round = 0; round < race_rounds(); ++round) {
        const std::string name = "P" + std::to_string(round);
        const std::string sent = name +
                                 "@B\xC3\xBC"
                                 "cher.Example";
        const std::string ascii = "p" + std::to_string(round) + "@xn--bcher-kva.example";
        const auto outcomes = at_once({
            [&] { world.post(person_of("user" + name, sent)); },
            [&] { invite_or_throw(world, world.token(), "  " + ascii + " "); },
            [&] { world.ask(ascii); },
        });
        CAPTURE(round, outcomes);
        CHECK(outcomes[0] == "done");
        CHECK(outcomes[2] == "done");
        const auto who = world.holders(ascii);
        REQUIRE(who.size() == 1);
        // What the directory sent stands as it was sent, whoever was first.
        const Json document = Json::parse(world.find_user(who[0])->document);
        CHECK(document["emails"][0]["value"] == sent);
        CHECK(world.status(who[0]) == "pending");
        world.require_invariants();
    }
}

TEST_CASE("C8: plus tags, dots and look-alike letters are different persons", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const std::string name = "joe" + std::to_string(round);
        const Texts addresses{
            name + "@one.example",
            name + "+tag@one.example",
            "j.oe" + std::to_string(round) + "@one.example",
            "j\xD0\xBE"  // CYRILLIC SMALL LETTER O
            "e" +
                std::to_string(round) + "@one.example",
        };
        Attempts attempts;
        for (const std::string& address : addresses)
            attempts.emplace_back([&, address] { invite_or_throw(world, world.token(), address); });
        const auto outcomes = at_once(attempts);
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == addresses.size());
        Texts everybody;
        for (const std::string& address : addresses) {
            REQUIRE(world.holders(address).size() == 1);
            everybody.push_back(world.holders(address)[0]);
        }
        everybody = sorted(everybody);
        CHECK(std::unique(everybody.begin(), everybody.end()) == everybody.end());
        world.require_invariants();
    }
}

TEST_CASE("C11: SCIM changes the address while the invitee accepts", "[race]") {
    World world(each_ground(), {.on_create = "invite", .settings = {}});
    for (int round = 0; round < slow_race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string id = world.post(person_of(name, email));
        const auto old = world.invitations_of(id).at(0);
        const std::string moved = "moved-" + email;
        const auto outcomes = at_once({
            [&] { world.put(id, person_of(name, moved)); },
            [&] { world.accept(world.secret(old.id)); },
        });
        CAPTURE(round, outcomes);
        CHECK(outcomes[0] == "done");
        CHECK(is_one_of(outcomes[1], {"done", "superseded"}));
        const auto offers = world.invitations_of(id);
        if (outcomes[1] == "done") {
            CHECK(world.status(id) == "active");
            CHECK(offers.size() == 1);
        } else {
            // The invitation follows to the new address, the old link is dead, the old one is told.
            REQUIRE(offers.size() == 2);
            CHECK(offers[0].state == "superseded");
            CHECK(offers[1].state == "open");
            CHECK(offers[1].email == moved);
            CHECK(world.letters("invitation_moved", old.id) == 1);
        }
        world.require_invariants();
    }
}

TEST_CASE("C11: of two who take one user name at once, one gets 409 uniqueness", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string ann = world.post(person_of(name + "-ann", "ann-" + email));
        const std::string bob = world.post(person_of(name + "-bob", "bob-" + email));
        const auto outcomes = at_once({
            [&] { world.put(ann, person_of(name, "ann-" + email)); },
            [&] { world.put(bob, person_of(name, "bob-" + email)); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 1);
        CHECK(count_of(outcomes, "409 uniqueness") == 1);
        world.require_invariants();
    }
}

TEST_CASE("C11: of two who take one e-mail at once, both have it and a case is open", "[race]") {
    World world(each_ground());
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string ann = world.post(person_of(name + "-ann", "ann-" + email));
        const std::string bob = world.post(person_of(name + "-bob", "bob-" + email));
        const std::string before = world.last_event();
        const auto outcomes = at_once({
            [&] { world.put(ann, person_of(name + "-ann", email)); },
            [&] { world.put(bob, person_of(name + "-bob", email)); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 2);
        CHECK(world.holders(email).size() == 2);
        const auto happened = world.events_since(before);
        CHECK(std::count_if(happened.begin(), happened.end(), [](const std::string& line) {
                  return line.starts_with("case.opened");
              }) == 1);
        world.require_invariants();
    }
}

TEST_CASE(
    "C13: a group that is pushed while its member is created has them or says 400", "[race]"
) {
    World world(each_ground());
    const std::string missing = "01900000-0000-7000-8000-000000000000";
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string here = world.post(person_of(name, email));
        std::string group_id;
        const auto outcomes = at_once({
            [&] { group_id = world.post_group("team " + name, {here}); },
            [&] {
                world.post_group("lost " + name, {here, missing});
            },
        });
        CAPTURE(round, outcomes);
        CHECK(outcomes[0] == "done");
        CHECK(outcomes[1] == "400 invalidValue");
        world.require_invariants();
    }
}

}  // namespace usher::test::races_people_test
