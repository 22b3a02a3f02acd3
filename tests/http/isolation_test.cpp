// No route shows or changes what belongs to another organization.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::isolation_test {

namespace {

/// An organization with a User, a Group and a Badge, and the client of another one.
struct TwoOrganizations {
    TwoOrganizations()
        : server(shared_server(each_database())),
          owner(server.new_organization().client),
          stranger(server.new_organization().client) {
        const auto person = owner.create_id("/Users", full_user("ann"));
        paths = {
            "/Users/" + person,
            "/Groups/" + owner.create_id("/Groups", group("team", {person})),
            "/Badges/" + owner.create_id("/Badges", badge("gold")),
        };
        for (const auto& path : paths) {
            before.push_back(owner.read(path));
        }
    }

    /// Whether the owner's resources are as they were.
    bool untouched() {
        for (std::size_t index = 0; index < paths.size(); ++index) {
            if (!same(owner.read(paths[index]), before[index])) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] std::string id(std::size_t index) const {
        return paths[index].substr(paths[index].rfind('/') + 1);
    }

    TestServer& server;
    ScimClient owner;
    ScimClient stranger;
    Texts paths;
    std::vector<Json> before;
};

Json body_for(const std::string& path) {
    if (path.starts_with("/Users/")) {
        return user("stolen");
    }
    return path.starts_with("/Groups/") ? group("stolen") : badge("stolen");
}

}  // namespace

TEST_CASE("another organization's resources are 404 for every method") {
    TwoOrganizations two;
    for (const auto& path : two.paths) {
        check_error(two.stranger.get(path), 404);
        CHECK(two.stranger.send("HEAD", "/scim/v2" + path).status == 404);
        check_error(two.stranger.put(path, body_for(path)), 404);
        check_error(
            two.stranger.patch(path, R"({"op": "add", "path": "externalId", "value": "x"})"_body),
            404
        );
        check_error(two.stranger.remove(path), 404);
        check_error(
            two.stranger.get(
                path,
                {
                    {"If-None-Match", "*"}
        }
            ),
            404
        );
        check_error(
            two.stranger.remove(
                path,
                {
                    {"If-Match", "*"}
        }
            ),
            404
        );
    }
    CHECK(two.untouched());
}

TEST_CASE("searches find nothing of another organization, whatever they ask for") {
    TwoOrganizations two;
    const Texts filters{
        "id pr",
        "id eq \"" + two.id(0) + "\"",
        "id eq \"" + two.id(1) + "\" or userName pr",
        R"(userName eq "ann")",
        R"(externalId eq "701984")",
        R"(emails co "jensen")",
        "members eq \"" + two.id(0) + "\"",
        "groups eq \"" + two.id(1) + "\"",
        "not (id eq \"x\")",
        "locale pr or name.givenName pr",
    };
    for (const std::string endpoint : {"", "/Users", "/Groups", "/Badges"}) {
        CHECK(two.stranger.list(endpoint)["totalResults"] == 0);
        CHECK(two.stranger.read(endpoint + "?cursor&count=2")["Resources"].empty());
        for (const auto& filter : filters) {
            CAPTURE(endpoint, filter);
            for (const auto& answer : {
                     two.stranger.get(endpoint + query({{"filter", filter}}
                       )),
                     two.stranger.post(
                         endpoint + "/.search", search_request(Json{{"filter", filter}}
                       )
                     )
            }) {
                // A name that one of the types does not have is an error there.
                if (answer.status == 200) {
                    CHECK(answer.json()["totalResults"] == 0);
                } else {
                    check_error(answer, 400, "invalidFilter");
                }
            }
        }
    }
}

TEST_CASE("another organization's ids cannot be made members or managers that show anything") {
    TwoOrganizations two;
    check_error(two.stranger.post("/Groups", group("g", {two.id(0)})), 400, "invalidValue");
    const auto mine = "/Groups/" + two.stranger.create_id("/Groups", group("g"));
    for (const char* op : {"add", "replace"}) {
        const Json change{
            {"op",    op                  },
            {"path",  "members"           },
            {"value", members({two.id(0)})}
        };
        check_error(two.stranger.patch(mine, change), 400, "invalidValue");
    }
    CHECK(lacks(two.stranger.read(mine), "members"));
    const auto answer = two.stranger.post(
        "/Users",
        user(
            "x",
            Json{
                {enterprise_urn, {{"manager", {{"value", two.id(0)}}}}}
    }
        )
    );
    CHECK(answer.body.find("Babs") == std::string::npos);
    CHECK(answer.body.find("\"ann\"") == std::string::npos);
    CHECK(two.untouched());
}

TEST_CASE("a bulk request reaches no other organization's resources") {
    TwoOrganizations two;
    Json operations = Json::array();
    for (const auto& path : two.paths) {
        operations.push_back(Json{
            {"method", "PUT"         },
            {"path",   path          },
            {"data",   body_for(path)}
        });
        operations.push_back(Json{
            {"method", "DELETE"},
            {"path",   path    }
        });
    }
    const auto answer = two.stranger.bulk(operations);
    REQUIRE(answer.status == 200);
    for (const auto& status : pluck(answer.json()["Operations"], "status")) {
        CHECK(status == "404");
    }
    CHECK(two.untouched());
}

TEST_CASE("names are unique within an organization, not among them") {
    TwoOrganizations two;
    CHECK(two.stranger.post("/Users", full_user("ann")).status == 201);
    CHECK(two.stranger.post("/Groups", group("team")).status == 201);
    CHECK(two.untouched());
}

}  // namespace usher::test::isolation_test
