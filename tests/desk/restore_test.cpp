// The way back from deletion (domain.md, C4).
#include "desk/people.hpp"
#include "tests/desk/desk_world.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

namespace restore_test {

using namespace usher;
using namespace usher::test;

namespace {

desk::UserChanged restore(DeskWorld& world, const std::string& id) {
    return desk::People(world.office()).restore(world.admin(), id);
}

}  // namespace

TEST_CASE("A restored user is who they were, unmanaged and in no group") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    Json more = emails({"ada@example.org"});
    more["externalId"] = "okta-1";
    more["title"] = "Analyst";
    const auto id = world.push("ada", more);
    const auto group = world.add_group("Engines");
    world.join(group, id, "manager");
    world.execute("UPDATE resource SET profile_state = 'complete', terms_version = '7'");
    world.make_founder(world.push("boss"));
    const auto before = world.user(id).value();
    world.remove(id);
    REQUIRE_FALSE(world.user(id));

    const auto restored = restore(world, id);

    CHECK(restored.warnings == Texts{"no_group_access"});
    const auto after = world.user(id).value();
    CHECK(after.id == before.id);
    CHECK(after.directory_id == std::nullopt);
    CHECK(after.joined_at == before.joined_at);
    CHECK(after.created_at == before.created_at);
    CHECK(after.profile_state == "complete");
    CHECK(after.terms_version == "7");
    CHECK(after.display == before.display);
    CHECK(after.version > before.version);
    const Json document = world.document(id);
    CHECK(document["title"] == "Analyst");
    CHECK(document["emails"][0]["value"] == "ada@example.org");
    CHECK_FALSE(document.contains("externalId"));
    CHECK(world.texts("SELECT member_id FROM membership").empty());
    CHECK(world.texts("SELECT id FROM tombstone").empty());
    CHECK(world.events("user.restored") == 1);
}

TEST_CASE("A restored user is adopted when their directory pushes them again") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = world.push("ada", emails({"ada@example.org"}));
    world.remove(id);
    (void)restore(world, id);
    CHECK(world.push("ada", emails({"ada@example.org"})) == id);
    CHECK(world.user(id)->directory_id == world.directory_id());
}

TEST_CASE("C4: nobody is restored once the user name or an address is somebody else's") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = world.push("ada", emails({"ada@example.org"}));
    world.remove(id);
    SECTION("the user name") {
        CHECK(world.push("ADA") != id);
    }
    SECTION("an address") {
        world.push("another", emails({"Ada@Example.org"}));
    }
    CHECK(problem_of([&] { (void)restore(world, id); }) == "conflict");
    CHECK_FALSE(world.user(id));
    CHECK(world.events("user.restored") == 0);
}

TEST_CASE("Restoring somebody settles what they asked for meanwhile") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = world.push("ada", emails({"ada@example.org"}));
    world.remove(id);
    const auto request = world.insert_request("ada@example.org");
    (void)restore(world, id);
    CHECK(world.request_state(request) == "reconciled");
}

TEST_CASE("Somebody whose invitation had expired before the deletion is expired again") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = world.push("ada", emails({"ada@example.org"}), "register");
    const auto invitation = world.insert_invitation(id);
    SECTION("expired") {
        world.clock().advance(std::chrono::hours(24 * 8));
        world.remove(id);
        (void)restore(world, id);
        CHECK(world.user(id)->invitation_expires_at == invitation.expires_at);
    }
    SECTION("revoked by the deletion") {
        world.remove(id);
        (void)restore(world, id);
        CHECK(world.user(id)->invitation_expires_at == std::nullopt);
        CHECK(world.user(id)->invited_at == invitation.created_at);
    }
}

TEST_CASE("A manager who has gone too is not referred to any more") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto boss = world.push("boss");
    const auto id = world.push(
        "ada",
        Json{
            {enterprise_urn, {{"manager", {{"value", boss}}}}}
    }
    );
    world.remove(id);
    world.remove(boss);
    (void)restore(world, id);
    CHECK(scim::to_text(world.document(id)).find(boss) == std::string::npos);
}

TEST_CASE("A member comes back only to a free seat") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.change_settings(R"({"seat_limit": 1})"_body);
    const auto id = world.push("ada");
    world.remove(id);
    world.push("bob");
    CHECK(problem_of([&] { (void)restore(world, id); }) == "seat_limit");
}

TEST_CASE("Who is not deleted cannot be restored, and who never was is not found") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = world.push("ada");
    CHECK(problem_of([&] { (void)restore(world, id); }) == "conflict");
    CHECK(problem_of([&] {
              (void)restore(world, "0190a000-0000-7000-8000-00000000dead");
          }) == "not_found");
    CHECK(problem_of([&] { (void)restore(world, "no id"); }) == "not_found");
}

TEST_CASE("Restoring needs the permission to register people, for the whole organization") {
    DeskWorld world(Kind::sqlite);
    const auto id = world.push("ada");
    world.remove(id);
    desk::People people(world.office());
    CHECK(problem_of([&] {
              (void)people.restore(world.caller(invitation::Role::member), id);
          }) == "forbidden");
    auto team_admin = world.caller(invitation::Role::team_admin);
    team_admin.user_id = "somebody";
    CHECK(problem_of([&] { (void)people.restore(team_admin, id); }) == "not_found");
}

TEST_CASE("Of two admins who restore at once one does") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = world.push("ada", emails({"ada@example.org"}));
    world.remove(id);
    std::atomic<int> restored{0};
    {
        std::vector<std::jthread> admins;
        for (int i = 0; i < 4; ++i) {
            admins.emplace_back([&] {
                const auto problem = problem_of([&] { (void)restore(world, id); });
                if (problem.empty()) ++restored;
            });
        }
    }
    CHECK(restored == 1);
    CHECK(world.events("user.restored") == 1);
}

}  // namespace restore_test
