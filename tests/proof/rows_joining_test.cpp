// Requests and joining: rows of docs/invitation.md, "What five products do" (1, 26, 43 … 49,
// 68, 89 … 93).
#include "store/people.hpp"
#include "tests/proof/rows.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::rows_joining_test {

namespace {

std::string waiting_request(World& world, const std::string& email) {
    world.ask(email);
    return world.all_requests().back().id;
}

std::size_t sessions(const World& world) {
    return world.ground().database.read([&](store::Session& session) {
        return session
            .select(
                "SELECT s.id FROM session s WHERE s.organization_id = :organization",
                {
                    {"organization", world.id()}
        },
                1
            )
            .size();
    });
}

std::string password_of(const World& world, const std::string& user_id) {
    return world.ground().database.read([&](store::Session& session) {
        const auto row = session.find(
            "SELECT c.password_hash FROM credential c WHERE c.organization_id = :organization "
            "AND c.user_id = :user",
            {
                {"organization", world.id()},
                {"user",         user_id   }
        },
            1
        );
        return row ? row->at(0).value() : std::string();
    });
}

}  // namespace

TEST_CASE("row 1: who was not let in may do nothing, whatever their record says") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    const auto id = world.post(person_of("ann", "ann@one.example"));
    world.give_role(id, "founder");
    const auto caller = world.person(id);
    CHECK(outcome_of([&] {
              static_cast<void>(world.ground().people.availability(caller, "x", ""));
          }) == "forbidden");
    CHECK(outcome_of([&] { invite_or_throw(world, caller, "bob@one.example"); }) == "forbidden");
}

TEST_CASE("row 26: an invitee is shown whom to ask") {
    World world(each_ground(), {.on_create = "activate", .settings = [](auto& settings) {
                                    settings.support_contact = "help@one.example";
                                }});
    const auto offer = world.invite("ann@one.example");
    const auto view = world.ground().joining.look(world.secret(offer));
    CHECK(view.organization.settings.support_contact == "help@one.example");
    CHECK(view.invitation.email == "ann@one.example");
}

TEST_CASE("rows 43, 44: anybody may ask where the organization lets them, and learns nothing") {
    World world(each_ground());
    world.new_member("member@one.example");
    CHECK(outcome_of([&] { world.ask("stranger@one.example"); }) == "done");
    CHECK(outcome_of([&] { world.ask("member@one.example"); }) == "done");
    CHECK(world.all_requests().size() == 1);
    world.change_settings([](auto& settings) { settings.requests_enabled = false; });
    CHECK(outcome_of([&] { world.ask("stranger@one.example"); }) == "requests_disabled");
    CHECK(outcome_of([&] { world.ask("member@one.example"); }) == "requests_disabled");
}

TEST_CASE("rows 46, 47: a request never goes stale, since joining closes it and says how") {
    World world(each_ground());
    const auto request = waiting_request(world, "ann@one.example");
    const auto id = world.post(person_of("ann", "Ann@One.example"));
    const auto closed = world.all_requests().back();
    CHECK(closed.id == request);
    CHECK(closed.state == "reconciled");
    CHECK(closed.via == "scim");
    CHECK(closed.user_id == id);
    CHECK(closed.directory_id == world.push().directory.id);
    // And one that a member sends is a mail to them, not a request.
    world.ask("ann@one.example");
    CHECK(world.all_requests().size() == 1);
    CHECK(world.letters("sign_in_hint", id) == 1);
    world.require_invariants();
}

TEST_CASE(
    "row 46: a request that waits while its person is inactive ends when they are active again"
) {
    World world(each_ground());
    const bool by_directory = GENERATE(false, true);
    const auto id = world.post(person_of("ann", "ann@one.example"));
    world.set_active(id, false);
    waiting_request(world, "ann@one.example");
    CHECK(world.all_requests().back().state == "pending");
    if (by_directory) {
        world.set_active(id, true);
    } else {
        static_cast<void>(world.ground().people.set_active(world.token(), id, true));
    }
    CHECK(world.status(id) == "active");
    CHECK(world.all_requests().back().state == "reconciled");
    world.require_invariants();
}

TEST_CASE("row 46: a request that waits while its person is deleted ends when they are restored") {
    World world(each_ground());
    const auto id = world.post(person_of("ann", "ann@one.example"));
    world.remove(id);
    waiting_request(world, "ann@one.example");
    static_cast<void>(world.ground().people.restore(world.token(), id));
    CHECK(world.status(id) == "active");
    CHECK(world.all_requests().back().state == "reconciled");
    world.require_invariants();
}

TEST_CASE("rows 48, 49: dismissing changes nothing but the request, and is done once") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    const auto id = world.post(person_of("ann", "ann@one.example"));
    const auto team = world.post_group("team", {id});
    const auto request = waiting_request(world, "ann@one.example");
    const auto dismiss = [&] {
        static_cast<void>(
            world.ground().requests.dismiss(world.token(), request, "known to us", false)
        );
    };
    const std::string before = world.last_event();
    CHECK(outcome_of(dismiss) == "done");
    CHECK(world.events_since(before) == Texts{"request.dismissed " + request});
    CHECK(world.all_requests().back().reason == "known to us");
    CHECK(world.members_of(team) == Texts{id});
    CHECK(world.status(id) == "registered");
    CHECK(outcome_of(dismiss) == "not_pending");
}

TEST_CASE("row 68: accepting sets the password, kept as a memory-hard hash") {
    World world(each_ground());
    world.accept(world.secret(world.invite("ann@one.example")));
    const auto hash = password_of(world, world.holders("ann@one.example").at(0));
    CHECK(hash.starts_with("$y$"));
    CHECK(base::password_matches(join_form().password, hash));
}

TEST_CASE("row 89: the form asks for names and a password, and the address is the invitation's") {
    World world(each_ground());
    const auto secret = world.secret(world.invite("ann@one.example"));
    auto empty = join_form();
    empty.given_name.clear();
    empty.family_name.clear();
    CHECK(pointers_of([&] {
              static_cast<void>(world.ground().joining.accept(secret, empty, "test"));
          }) == Texts{"/family_name", "/given_name"});
    auto weak = join_form();
    weak.password = base::Secret("12345678");
    CHECK(pointers_of([&] {
              static_cast<void>(world.ground().joining.accept(secret, weak, "test"));
          }) == Texts{"/password"});
    auto form = join_form();
    form.mobile = "+34600123456";
    const auto id = world.ground().joining.accept(secret, form, "test").user_id;
    const Json document = document_of(world, id);
    CHECK(document["emails"][0]["value"] == "ann@one.example");
    CHECK(document["phoneNumbers"].size() == 1);
}

TEST_CASE("rows 91, 92: nobody is in before the terms are accepted, and their version is kept") {
    World world(each_ground(), {.on_create = "activate", .settings = [](auto& settings) {
                                    settings.terms_version = "2026-02";
                                }});
    const auto secret = world.secret(world.invite("ann@one.example"));
    const auto id = world.holders("ann@one.example").at(0);
    auto form = join_form();
    form.terms_version = "2025-01";
    CHECK(pointers_of([&] {
              static_cast<void>(world.ground().joining.accept(secret, form, "test"));
          }) == Texts{"/terms_version"});
    CHECK(world.status(id) == "pending");
    CHECK(sessions(world) == 0);
    form.terms_version = "2026-02";
    static_cast<void>(world.ground().joining.accept(secret, form, "test"));
    CHECK(world.status(id) == "active");
    CHECK(world.find_user(id)->terms_version == "2026-02");
    CHECK(sessions(world) == 1);
    const auto person = world.ground().database.read([&](store::Session& session) {
        return store::person_of(session, world.id(), id);
    });
    CHECK(person.terms_accepted_at.has_value());
}

TEST_CASE("row 93: a paused user is inactive and has no session, whoever paused them") {
    World world(each_ground(), {.on_create = "invite", .settings = {}});
    const bool by_directory = GENERATE(false, true);
    const auto id = world.post(person_of("ann", "ann@one.example"));
    world.accept(world.secret(world.invitations_of(id).at(0).id));
    REQUIRE(sessions(world) == 1);
    if (by_directory) {
        world.set_active(id, false);
    } else {
        static_cast<void>(world.ground().people.set_active(world.token(), id, false));
    }
    CHECK(world.status(id) == "inactive");
    CHECK(sessions(world) == 0);
    world.require_invariants();
}

}  // namespace usher::test::rows_joining_test
