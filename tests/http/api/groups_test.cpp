// /groups: groups and their members as admins and team admins see and change them.
#include "store/access.hpp"
#include "store/people.hpp"
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::groups_test {

namespace {

struct World {
    World()
        : server(shared_server(each_database())),
          tenant(server.new_organization()),
          founder(server.new_admin(tenant.organization_slug)) {}

    std::string new_group(const std::string& name, const Json& more = Json::object()) {
        Json body{
            {"display_name", name}
        };
        body.update(more);
        const auto answer = founder.post("/groups", body);
        REQUIRE(answer.status == 201);
        return answer.json()["id"];
    }

    std::string new_user(const std::string& name) {
        return tenant.client.create_id("/Users", user(name));
    }

    /// A session of a new team admin, who is manager of `group_id`.
    ApiClient team_admin_of(const std::string& group_id) {
        const auto id = new_user("manager of " + group_id);
        const auto organization =
            store::find_organization(server.database(), tenant.organization_slug);
        server.database().change([&](store::Transaction& tx) {
            store::Person person;
            person.user_id = id;
            person.organization_role = "team_admin";
            store::store_person(tx, organization->id, person);
            return store::Outcome<bool>{.value = true, .events = {}};
        });
        REQUIRE(add(group_id, id, "manager").status == 201);
        return server.signed_in(tenant.organization_slug, id);
    }

    Answer add(const std::string& group_id, const std::string& id, const std::string& role = "") {
        Json body{
            {"id", id}
        };
        if (!role.empty()) body["role"] = role;
        return founder.post("/groups/" + group_id + "/members", body);
    }

    Json members(const std::string& group_id, const std::string& filter = "") {
        std::vector<std::pair<std::string, std::string>> parameters;
        if (!filter.empty()) parameters.emplace_back("filter", filter);
        return founder.list("/groups/" + group_id + "/members", parameters)["items"];
    }

    Json last_event(const std::string& action) {
        const auto events = founder.list(
            "/events",
            {
                {"filter", "action eq \"" + action + "\""},
                {"sort",   "-at"                         },
                {"limit",  "1"                           }
        }
        )["items"];
        return events.empty() ? Json() : events.front();
    }

    TestServer& server;
    Tenant tenant;
    ApiClient founder;
};

}  // namespace

TEST_CASE("an admin makes, changes and deletes a group, and SCIM shows it") {
    World world;
    const auto made = world.founder.post(
        "/groups", R"({"display_name": " Sales ", "kind": "chat", "default_role": "guide"})"_body
    );
    REQUIRE(made.status == 201);
    const Json group = made.json();
    const std::string path = "/groups/" + group["id"].get<std::string>();
    CHECK(group["display_name"] == "Sales");
    CHECK(group["kind"] == "chat");
    CHECK(group["default_role"] == "guide");
    CHECK(group["directory_id"].is_null());
    CHECK(group["external_id"].is_null());
    CHECK(group["member_count"] == 0);
    CHECK(world.last_event("group.created")["actor"]["kind"] == "token");
    const Json shown = world.tenant.client.read("/Groups/" + group["id"].get<std::string>());
    CHECK(shown["displayName"] == "Sales");

    const auto changed =
        world.founder.patch(path, R"({"kind": "team", "default_role": null})"_body);
    REQUIRE(changed.status == 200);
    CHECK(changed.json()["kind"] == "team");
    CHECK(changed.json()["default_role"] == "member");
    CHECK(changed.json()["display_name"] == "Sales");
    CHECK(changed.json()["version"].get<int>() > group["version"].get<int>());
    const Headers stale{
        {"If-Match", "\"1\""}
    };
    check_problem(world.founder.patch(path, R"({"kind": "area"})"_body, stale), 409, "conflict");

    CHECK(world.founder.remove(path).status == 204);
    check_problem(world.founder.get(path), 404, "not_found");
    CHECK(world.last_event("group.deleted")["subject"]["id"] == group["id"]);
}

TEST_CASE("what is wrong with a group is told by field") {
    World world;
    check_invalid(world.founder.post("/groups", Json::object()), {"/display_name"});
    check_invalid(
        world.founder.post("/groups", R"({"display_name": "X", "kind": "club"})"_body), {"/kind"}
    );
    check_invalid(
        world.founder.post("/groups", R"({"display_name": "X", "default_role": "a\tb"})"_body),
        {"/default_role"}
    );
    check_invalid(
        world.founder.post("/groups", R"({"display_name": "X", "colour": "red"})"_body), {"/colour"}
    );
    world.new_group("X");
    CHECK(world.founder.post("/groups", R"({"display_name": "x"})"_body).status == 409);
}

TEST_CASE("groups are listed by name, kind and member, page by page") {
    World world;
    const auto ann = world.new_user("ann");
    const auto team = world.new_group("Beta");
    const auto chat = world.new_group(
        "alpha",
        {
            {"kind", "chat"}
    }
    );
    world.add(team, ann);
    const auto names = [&](const std::string& filter) {
        return pluck(
            world.founder.list(
                "/groups",
                {
                    {"filter", filter        },
                    {"sort",   "display_name"}
        }
            )["items"],
            "display_name"
        );
    };
    CHECK(names("display_name pr") == Texts{"alpha", "Beta"});
    CHECK(names("kind eq \"chat\"") == Texts{"alpha"});
    CHECK(names("display_name sw \"be\"") == Texts{"Beta"});
    CHECK(names("member.id eq \"" + ann + "\"") == Texts{"Beta"});
    const auto page = world.founder.list(
        "/groups",
        {
            {"sort",  "-display_name"},
            {"limit", "1"            }
    }
    );
    CHECK(page["total"] == 2);
    CHECK(page["items"][0]["id"] == team);
    CHECK(page["next_cursor"].is_string());
}

TEST_CASE("row 20: a member gets the group's default role or the one that is named, and keeps it") {
    World world;
    const auto group = world.new_group(
        "Guides",
        {
            {"default_role", "guide"}
    }
    );
    const auto ann = world.new_user("ann");
    const auto bob = world.new_user("bob");
    const auto added = world.add(group, ann);
    REQUIRE(added.status == 201);
    CHECK(added.json()["role"] == "guide");
    CHECK(added.json()["type"] == "user");
    CHECK(added.json()["display_name"] == "ann");
    CHECK(world.add(group, bob, "manager").json()["role"] == "manager");
    CHECK(world.add(group, bob).json()["role"] == "manager");
    CHECK(world.last_event("membership.role_changed").is_null());
    CHECK(world.add(group, bob, "chief").json()["role"] == "chief");
    const Json changed = world.last_event("membership.role_changed");
    CHECK(changed["subject"]["id"] == group);
    CHECK(
        changed["data"] ==
        Json{
            {"members", {bob}  },
            {"role",    "chief"}
    }
    );
    const std::string path = "/groups/" + group + "/members/" + ann;
    CHECK(world.founder.patch(path, R"({"role": "manager"})"_body).json()["role"] == "manager");
    CHECK(pluck(world.members(group, "role eq \"manager\""), "id") == Texts{ann});
    CHECK(world.founder.remove(path).status == 204);
    check_problem(world.founder.remove(path), 404, "not_found");
    check_problem(world.founder.patch(path, R"({"role": "x"})"_body), 404, "not_found");
    CHECK(pluck(world.members(group), "id") == Texts{bob});
}

TEST_CASE("several members are added at once, all or none") {
    World world;
    const auto group = world.new_group("Team");
    const auto ann = world.new_user("ann");
    const auto chat = world.new_group(
        "Chat",
        {
            {"kind", "chat"}
    }
    );
    Json body{
        {"members", {{{"id", ann}}, {{"id", chat}, {"role", "linked"}}}}
    };
    const auto added = world.founder.post("/groups/" + group + "/members", body);
    REQUIRE(added.status == 201);
    CHECK(added.json()["items"].size() == 2);
    CHECK(pluck(world.members(group, "type eq \"group\""), "id") == Texts{chat});
    CHECK(world.founder.read("/groups/" + group)["member_count"] == 2);
    const auto other = world.new_group("Other");
    body["members"].push_back({
        {"id", "0190b3a0-0000-7000-8000-000000000000"}
    });
    check_invalid(world.founder.post("/groups/" + other + "/members", body), {"/members"});
    CHECK(world.members(other).empty());
    check_invalid(
        world.founder.post("/groups/" + other + "/members", R"({"members": []})"_body), {"/members"}
    );
    check_invalid(world.add(other, "nobody"), {"/id"});
}

TEST_CASE("rows 3, 19: a team admin sees and changes the teams where they are manager, and no other"
) {
    World world;
    const auto mine = world.new_group("Mine");
    const auto other = world.new_group("Other");
    auto admin = world.team_admin_of(mine);
    const auto colleague = world.new_user("colleague");
    const auto stranger = world.new_user("stranger");
    REQUIRE(world.add(mine, colleague).status == 201);
    REQUIRE(world.add(other, stranger).status == 201);

    CHECK(pluck(admin.list("/groups")["items"], "id") == Texts{mine});
    CHECK(admin.get("/groups/" + mine).status == 200);
    check_problem(admin.get("/groups/" + other), 404, "not_found");
    check_problem(admin.get("/groups/" + other + "/members"), 404, "not_found");
    const std::string members = "/groups/" + mine + "/members";
    CHECK(admin.patch(members + "/" + colleague, R"({"role": "guide"})"_body).status == 200);
    check_problem(
        admin.post(
            members,
            {
                {"id", stranger}
    }
        ),
        404,
        "not_found"
    );
    check_problem(admin.remove("/groups/" + other + "/members/" + stranger), 404, "not_found");
    CHECK(admin.remove(members + "/" + colleague).status == 204);
    check_problem(admin.post("/groups", R"({"display_name": "New"})"_body), 403, "forbidden");
    check_problem(admin.patch("/groups/" + mine, R"({"kind": "chat"})"_body), 403, "forbidden");
    check_problem(admin.remove("/groups/" + mine), 403, "forbidden");
}

TEST_CASE("a plain member sees no groups of the admin's API, another organization none of these") {
    World world;
    const auto group = world.new_group("Team");
    auto member = world.server.signed_in(world.tenant.organization_slug, world.new_user("ann"));
    check_problem(member.get("/groups"), 403, "forbidden");
    check_problem(member.get("/groups/" + group), 403, "forbidden");
    const auto elsewhere = world.server.new_organization();
    auto stranger = world.server.new_admin(elsewhere.organization_slug);
    check_problem(stranger.get("/groups/" + group), 404, "not_found");
    check_problem(
        stranger.post(
            "/groups/" + group + "/members",
            {
                {"id", world.new_user("bob")}
    }
        ),
        404,
        "not_found"
    );
    CHECK(stranger.list("/groups")["items"].empty());
}

TEST_CASE("an admin changes who is in a group that a directory manages, and it stays managed") {
    World world;
    const auto ann = world.new_user("ann");
    Json pushed = test::group("Pushed");
    pushed["externalId"] = "g-1";
    const auto group = world.tenant.client.create_id("/Groups", pushed);
    CHECK(world.add(group, ann, "manager").status == 201);
    CHECK(world.founder.read("/groups/" + group)["directory_id"] == world.tenant.directory_id);
    CHECK(world.founder.read("/groups/" + group)["external_id"] == "g-1");
    CHECK(world.tenant.client.read("/Groups/" + group)["members"].size() == 1);
}

}  // namespace usher::test::groups_test
