// GET /users and one of them: what is shown, found and hidden.
#include "tests/http/api/world.hpp"

#include <catch2/catch.hpp>

namespace usher::test::users_test {

TEST_CASE("a user whom a directory brought is shown with every field") {
    World world;
    auto boss = world.tenant.client.create_id("/Users", user("boss"));
    auto document = full_user("ann");
    document["externalId"] = "ext-1";
    document[enterprise_urn]["manager"] = {
        {"value", boss}
    };
    document[usher_user_urn] = {
        {"tags",         {"night"}},
        {"workingHours", "9-17"   }
    };
    const auto id = world.tenant.client.create_id("/Users", document);
    const auto team = world.tenant.client.create_id("/Groups", group("Crew", {id}));
    const auto chat = world.tenant.client.create_id("/Groups", group("Chat", {team}));

    const auto shown = world.founder.read("/users/" + id);
    CHECK(shown["id"] == id);
    CHECK(shown["user_name"] == "ann");
    CHECK(shown["status"] == "active");
    CHECK(shown["given_name"] == "Barbara");
    CHECK(shown["family_name"] == "Jensen");
    CHECK(shown["manager"] == boss);
    CHECK(shown["tags"] == Json{"night"});
    CHECK(shown["working_hours"] == "9-17");
    CHECK(shown["directory_id"] == world.tenant.directory_id);
    CHECK(shown["external_id"] == "ext-1");
    CHECK(shown["profile_state"] == "missing");
    CHECK(shown["organization_role"] == "member");
    CHECK(shown["source"] == "scim");
    CHECK(shown["invitation"].is_null());
    CHECK(shown["deleted_at"].is_null());
    CHECK_FALSE(shown["joined_at"].is_null());
    CHECK(shown["version"] == 1);
    for (const char* name :
         {"display_name",
          "title",
          "department",
          "locations",
          "code",
          "emails",
          "phones",
          "time_zone",
          "created_at",
          "updated_at",
          "terms_version"}) {
        INFO(name);
        CHECK(shown.contains(name));
    }
    REQUIRE(shown["groups"].size() == 2);
    for (const auto& in : shown["groups"]) {
        CHECK(in["direct"] == (in["id"] == team));
        CHECK(in["role"].is_null() == (in["id"] == chat));
        CHECK(in["kind"] == "team");
        CHECK(in["display_name"] == (in["id"] == team ? "Crew" : "Chat"));
    }
    CHECK(std::ranges::count(pluck(Json{shown}, "id"), id) == 1);
    CHECK(std::ranges::count(shown["actions"], Json("deactivate")) == 1);
    CHECK(std::ranges::count(shown["actions"], Json("activate")) == 0);
}

TEST_CASE("rows 29, 37, 59: a user of the list is the user alone") {
    World world;
    const auto id = world.member("ann");
    world.member("bob", "account_admin");
    const auto listed = world.founder.list(
        "/users",
        {
            {"sort", "user_name"}
    }
    );
    CHECK(listed["total"] == 2);
    CHECK(pluck(listed["items"], "user_name") == Texts{"ann", "bob"});
    CHECK(listed["items"][0] == world.founder.read("/users/" + id));
    CHECK(listed["items"][1]["organization_role"] == "account_admin");
}

TEST_CASE("rows 4, 17: users are found by what they are, are called and belong to") {
    World world;
    auto ann_document = full_user("Ann");
    ann_document[usher_user_urn] = {
        {"tags", {"Night", "crew"}}
    };
    const auto ann = world.tenant.client.create_id("/Users", ann_document);
    const auto bob = world.member("bob");
    const auto eve = world.member("eve", "team_admin");
    world.tenant.client.patch(
        "/Users/" + eve, R"({"op": "replace", "path": "active", "value": false})"_body
    );
    const auto team = world.tenant.client.create_id("/Groups", group("Crew", {ann, bob}));
    world.set_role(team, bob, "manager");

    const auto find = [&](const std::string& filter) {
        return World::ids(world.founder, "/users", filter);
    };
    CHECK(find("status eq \"active\"") == sorted({ann, bob}));
    CHECK(find("status eq \"inactive\"") == Texts{eve});
    CHECK(find("user_name eq \"ANN\"") == Texts{ann});
    CHECK(find("user_name sw \"B\"") == Texts{bob});
    CHECK(find("emails co \"jensen\"") == Texts{ann});
    CHECK(find("family_name eq \"jensen\" and given_name pr") == Texts{ann});
    CHECK(find("groups.id eq \"" + team + "\"") == sorted({ann, bob}));
    CHECK(find("groups.role eq \"manager\"") == Texts{bob});
    CHECK(find("not (groups.id pr)") == Texts{eve});
    CHECK(find("tags eq \"night\"") == Texts{ann});
    CHECK(find("organization_role eq \"team_admin\"") == Texts{eve});
    CHECK(find("source eq \"scim\"").size() == 3);
    CHECK(find("directory_id eq \"" + world.tenant.directory_id + "\"").size() == 3);
    CHECK(find("joined_at gt \"2020-01-01T00:00:00Z\"").size() == 3);
    CHECK(find("profile_state eq \"missing\"").size() == 3);
    CHECK(find("id eq \"" + ann + "\"") == Texts{ann});
    check_invalid(
        world.founder.get("/users?filter=" + percent_encoded("status eq \"asleep\"")), {"filter"}
    );
}

TEST_CASE("users are sorted by names, those without one last") {
    World world;
    world.tenant.client.create_id("/Users", full_user("zoe"));
    const auto bob = world.member("bob");
    const auto ann = world.member("ann");
    CHECK(
        pluck(
            world.founder.list(
                "/users",
                {
                    {"sort", "-user_name"}
    }
            )["items"],
            "user_name"
        ) == Texts{"zoe", "bob", "ann"}
    );
    const auto by_family = world.founder.list(
        "/users",
        {
            {"sort", "family_name"}
    }
    )["items"];
    CHECK(pluck(by_family, "user_name") == Texts{"zoe", "bob", "ann"});
    CHECK(
        pluck(
            world.founder.list(
                "/users",
                {
                    {"sort", "created_at"}
    }
            )["items"],
            "user_name"
        ) == Texts{"zoe", "bob", "ann"}
    );
}

TEST_CASE("rows 3, 19: a team admin sees the people of the teams that they manage, and themselves"
) {
    World world;
    const auto lead = world.member("lead", "team_admin");
    const auto mine = world.member("mine");
    const auto other = world.member("other");
    const auto crew = world.tenant.client.create_id("/Groups", group("Crew", {lead, mine}));
    const auto rest = world.tenant.client.create_id("/Groups", group("Rest", {lead, other}));
    world.set_role(crew, lead, "manager");

    auto client = world.server.signed_in(world.slug, lead);
    CHECK(sorted(pluck(client.list("/users")["items"], "id")) == sorted({lead, mine}));
    CHECK(client.list("/users")["total"] == 2);
    CHECK(client.get("/users/" + mine).status == 200);
    CHECK(client.get("/users/" + lead).status == 200);
    check_problem(client.get("/users/" + other), 404, "not_found");
    CHECK(World::ids(client, "/users", "groups.id eq \"" + rest + "\"") == Texts{lead});
    check_problem(client.get("/users?deleted=true"), 403, "forbidden");
}

TEST_CASE("row 2: a plain member lists nobody") {
    World world;
    auto client = world.server.signed_in(world.slug, world.member("ann"));
    check_problem(client.get("/users"), 403, "forbidden");
}

TEST_CASE("deleted users are listed apart, with when") {
    World world;
    const auto ann = world.member("ann");
    world.member("bob");
    CHECK(world.tenant.client.remove("/Users/" + ann).status == 204);
    CHECK(pluck(world.founder.list("/users")["items"], "user_name") == Texts{"bob"});
    check_problem(world.founder.get("/users/" + ann), 404, "not_found");

    const auto deleted = world.founder.list(
        "/users",
        {
            {"deleted", "true"}
    }
    );
    REQUIRE(deleted["total"] == 1);
    const auto& item = deleted["items"][0];
    CHECK(item["id"] == ann);
    CHECK(item["user_name"] == "ann");
    CHECK(item["status"].is_null());
    CHECK_FALSE(item["deleted_at"].is_null());
    CHECK(item["actions"] == Json{"restore"});
    check_invalid(world.founder.get("/users?deleted=perhaps"), {"deleted"});
}

TEST_CASE("the users of one organization are not another's") {
    World world;
    World other;
    const auto ann = world.member("ann");
    CHECK(other.founder.list("/users")["total"] == 0);
    check_problem(other.founder.get("/users/" + ann), 404, "not_found");
    check_problem(
        other.founder.get("/users/0199b9d0-0000-7000-8000-000000000000"), 404, "not_found"
    );
}

}  // namespace usher::test::users_test
