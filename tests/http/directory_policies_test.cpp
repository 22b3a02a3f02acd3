// What a directory's policies change in what its requests mean: adoption, names and kinds of
// groups, roles.
#include "tests/http/policy_world.hpp"

#include <catch2/catch.hpp>

namespace usher::test::directory_policies_test {

namespace {

constexpr const char* usher_group_urn = "urn:ietf:params:scim:schemas:extension:usher:2.0:Group";

Json with_extension(Json group, const Json& extension) {
    group["schemas"].push_back(usher_group_urn);
    group[usher_group_urn] = extension;
    return group;
}

Json add_member(const std::string& id) {
    return {
        {"op",    "add"                         },
        {"path",  "members"                     },
        {"value", Json::array({{{"value", id}}})}
    };
}

Json remove_member(const std::string& id) {
    return {
        {"op",   "remove"                          },
        {"path", "members[value eq \"" + id + "\"]"}
    };
}

Texts roles_in(PolicyWorld& world, const std::string& group_id) {
    return world.select(
        "SELECT role FROM membership WHERE organization_id = :organization AND group_id = '" +
        group_id + "' ORDER BY member_id"
    );
}

std::string organization_role(PolicyWorld& world, const std::string& user_id) {
    const auto roles = world.select(
        "SELECT organization_role FROM person WHERE organization_id = :organization AND user_id = "
        "'" +
        user_id + "'"
    );
    return roles.empty() ? "member" : roles.front();
}

}  // namespace

TEST_CASE("Whom a deleted directory managed, the next that writes them adopts") {
    PolicyWorld world;
    const auto id = world.tenant.client.create_id(
        "/Users",
        user(
            "ann",
            {
                {"externalId", "a-1"}
    }
        )
    );
    auto other = world.server.new_directory(world.tenant.organization_slug);
    const Json title{
        {"op",    "replace"},
        {"path",  "title"  },
        {"value", "Boss"   }
    };
    check_error(other.client.patch("/Users/" + id, title), 403);
    world.change([&](store::Transaction& tx) {
        store::delete_directory(tx, world.organization_id, world.tenant.directory_id);
    });
    world.server.clock().advance(std::chrono::seconds(2));
    CHECK(world.tenant.client.get("/Users").status == 401);
    CHECK(other.client.patch("/Users/" + id, title).status == 200);
    const Json adopted = other.client.read("/Users/" + id);
    CHECK_FALSE(adopted.contains("externalId"));
    CHECK(other.client.find("/Users", "externalId eq \"a-1\"", "id").empty());
    CHECK(world.count("event WHERE action = 'user.adopted'") == 1);
    const auto holder =
        world.select("SELECT directory_id FROM resource WHERE organization_id = :organization");
    CHECK(holder == Texts{other.directory_id});
}

TEST_CASE("Whom a deleted directory managed, a POST of the next adopts with the same id") {
    PolicyWorld world;
    const auto id = world.tenant.client.create_id(
        "/Users",
        user(
            "ann",
            {
                {"externalId", "a-1"}
    }
        )
    );
    auto other = world.server.new_directory(world.tenant.organization_slug);
    check_error(other.client.post("/Users", user("ann")), 409, "uniqueness");
    world.change([&](store::Transaction& tx) {
        store::delete_directory(tx, world.organization_id, world.tenant.directory_id);
    });
    const auto again = other.client.post(
        "/Users",
        user(
            "ann",
            {
                {"externalId", "b-1"}
    }
        )
    );
    CHECK(again.status == 201);
    CHECK(again.json()["id"] == id);
    CHECK(again.json()["externalId"] == "b-1");
}

TEST_CASE("A directory that does not adopt leaves alone what nobody manages") {
    PolicyWorld world;
    const auto id = world.tenant.client.create_id("/Users", user("ann"));
    world.change([&](store::Transaction& tx) {
        tx.execute(
            "UPDATE resource SET directory_id = NULL WHERE organization_id = :organization",
            {
                {"organization", world.organization_id}
        }
        );
    });
    world.set({
        {"adopt", false}
    });
    check_error(world.tenant.client.post("/Users", user("ann")), 409, "uniqueness");
    check_error(world.tenant.client.remove("/Users/" + id), 403);
    world.set({
        {"adopt", true}
    });
    const auto again = world.tenant.client.post("/Users", user("ann"));
    CHECK(again.status == 201);
    CHECK(again.json()["id"] == id);
}

TEST_CASE("A group's name is unique within a directory unless the policy lets it be") {
    PolicyWorld world;
    ScimClient& client = world.tenant.client;
    const auto first = client.create_id("/Groups", group("Sales"));
    check_error(client.post("/Groups", group("SALES")), 409, "uniqueness");
    world.set({
        {"unique_group_names", false}
    });
    const auto second = client.create_id("/Groups", group("Sales"));
    const auto third = client.create_id("/Groups", group("Support"));
    CHECK(client.put("/Groups/" + third, group("sales")).status == 200);
    CHECK(client.find("/Groups", "displayName eq \"sales\"", "id").size() == 3);
    world.set({
        {"unique_group_names", true}
    });
    check_error(client.post("/Groups", group("Sales")), 409, "uniqueness");
    CHECK(client.remove("/Groups/" + second).status == 204);
}

TEST_CASE("A group is a team unless the directory's policies or the request say otherwise") {
    PolicyWorld world(Json{
        {"group_kinds", Json::array({{{"name", "Chat *"}, {"kind", "chat"}}})}
    });
    ScimClient& client = world.tenant.client;
    const auto kind_of = [&](const std::string& id) {
        return client.read("/Groups/" + id)[usher_group_urn]["kind"].get<std::string>();
    };
    const auto team = client.create_id("/Groups", group("Sales"));
    const auto chat = client.create_id("/Groups", group("chat about cats"));
    const auto area = client.create_id(
        "/Groups",
        with_extension(
            group("Chat North"),
            {
                {"kind", "AREA"}
    }
        )
    );
    CHECK(kind_of(team) == "team");
    CHECK(kind_of(chat) == "chat");
    CHECK(kind_of(area) == "area");
    const std::string path = std::string(usher_group_urn) + ":kind";
    CHECK(client.find("/Groups", path + " eq \"chat\"", "id") == Texts{chat});
    check_error(
        client.post(
            "/Groups",
            with_extension(
                group("Club"),
                {
                    {"kind", "club"}
    }
            )
        ),
        400,
        "invalidValue"
    );
    CHECK(client.put("/Groups/" + area, group("South")).status == 200);
    CHECK(kind_of(area) == "area");
    const Json change{
        {"op",    "replace"},
        {"path",  path     },
        {"value", "chat"   }
    };
    CHECK(client.patch("/Groups/" + area, change).status == 204);
    CHECK(client.find("/Groups", path + " eq \"chat\"", "id").size() == 2);
    const Json removal{
        {"op",   "remove"},
        {"path", path    }
    };
    CHECK(client.patch("/Groups/" + area, removal).status == 204);
    CHECK(kind_of(area) == "team");
}

TEST_CASE("Members get the group's default role, and keep theirs when it changes") {
    PolicyWorld world;
    ScimClient& client = world.tenant.client;
    const Texts people = world.users(3);
    const auto id = client.create_id(
        "/Groups",
        with_extension(
            group(
                "Guides",
                {
                    people[0]
    }
            ),
            {{"defaultRole", "guide"}}
        )
    );
    CHECK(roles_in(world, id) == Texts{"guide"});
    CHECK(client.patch("/Groups/" + id, add_member(people[1])).status == 204);
    const Json plain{
        {"op",   "remove"                                     },
        {"path", std::string(usher_group_urn) + ":defaultRole"}
    };
    CHECK(client.patch("/Groups/" + id, plain).status == 204);
    CHECK(client.patch("/Groups/" + id, add_member(people[0])).status == 204);
    CHECK(client.patch("/Groups/" + id, add_member(people[2])).status == 204);
    CHECK(roles_in(world, id) == Texts{"guide", "guide", "member"});
    const Json shown = client.read("/Groups/" + id)["members"][0];
    CHECK_FALSE(shown.contains("role"));
    check_error(
        client.post(
            "/Groups",
            with_extension(
                group("X"),
                {
                    {"defaultRole", std::string(65, 'x')}
    }
            )
        ),
        400,
        "invalidValue"
    );
}

TEST_CASE("A mapped group gives its members an organization role for as long as they are in it") {
    PolicyWorld world(Json{
        {"group_roles",
         Json::array(
             {{{"group", "it"}, {"role", "account_admin"}},
              {{"group", "Leads"}, {"role", "team_admin"}}}
         )}
    });
    ScimClient& client = world.tenant.client;
    const Texts people = world.users(2);
    const auto it = client.create_id("/Groups", group("IT", {people[0]}));
    const auto leads = client.create_id("/Groups", group("Leads", people));
    CHECK(organization_role(world, people[0]) == "account_admin");
    CHECK(organization_role(world, people[1]) == "team_admin");
    CHECK(client.patch("/Groups/" + it, remove_member(people[0])).status == 204);
    CHECK(organization_role(world, people[0]) == "team_admin");
    CHECK(client.remove("/Groups/" + leads).status == 204);
    CHECK(organization_role(world, people[0]) == "member");
    CHECK(organization_role(world, people[1]) == "member");
    CHECK(world.count("event WHERE action = 'user.updated' AND subject_kind = 'user'") == 5);
}

TEST_CASE("A founder's role follows no group") {
    PolicyWorld world(Json{
        {"group_roles", Json::array({{{"group", "IT"}, {"role", "account_admin"}}})}
    });
    const Texts people = world.users(1);
    world.change([&](store::Transaction& tx) {
        tx.execute(
            "INSERT INTO person (organization_id, user_id, source, organization_role, created_at) "
            "VALUES (:organization, :user, 'manual', 'founder', :now)",
            {
                {"organization", world.organization_id  },
                {"user",         people[0]              },
                {"now",          base::to_text(tx.now())}
        }
        );
    });
    ScimClient& client = world.tenant.client;
    const auto it = client.create_id("/Groups", group("IT", people));
    CHECK(client.patch("/Groups/" + it, remove_member(people[0])).status == 204);
    CHECK(organization_role(world, people[0]) == "founder");
}

TEST_CASE(
    "row 21: a team that is a member of a chat makes its people indirect members, also in a circle"
) {
    PolicyWorld world;
    ScimClient& client = world.tenant.client;
    const Texts people = world.users(1);
    const auto team = client.create_id("/Groups", group("Team", people));
    const auto chat = client.create_id("/Groups", group("Chat", {team}));
    const auto type_of = [&](const std::string& group_id) -> std::string {
        const Json person = client.read("/Users/" + people[0]);
        for (const Json& entry : person.value("groups", Json::array())) {
            if (entry["value"] == group_id) return entry["type"];
        }
        return "none";
    };
    CHECK(type_of(team) == "direct");
    CHECK(type_of(chat) == "indirect");
    CHECK(client.patch("/Groups/" + team, add_member(chat)).status == 204);
    CHECK(client.patch("/Groups/" + team, add_member(team)).status == 204);
    CHECK(type_of(team) == "direct");
    CHECK(type_of(chat) == "indirect");
    CHECK(client.patch("/Groups/" + chat, remove_member(team)).status == 204);
    CHECK(type_of(chat) == "none");
}

}  // namespace usher::test::directory_policies_test
