// Inviting people: rows of docs/invitation.md, "What five products do" (30 … 61, 74 … 96).
#include "store/people.hpp"
#include "tests/proof/rows.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::rows_invitation_test {

namespace {

constexpr std::chrono::hours seven_days{7 * 24};

std::string invite_user(
    World& world, const std::string& user_id, const std::vector<std::string>& channels
) {
    desk::InvitationTerms terms;
    terms.channels = channels;
    invite_or_throw(world, world.token(), "", user_id, terms);
    return world.invitations_of(user_id).back().id;
}

desk::InviteResult only_result(
    World& world, const std::string& email, const desk::InvitationTerms& terms = {}
) {
    return world.ground()
        .invitations
        .invite(
            world.token(),
            terms,
            {
                {.email = email, .user_id = "", .line = 0, .fields = {}}
    },
            false
        )
        .at(0);
}

std::string after_slash(const std::string& url) {
    return url.substr(url.rfind('/') + 1);
}

}  // namespace

TEST_CASE("rows 28, 56, 94: somebody invited is pending at once, and until they have finished") {
    World world(each_ground());
    const auto offer = world.invite("ann@one.example");
    const auto id = world.holders("ann@one.example").at(0);
    CHECK(world.status(id) == "pending");
    static_cast<void>(world.ground().joining.look(world.secret(offer)));
    auto half_done = join_form();
    half_done.family_name.clear();
    CHECK(outcome_of([&] {
              static_cast<void>(
                  world.ground().joining.accept(world.secret(offer), half_done, "test")
              );
          }) == "validation_failed");
    CHECK(world.status(id) == "pending");
}

TEST_CASE("row 30: somebody is in a group before they join, and may do nothing") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    const auto id = world.post(person_of("ann", "ann@one.example"));
    const auto team = world.post_group("team", {id});
    world.give_group_role(team, id, "manager");
    world.give_role(id, "account_admin");
    CHECK(world.members_of(team) == Texts{id});
    const auto caller = world.person(id);
    CHECK(caller.role == invitation::Role::member);
    CHECK(outcome_of([&] { invite_or_throw(world, caller, "bob@one.example"); }) == "forbidden");
}

TEST_CASE(
    "rows 32, 33: an SMS is sent only to a known phone whose owner has agreed, who and when is kept"
) {
    World world(each_ground());
    const auto silent = register_fields(
        world,
        named(
            "ann",
            {
                {"mobile", "+34600123456"}
    }
        )
    );
    CHECK(outcome_of([&] { invite_user(world, silent, {"sms"}); }) == "not_allowed");
    CHECK(world.letters("invitation") == 0);
    static_cast<void>(world.ground().people.update(
        world.token(),
        silent,
        Json{
            {"consented_to_sms", true}
    },
        std::nullopt
    ));
    const auto person = world.ground().database.read([&](store::Session& session) {
        return store::person_of(session, world.id(), silent);
    });
    CHECK(person.sms_consent_at.has_value());
    CHECK(person.sms_consent_by == "token account_admin");
    const auto offer = invite_user(world, silent, {"sms"});
    CHECK(world.letters("invitation", offer) == 1);
    CHECK(world.status(silent) == "pending");
}

TEST_CASE("rows 34, 35: the link can be copied, works without an e-mail and survives link previews"
) {
    World world(each_ground());
    const auto id = register_fields(world, named("ann"));
    const auto offer = invite_user(world, id, {"link"});
    const std::string before = world.last_event();
    const auto link =
        world.ground().invitations.show_link(world.token(), offer, invitation::LinkChannel::link);
    CHECK(link.starts_with("https://usher.example.org/join/"));
    CHECK(count_events(world, before, "invitation.link_shown") == 1);
    CHECK(world.letters("invitation") == 0);
    for (int look = 0; look < 100; ++look) {
        static_cast<void>(world.ground().joining.look(after_slash(link)));
    }
    CHECK(world.accept(after_slash(link)) == id);
    CHECK(world.status(id) == "active");
}

TEST_CASE("row 36: who has no e-mail cannot be invited by e-mail") {
    World world(each_ground());
    const auto id = register_fields(world, named("ann"));
    CHECK(outcome_of([&] { invite_user(world, id, {"email"}); }) == "not_allowed");
    CHECK(world.status(id) == "registered");
}

TEST_CASE("row 41: the code of a sheet is one person's and good once") {
    World world(each_ground());
    const auto id = register_fields(world, named("ann"));
    const auto offer = invite_user(world, id, {"qr", "print"});
    const auto sheet = world.secret(offer, invitation::LinkChannel::print);
    const auto screen = world.secret(offer, invitation::LinkChannel::qr);
    CHECK(sheet != screen);
    CHECK(world.accept(sheet) == id);
    CHECK(outcome_of([&] { world.accept(sheet); }) == "accepted");
    CHECK(outcome_of([&] { world.accept(screen); }) == "accepted");
    CHECK(world.count_members() == 1);
}

TEST_CASE("rows 42, 82: who is no admin cannot invite, and nothing happens") {
    World world(each_ground());
    const auto member = world.new_member("ann@one.example");
    const std::string before = world.last_event();
    CHECK(outcome_of([&] {
              invite_or_throw(world, world.person(member), "bob@one.example");
          }) == "forbidden");
    CHECK(world.events_since(before).empty());
    CHECK(world.holders("bob@one.example").empty());
}

TEST_CASE("rows 50, 88: a member is not invited, whatever group they are in, and gets no mail") {
    World world(each_ground());
    const auto id = world.new_member("ann@one.example");
    static_cast<void>(world.post_group("their area", {id}));
    desk::InvitationTerms terms;
    terms.groups = {
        {.id = world.post_group("another area"), .role = ""}
    };
    const auto result = only_result(world, "ann@one.example", terms);
    CHECK(result.reason == "already_member");
    CHECK_FALSE(result.detail.empty());
    CHECK(world.letters("invitation") == 0);
    CHECK(only_result(world, "no address").reason == "invalid_email");
}

TEST_CASE("rows 51, 95: an invitation is good for seven days to the moment, without any sweeper") {
    World world(each_ground());
    const auto offer = world.invite("ann@one.example");
    const auto id = world.holders("ann@one.example").at(0);
    world.ground().clock.advance(seven_days - std::chrono::hours(1));
    CHECK(world.status(id) == "pending");
    world.ground().clock.advance(std::chrono::hours(1));
    CHECK(world.status(id) == "expired");
    CHECK(outcome_of([&] { world.accept(world.secret(offer)); }) == "expired");
    CHECK(outcome_of([&] {
              static_cast<void>(world.ground().joining.look(world.secret(offer)));
          }) == "expired");
}

TEST_CASE("row 52: an expired invitation never stands in the way of a new one") {
    World world(each_ground());
    world.invite("ann@one.example");
    const auto id = world.holders("ann@one.example").at(0);
    world.ground().clock.advance(seven_days);
    const auto next = world.invite("ann@one.example");
    CHECK(world.holders("ann@one.example") == Texts{id});
    CHECK(world.status(id) == "pending");
    world.accept(world.secret(next));
    CHECK(world.status(id) == "active");
    world.require_invariants();
}

TEST_CASE("row 53: an admin invites whether requests are on or off") {
    World world(each_ground());
    world.change_settings([](auto& settings) { settings.requests_enabled = false; });
    CHECK(outcome_of([&] { world.ask("ann@one.example"); }) == "requests_disabled");
    CHECK(outcome_of([&] { world.invite("ann@one.example"); }) == "done");
}

TEST_CASE("rows 55, 87: one call has one answer for each address, and counts what was sent") {
    World world(each_ground());
    world.new_member("member@one.example");
    world.invite("invited@one.example");
    std::vector<desk::Recipient> recipients;
    std::size_t line = 0;
    for (const char* email :
         {"ann@one.example",
          "member@one.example",
          "invited@one.example",
          "no address",
          "Ann@ONE.example",
          "bob@one.example"}) {
        recipients.push_back({.email = email, .user_id = "", .line = ++line, .fields = {}});
    }
    const auto results = world.ground().invitations.invite(
        world.token(invitation::Role::founder), {}, recipients, false
    );
    Texts reasons;
    for (const auto& result : results)
        reasons.push_back(result.sent() ? "sent" : result.reason);
    CHECK(
        reasons ==
        Texts{"sent", "already_member", "already_invited", "invalid_email", "duplicate", "sent"}
    );
    CHECK(results.at(3).line == 4);
    world.require_invariants();
}

TEST_CASE("rows 57, 85: groups and role chosen with an invitation are given when the person joins"
) {
    World world(each_ground());
    const auto area = world.post_group("area");
    desk::InvitationTerms terms;
    terms.groups = {
        {.id = area, .role = "manager"}
    };
    terms.organization_role = "team_admin";
    const auto offer = world.invite("ann@one.example", terms);
    const auto id = world.holders("ann@one.example").at(0);
    CHECK(world.members_of(area).empty());
    CHECK(world.person(id).role == invitation::Role::member);
    world.accept(world.secret(offer));
    CHECK(world.members_of(area) == Texts{id});
    CHECK(world.person(id).role == invitation::Role::team_admin);
}

TEST_CASE("row 58: signing in accepts the invitation, looking at it does not") {
    World world(each_ground());
    const auto offer = world.invite("ann@one.example");
    const auto id = world.holders("ann@one.example").at(0);
    static_cast<void>(world.ground().joining.look(world.secret(offer)));
    CHECK(world.status(id) == "pending");
    world.sign_in(id);
    CHECK(world.status(id) == "active");
    CHECK(world.invitations_of(id).at(0).state == "accepted");
    CHECK(world.invitations_of(id).at(0).via == "sso");
}

TEST_CASE("rows 60, 61: a revoked link is dead at once, and inviting again makes a new one") {
    World world(each_ground());
    const auto old = world.invite("ann@one.example");
    const auto id = world.holders("ann@one.example").at(0);
    static_cast<void>(world.ground().invitations.revoke(world.token(), old));
    CHECK(world.status(id) == "registered");
    CHECK(outcome_of([&] { world.accept(world.secret(old)); }) == "revoked");
    world.ground().clock.advance(std::chrono::hours(24));
    const auto next = world.invite("ann@one.example");
    CHECK(world.secret(next) != world.secret(old));
    CHECK(world.letters("invitation", next) == 1);
    CHECK(world.invitations_of(id).at(1).expires_at > world.invitations_of(id).at(0).expires_at);
    CHECK(outcome_of([&] { world.accept(world.secret(old)); }) == "revoked");
    CHECK(outcome_of([&] { world.accept(world.secret(next)); }) == "done");
}

TEST_CASE("row 74: inviting many at once needs a permission of its own, which a founder has") {
    World world(each_ground());
    const auto admin = world.new_member("admin@one.example", "account_admin");
    const auto founder = world.new_member("founder@one.example", "founder");
    const auto invite_two = [&](const std::string& caller, const std::string& prefix) {
        return outcome_of([&] {
            static_cast<void>(world.ground().invitations.invite(
                world.person(caller),
                {
            },
                {{.email = prefix + "1@one.example", .user_id = "", .line = 1, .fields = {}},
                 {.email = prefix + "2@one.example", .user_id = "", .line = 2, .fields = {}}},
                false
            ));
        });
    };
    CHECK(invite_two(founder, "f") == "done");
    CHECK(invite_two(admin, "a") == "forbidden");
    CHECK(world.holders("a1@one.example").empty());
    CHECK(outcome_of([&] {
              invite_or_throw(world, world.person(admin), "a1@one.example");
          }) == "done");
    static_cast<void>(world.ground().people.update(
        world.token(invitation::Role::founder),
        admin,
        Json{
            {"permissions", {{"users.bulk_invite", true}}}
    },
        std::nullopt
    ));
    CHECK(invite_two(admin, "b") == "done");
}

TEST_CASE("row 75: a dry run says what would happen and does nothing") {
    World world(each_ground());
    world.new_member("member@one.example");
    const std::string before = world.last_event();
    const auto results = world.ground().invitations.invite(
        world.token(invitation::Role::founder),
        {
    },
        {{.email = "ann@one.example", .user_id = "", .line = 1, .fields = {}},
         {.email = "member@one.example", .user_id = "", .line = 2, .fields = {}}},
        true
    );
    CHECK(results.at(0).sent());
    CHECK(results.at(1).reason == "already_member");
    CHECK(world.events_since(before).empty());
    CHECK(world.letters("invitation") == 0);
    CHECK(world.holders("ann@one.example").empty());
}

TEST_CASE("rows 72, 96: sending again makes a new link for seven more days, and the old one is dead"
) {
    World world(each_ground());
    const bool expired = GENERATE(false, true);
    const auto old = world.invite("ann@one.example");
    const auto id = world.holders("ann@one.example").at(0);
    world.ground().clock.advance(expired ? seven_days : std::chrono::hours(24));
    CHECK(world.status(id) == (expired ? "expired" : "pending"));
    const auto next = world.ground().invitations.resend(world.token(), old);
    CHECK(world.letters("invitation", next.id) == 1);
    CHECK(next.expires_at == base::to_text(world.ground().clock.now() + seven_days));
    CHECK(world.invitations_of(id).at(0).state == (expired ? "expired" : "superseded"));
    CHECK(outcome_of([&] {
              world.accept(world.secret(old));
          }) == (expired ? "expired" : "superseded"));
    CHECK(outcome_of([&] { world.accept(world.secret(next.id)); }) == "done");
    world.require_invariants();
}

}  // namespace usher::test::rows_invitation_test
