// Races about joining (domain.md, C3, C6, C14, C15, C16, C17): the invitee accepts while somebody
// else takes away, gives or counts.
#include "store/members.hpp"
#include "store/people.hpp"
#include "tests/proof/races.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::races_joining_test {

TEST_CASE("C3: SCIM deactivates somebody who accepts at that moment", "[race]") {
    World world(each_ground(), {.on_create = "invite", .settings = {}});
    for (int round = 0; round < slow_race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string id = world.post(person_of(name, email));
        const auto offer = world.invitations_of(id).at(0);
        const auto outcomes = at_once({
            [&] { world.set_active(id, false); },
            [&] { world.accept(world.secret(offer.id)); },
        });
        CAPTURE(round, outcomes);
        CHECK(outcomes[0] == "done");
        CHECK(is_one_of(outcomes[1], {"done", "revoked"}));
        CHECK(world.status(id) == "inactive");
        CHECK(world.find_user(id)->joined_at.has_value() == (outcomes[1] == "done"));
        world.require_invariants();
    }
}

TEST_CASE("C3: SCIM deletes somebody who accepts at that moment", "[race]") {
    World world(each_ground(), {.on_create = "invite", .settings = {}});
    for (int round = 0; round < slow_race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string id = world.post(person_of(name, email));
        const auto offer = world.invitations_of(id).at(0);
        const auto outcomes = at_once({
            [&] { world.remove(id); },
            [&] { world.accept(world.secret(offer.id)); },
        });
        CAPTURE(round, outcomes);
        CHECK(outcomes[0] == "done");
        CHECK(is_one_of(outcomes[1], {"done", "revoked"}));
        CHECK(world.status(id) == "gone");
        CHECK(outcome_of([&] {
                  world.accept(world.secret(offer.id));
              }) == (outcomes[1] == "done" ? "accepted" : "revoked"));
        world.require_invariants();
    }
}

TEST_CASE("C6: after an invitation expires, admin and SCIM invite again at once", "[race]") {
    World world(each_ground(), {.on_create = "invite", .settings = {}});
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string first = world.invite(email);
        const std::string id = world.holders(email).at(0);
        world.ground().clock.advance(std::chrono::hours(24 * 7));
        REQUIRE(world.status(id) == "expired");
        const auto outcomes = at_once({
            [&] { invite_or_throw(world, world.token(), email); },
            [&] { world.post(person_of(name, email)); },
            [&] { static_cast<void>(world.ground().invitations.resend(world.token(), first)); },
        });
        CAPTURE(round, outcomes);
        CHECK(is_one_of(outcomes[0], {"done", "already_invited"}));
        CHECK(outcomes[1] == "done");
        CHECK(is_one_of(outcomes[2], {"done", "not_open"}));
        CHECK(world.holders(email) == Texts{id});
        CHECK(world.status(id) == "pending");
        CHECK(world.invitations_of(id).size() == 2);
        world.require_invariants();
    }
}

TEST_CASE("C14: a promised group is joined while the directory changes its members", "[race]") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    const std::string group = world.post_group("team");
    Texts expected;
    for (int round = 0; round < slow_race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string pushed = world.post(person_of("pushed-" + name, "pushed-" + email));
        desk::InvitationTerms terms;
        terms.groups = {
            {.id = group, .role = ""}
        };
        const std::string offer = world.invite(email, terms);
        const std::string id = world.holders(email).at(0);
        const auto outcomes = at_once({
            [&] { world.accept(world.secret(offer)); },
            [&] {
                auto call = world.push();
                static_cast<void>(world.ground().resources.patch(
                    call,
                    world.ground().office.group_type(),
                    group,
                    Json{
                        {"schemas",    {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
                        {"Operations",
                         Json::array(
                             {{{"op", "add"}, {"path", "members"}, {"value", members({pushed})}}}
                         )                                                              }
                },
                    ""
                ));
            },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 2);
        expected.push_back(id);
        expected.push_back(pushed);
        CHECK(world.members_of(group) == sorted(expected));
        world.require_invariants();
    }
}

TEST_CASE(
    "C15: ten acceptances at once reach the seat limit, and exactly the limit joined", "[race]"
) {
    Ground& ground = each_ground();
    for (int round = 0; round < 2; ++round) {
        World world(ground);
        Texts secrets;
        for (int number = 0; number < 10; ++number)
            secrets.push_back(world.secret(world.invite(newcomer(number).email)));
        // Fewer than were invited: the limit came down meanwhile.
        world.change_settings([](invitation::Settings& settings) { settings.seat_limit = 4; });
        Attempts attempts;
        for (const std::string& secret : secrets)
            attempts.emplace_back([&, secret] { world.accept(secret); });
        const auto outcomes = at_once(attempts);
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 4);
        CHECK(count_of(outcomes, "seat_limit") == 6);
        CHECK(world.count_members() == 4);
    }
}

TEST_CASE("C15: every road at once takes no more seats than there are", "[race]") {
    Ground& ground = each_ground();
    for (int round = 0; round < race_rounds() / 2; ++round) {
        World world(
            ground,
            {.on_create = "activate",
             .settings = [](invitation::Settings& settings) { settings.seat_limit = 4; }}
        );
        Texts known;
        for (int number = 6; number < 8; ++number)
            known.push_back(world.register_person(newcomer(number).email));
        Attempts attempts;
        for (int number = 0; number < 3; ++number) {
            const auto person = newcomer(number);
            attempts.emplace_back([&, person] {
                invite_or_throw(world, world.token(), person.email);
            });
        }
        for (int number = 3; number < 6; ++number) {
            const auto person = newcomer(number);
            attempts.emplace_back([&, person] {
                world.post(person_of(person.user_name, person.email));
            });
        }
        for (const std::string& id : known)
            attempts.emplace_back([&, id] { world.sign_in(id); });
        const auto outcomes = at_once(attempts);
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 4);
        CHECK(count_of(outcomes, "seat_limit") + count_of(outcomes, "403") == 4);
        world.require_invariants();
    }
}

TEST_CASE("C16: an invitation accepted twice at once lets the person join once", "[race]") {
    World world(each_ground());
    for (int round = 0; round < slow_race_rounds(); ++round) {
        const auto email = newcomer(round).email;
        const std::string secret = world.secret(world.invite(email));
        const std::string id = world.holders(email).at(0);
        const std::string before = world.last_event();
        const auto outcomes = at_once({
            [&] { world.accept(secret); },
            [&] { world.accept(secret); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 1);
        CHECK(count_of(outcomes, "accepted") == 1);
        CHECK(world.status(id) == "active");
        const auto happened = world.events_since(before);
        CHECK(std::count(happened.begin(), happened.end(), "user.joined " + id) == 1);
        world.require_invariants();
    }
}

TEST_CASE("C17: the inviter loses their rights while the invitee accepts", "[race]") {
    World world(each_ground());
    const std::string group = world.post_group("team");
    for (int round = 0; round < slow_race_rounds(); ++round) {
        const auto email = newcomer(round).email;
        const std::string admin =
            world.new_member("admin-" + std::to_string(round) + "@one.example", "account_admin");
        desk::InvitationTerms terms;
        terms.groups = {
            {.id = group, .role = ""}
        };
        terms.organization_role = "account_admin";
        invite_or_throw(world, world.person(admin), email, "", terms);
        const std::string id = world.holders(email).at(0);
        const auto offer = world.invitations_of(id).at(0);
        const std::string before = world.last_event();
        const auto outcomes = at_once({
            [&] { world.accept(world.secret(offer.id)); },
            [&] { world.give_role(admin, "member"); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 2);
        CHECK(world.status(id) == "active");
        const auto given = world.members_of(group);
        const bool has_group = std::find(given.begin(), given.end(), id) != given.end();
        const bool has_role = world.person(id).role == invitation::Role::account_admin;
        const bool recorded = world.happened_with(before, "promises_withheld");
        CHECK(recorded == !(has_group && has_role));
        world.require_invariants();
    }
}

TEST_CASE("C17: what an inviter without rights promised is withheld and recorded") {
    World world(each_ground());
    const std::string group = world.post_group("team");
    const std::string admin = world.new_member("admin@one.example", "account_admin");
    desk::InvitationTerms terms;
    terms.groups = {
        {.id = group, .role = ""}
    };
    terms.organization_role = "account_admin";
    invite_or_throw(world, world.person(admin), "new@one.example", "", terms);
    const std::string id = world.holders("new@one.example").at(0);
    world.give_role(admin, "member");
    const std::string before = world.last_event();
    world.accept(world.secret(world.invitations_of(id).at(0).id));
    CHECK(world.status(id) == "active");
    CHECK(world.members_of(group).empty());
    CHECK(world.person(id).role == invitation::Role::member);
    CHECK(world.happened_with(before, "promises_withheld"));
    world.require_invariants();
}

}  // namespace usher::test::races_joining_test
