// Accounts and profiles: rows of docs/invitation.md, "What five products do" (62 … 73, 79, 80).
#include "tests/proof/rows.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::rows_account_test {

TEST_CASE("rows 63, 81: only who has the permission registers, and it can be given and taken") {
    World world(each_ground());
    const auto member = world.new_member("ann@one.example");
    const auto attempt = [&](const std::string& name) {
        return outcome_of([&] {
            desk::RegisterWish wish;
            wish.fields = named(name);
            static_cast<void>(world.ground().people.register_user(world.person(member), wish));
        });
    };
    CHECK(attempt("bob") == "forbidden");
    const auto set = [&](bool given) {
        static_cast<void>(world.ground().people.update(
            world.token(invitation::Role::founder),
            member,
            Json{
                {"permissions", {{"users.register", given}}}
        },
            std::nullopt
        ));
    };
    set(true);
    CHECK(attempt("cai") == "done");
    set(false);
    CHECK(attempt("dee") == "forbidden");
}

TEST_CASE("row 64: an account without a profile is another thing than an invitation that waits") {
    World world(each_ground());
    const auto joined = world.new_member("ann@one.example");
    CHECK(world.status(joined) == "active");
    CHECK(world.find_user(joined)->profile_state == "missing");
    world.invite("bob@one.example");
    const auto waiting = world.holders("bob@one.example").at(0);
    static_cast<void>(world.ground().people.complete_profile(world.token(), waiting, named("bob")));
    CHECK(world.status(waiting) == "pending");
    CHECK(world.find_user(waiting)->profile_state == "complete");
}

TEST_CASE("rows 65, 66, 67: the user name is proposed from the e-mail, and what is taken is told") {
    World world(each_ground());
    const auto admin = world.token();
    const auto id = world.register_person("ann@one.example");
    CHECK(document_of(world, id)["userName"] == "ann");
    const auto other = world.register_person("ann@two.example");
    CHECK(document_of(world, other)["userName"] == "ann2");
    const auto own = register_fields(
        world,
        named(
            "annie",
            {
                {"email", "ann@three.example"}
    }
        )
    );
    CHECK(document_of(world, own)["userName"] == "annie");

    const Json taken = world.ground().people.availability(admin, "ANN", "Ann@One.example");
    CHECK(taken["user_name"]["free"] == false);
    CHECK(taken["user_name"]["suggestion"] == "ANN3");
    CHECK(taken["email"]["free"] == false);
    CHECK(taken["email"]["status"] == "registered");
    const Json free = world.ground().people.availability(admin, "bob", "");
    CHECK(free["user_name"]["free"] == true);
    CHECK(free["email"].is_null());
}

TEST_CASE("row 69: what an admin changes before the invitee accepts is still there afterwards") {
    World world(each_ground());
    const auto offer = world.invite("ann@one.example");
    const auto id = world.holders("ann@one.example").at(0);
    static_cast<void>(world.ground().people.update(
        world.token(),
        id,
        Json{
            {"title", "Nurse"}
    },
        std::nullopt
    ));
    world.accept(world.secret(offer));
    CHECK(document_of(world, id)["title"] == "Nurse");
    CHECK(world.status(id) == "active");
}

TEST_CASE("rows 71, 80: the person submits a profile, an admin returns or completes it") {
    World world(each_ground());
    const auto id = world.new_member("ann@one.example");
    auto& people = world.ground().people;
    const auto state = [&] { return world.find_user(id)->profile_state; };
    static_cast<void>(people.submit_profile(
        world.person(id),
        Json{
            {"title", "Nurse"}
    }
    ));
    CHECK(state() == "submitted");
    CHECK_FALSE(document_of(world, id).contains("title"));
    static_cast<void>(people.return_profile(world.token(), id, "which ward?"));
    CHECK(state() == "missing");
    static_cast<void>(people.submit_profile(
        world.person(id),
        Json{
            {"title", "Head nurse"}
    }
    ));
    static_cast<void>(people.complete_profile(world.token(), id, Json::object()));
    CHECK(state() == "complete");
    CHECK(document_of(world, id)["title"] == "Head nurse");
}

TEST_CASE("row 73: account and profile in one step are both made or neither is") {
    World world(each_ground(), {.on_create = "activate", .settings = [](auto& settings) {
                                    settings.required_fields = {"title", "department"};
                                }});
    desk::RegisterWish wish;
    wish.fields = named(
        "ann",
        {
            {"title",      "Nurse"    },
            {"department", "Emergency"}
    }
    );
    wish.complete_profile = true;
    const auto made = world.ground().people.register_user(world.token(), wish).user;
    CHECK(world.find_user(made.id)->profile_state == "complete");
    wish.fields = named(
        "bob",
        {
            {"title", "Nurse"}
    }
    );
    const std::string before = world.last_event();
    CHECK(pointers_of([&] {
              static_cast<void>(world.ground().people.register_user(world.token(), wish));
          }) == Texts{"/department"});
    CHECK(world.events_since(before).empty());
}

TEST_CASE("row 79: an admin completes the profile of somebody who is there already") {
    World world(each_ground());
    const auto id = world.new_member("ann@one.example");
    static_cast<void>(world.ground().people.complete_profile(
        world.token(),
        id,
        Json{
            {"title", "Nurse"}
    }
    ));
    CHECK(world.find_user(id)->profile_state == "complete");
    CHECK(world.status(id) == "active");
}

}  // namespace usher::test::rows_account_test
