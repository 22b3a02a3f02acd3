// Registering people: rows of docs/invitation.md, "What five products do" (3 … 27).
#include "desk/user_fields.hpp"
#include "store/people.hpp"
#include "tests/proof/rows.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::rows_registration_test {

namespace {

void require_title_and_area(invitation::Settings& settings) {
    settings.required_fields = {"title", "department"};
}

}  // namespace

TEST_CASE("row 4: a user's record says by which road it came to be") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    const auto source = [&](const std::string& id) {
        return world.ground().database.read([&](store::Session& session) {
            return store::person_of(session, world.id(), id).source;
        });
    };
    CHECK(source(world.register_person("ann@one.example")) == "manual");
    CHECK(source(world.post(person_of("bob", "bob@one.example"))) == "scim");
    world.invite("cai@one.example");
    CHECK(source(world.holders("cai@one.example").at(0)) == "invitation");
    world.ask("dee@one.example");
    const auto request = world.all_requests().back().id;
    static_cast<void>(world.ground().requests.approve(world.token(), request, {}));
    CHECK(source(world.holders("dee@one.example").at(0)) == "request");
}

TEST_CASE("rows 6, 7: first and last name are required, each named by its field") {
    World world(each_ground());
    const auto pointers = pointers_of([&] {
        register_fields(
            world,
            {
                {"user_name", "ann"}
        }
        );
    });
    CHECK(pointers == Texts{"/family_name", "/given_name"});
}

TEST_CASE("rows 8, 9, 10: position and area are required where the organization says so") {
    World world(each_ground(), {.on_create = "activate", .settings = require_title_and_area});
    const auto pointers = pointers_of([&] {
        register_fields(
            world,
            {
                {"user_name", "ann"}
        }
        );
    });
    CHECK(pointers == Texts{"/department", "/family_name", "/given_name", "/title"});
    const auto id = register_fields(
        world,
        {
            {"user_name",   "ann"      },
            {"given_name",  "Ann"      },
            {"family_name", "Example"  },
            {"title",       "Nurse"    },
            {"department",  "Emergency"}
    }
    );
    const Json document = document_of(world, id);
    CHECK(document["title"] == "Nurse");
    CHECK(document[enterprise_urn]["department"] == "Emergency");
}

TEST_CASE("row 11: a name is enough, without e-mail and phone") {
    World world(each_ground());
    const auto id = register_fields(
        world,
        {
            {"user_name",   "ann"    },
            {"given_name",  "Ann"    },
            {"family_name", "Example"}
    }
    );
    CHECK(world.status(id) == "registered");
    CHECK(lacks(document_of(world, id), "emails"));
}

TEST_CASE("row 12: whom somebody reports to is their manager, and goes when that person is deleted"
) {
    World world(each_ground());
    const auto boss = world.register_person("boss@one.example");
    const auto id = register_fields(
        world,
        named(
            "ann",
            {
                {"manager", boss}
    }
        )
    );
    CHECK(document_of(world, id)[enterprise_urn]["manager"]["value"] == boss);
    world.ground().people.remove(world.token(), boss);
    CHECK_FALSE(document_of(world, id).value(enterprise_urn, Json::object()).contains("manager"));
}

TEST_CASE("rows 13, 16, 17: location, working hours and tags are kept and shown as they were given"
) {
    World world(each_ground());
    const auto id = register_fields(
        world,
        named(
            "ann",
            {
                {"locations",     Json::array({"Vigo"})          },
                {"working_hours", "09:00-17:00"                  },
                {"tags",          Json::array({"night", "first"})}
    }
        )
    );
    const Json shown = desk::read_fields(document_of(world, id));
    CHECK(shown["locations"] == Json::array({"Vigo"}));
    CHECK(shown["working_hours"] == "09:00-17:00");
    CHECK(shown["tags"] == Json::array({"night", "first"}));
}

TEST_CASE("row 14: a code that somebody has is refused on the admin's road and a case on SCIM's") {
    World world(each_ground());
    const auto first = register_fields(
        world,
        named(
            "ann",
            {
                {"code", "4711"}
    }
        )
    );
    const auto pointers = pointers_of([&] {
        register_fields(
            world,
            named(
                "bob",
                {
                    {"code", "4711"}
        }
            )
        );
    });
    CHECK(pointers == Texts{"/code"});
    const auto other = register_fields(
        world,
        named(
            "cai",
            {
                {"code", "4712"}
    }
        )
    );
    CHECK(pointers_of([&] {
              static_cast<void>(world.ground().people.update(
                  world.token(),
                  other,
                  Json{
                      {"code", "4711"}
              },
                  std::nullopt
              ));
          }) == Texts{"/code"});
    const std::string before = world.last_event();
    Json person = person_of("dee", "dee@one.example");
    person["schemas"].push_back(enterprise_urn);
    person[enterprise_urn]["employeeNumber"] = "4711";
    world.post(person);
    CHECK(count_events(world, before, "case.opened") == 1);
    CHECK(world.status(first) == "registered");
}

TEST_CASE("row 14: a code or externalId that somebody has is a case when it comes later too") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    Json ann = person_of("ann", "ann@one.example");
    ann["externalId"] = "x-1";
    ann["schemas"].push_back(enterprise_urn);
    ann[enterprise_urn]["employeeNumber"] = "4711";
    world.post(ann);
    const bool code = GENERATE(false, true);
    const auto bob = world.post(person_of("bob", "bob@one.example"));
    const std::string before = world.last_event();
    Json operation;
    operation["op"] = "add";
    operation["path"] = code ? std::string(enterprise_urn) + ":employeeNumber" : "externalId";
    operation["value"] = code ? "4711" : "x-1";
    world.patch(bob, operation);
    CHECK(count_events(world, before, "case.opened") == 1);
    world.patch(bob, operation);
    CHECK(count_events(world, before, "case.opened") == 1);
    world.require_invariants();
}

TEST_CASE("row 15: a new user has the organization's time zone, and keeps their own") {
    World world(each_ground(), {.on_create = "activate", .settings = [](auto& settings) {
                                    settings.default_time_zone = "Europe/Madrid";
                                }});
    const auto id = register_fields(world, named("ann"));
    CHECK(document_of(world, id)["timezone"] == "Europe/Madrid");
    const auto own = register_fields(
        world,
        named(
            "bob",
            {
                {"time_zone", "America/Lima"}
    }
        )
    );
    world.change_settings([](auto& settings) { settings.default_time_zone = "UTC"; });
    CHECK(document_of(world, own)["timezone"] == "America/Lima");
    CHECK(document_of(world, id)["timezone"] == "Europe/Madrid");
    CHECK(pointers_of([&] {
              register_fields(
                  world,
                  named(
                      "cai",
                      {
                          {"time_zone", "half past nine"}
              }
                  )
              );
          }) == Texts{"/time_zone"});
}

TEST_CASE("rows 18, 22: somebody is put into several groups before they join") {
    World world(each_ground());
    const auto team = world.post_group("team");
    const auto chat = world.post_group("chat");
    desk::RegisterWish wish;
    wish.fields = named("ann");
    wish.groups = {
        {.id = team, .role = ""},
        {.id = chat, .role = ""}
    };
    const auto made = world.ground().people.register_user(world.token(), wish);
    CHECK(world.status(made.user.id) == "registered");
    CHECK(world.members_of(team) == Texts{made.user.id});
    CHECK(world.members_of(chat) == Texts{made.user.id});
    CHECK(made.warnings.empty());
}

TEST_CASE("rows 3, 19: a team admin registers and invites into the teams they manage, no others") {
    World world(each_ground());
    const auto admin = world.new_member("lead@one.example", "team_admin");
    const auto mine = world.post_group("mine", {admin});
    const auto foreign = world.post_group("foreign");
    world.give_group_role(mine, admin, "manager");
    const auto register_into = [&](const std::string& name, const std::vector<std::string>& ids) {
        desk::RegisterWish wish;
        wish.fields = named(name);
        for (const auto& id : ids)
            wish.groups.push_back({.id = id, .role = ""});
        static_cast<void>(world.ground().people.register_user(world.person(admin), wish));
    };
    CHECK(outcome_of([&] { register_into("ann", {mine}); }) == "done");
    CHECK(outcome_of([&] { register_into("bob", {foreign}); }) == "forbidden");
    CHECK(outcome_of([&] { register_into("cai", {mine, foreign}); }) == "forbidden");
    CHECK(outcome_of([&] { register_into("dee", {}); }) == "validation_failed");
    desk::InvitationTerms terms;
    terms.groups = {
        {.id = foreign, .role = ""}
    };
    CHECK(outcome_of([&] {
              invite_or_throw(world, world.person(admin), "eve@one.example", "", terms);
          }) == "forbidden");
    // Whom they do not see is not there for them.
    const auto stranger = world.register_person("stranger@one.example");
    CHECK(outcome_of([&] {
              static_cast<void>(
                  world.ground().people.set_active(world.person(admin), stranger, false)
              );
          }) == "not_found");
    CHECK(world.members_of(foreign).empty());
}

TEST_CASE("row 23: somebody who is in no group is registered and invited with a warning") {
    World world(each_ground());
    desk::RegisterWish wish;
    wish.fields = named("ann");
    CHECK(
        world.ground().people.register_user(world.token(), wish).warnings ==
        Texts{"no_group_access"}
    );
    const auto results = world.ground().invitations.invite(
        world.token(),
        {
    },
        {{.email = "bob@one.example", .user_id = "", .line = 0, .fields = {}}},
        true
    );
    CHECK(results.at(0).warnings == Texts{"no_group_access"});
}

TEST_CASE("rows 24, 25: registering sends nothing, inviting is a second step or the same call") {
    World world(each_ground());
    const auto id = world.register_person("ann@one.example");
    CHECK(world.status(id) == "registered");
    CHECK(world.invitations_of(id).empty());
    CHECK(world.letters("invitation") == 0);
    invite_or_throw(world, world.token(), "", id);
    CHECK(world.status(id) == "pending");
    CHECK(world.letters("invitation") == 1);

    desk::RegisterWish wish;
    wish.fields = named(
        "bob",
        {
            {"email", "bob@one.example"}
    }
    );
    wish.invite_channels = {"email"};
    const auto both = world.ground().people.register_user(world.token(), wish).user.id;
    CHECK(world.status(both) == "pending");
    CHECK(world.letters("invitation") == 2);
}

TEST_CASE("row 27: inviting somebody unknown registers them first") {
    World world(each_ground());
    const std::string before = world.last_event();
    world.invite("ann@one.example");
    const auto id = world.holders("ann@one.example").at(0);
    const auto happened = world.events_since(before);
    REQUIRE(happened.size() == 2);
    CHECK(happened[0] == "user.registered " + id);
    CHECK(happened[1].starts_with("invitation.opened"));
}

}  // namespace usher::test::rows_registration_test
