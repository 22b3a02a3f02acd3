// Bulk operations (RFC 7644 §3.7): rows B01…B10.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test {

namespace {

Json post_of(const std::string& bulk_id, const std::string& path, const Json& data) {
    return {
        {"method", "POST" },
        {"path",   path   },
        {"bulkId", bulk_id},
        {"data",   data   }
    };
}

Json patch_message(const Json& operation) {
    return {
        {"schemas",    {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
        {"Operations", Json::array({operation})                         },
    };
}

/// The answers to `operations`; the whole must be 200.
Json done(ScimClient& client, const Json& operations, const Json& more = Json::object()) {
    const auto answer = client.bulk(operations, more);
    REQUIRE(answer.status == 200);
    CHECK(
        answer.json()["schemas"] == R"(["urn:ietf:params:scim:api:messages:2.0:BulkResponse"])"_body
    );
    return answer.json().at("Operations");
}

std::string id_in(const Json& operation) {
    const auto location = operation.at("location").get<std::string>();
    return location.substr(location.rfind('/') + 1);
}

}  // namespace

TEST_CASE("B01: a BulkRequest is 200 with one answer for each operation, statuses as texts") {
    auto client = each_directory();
    const auto old = "/Users/" + client.create_id("/Users", user("old"));
    const auto gone = "/Users/" + client.create_id("/Users", user("gone"));
    const auto answers = done(
        client,
        Json::array({
            post_of("one", "/Users", user("new")),
            Json{{"method", "PUT"},                                                                  {"path", old}, {"data", user("older")}},
            Json{
                 {"method", "PATCH"},
                 {"path", old},
                 {"data", patch_message(R"({"op": "add", "path": "title", "value": "Cook"})"_body)}},
            Json{{"method", "DELETE"}, {"path", gone}             },
    })
    );
    CHECK(pluck(answers, "status") == Texts{"201", "200", "200", "204"});
    CHECK(pluck(answers, "method") == Texts{"POST", "PUT", "PATCH", "DELETE"});
    CHECK(client.find("/Users", "id pr", "userName") == Texts{"new", "older"});
    CHECK(client.read(old)["title"] == "Cook");
}

TEST_CASE("B02: a POST in bulk needs a bulkId of its own, which is echoed") {
    auto client = each_directory();
    const auto answers = done(
        client,
        Json::array({
            post_of("qwerty", "/Users", user("a")),
            Json{{"method", "POST"}, {"path", "/Users"}, {"data", user("b")}},
    })
    );
    CHECK(answers[0]["bulkId"] == "qwerty");
    CHECK(answers[1]["status"] == "400");
    check_error(
        client.bulk(
            Json::array({post_of("x", "/Users", user("c")), post_of("x", "/Users", user("d"))})
        ),
        400,
        "invalidSyntax"
    );
    CHECK(client.find("/Users", "id pr", "userName") == Texts{"a"});
}

TEST_CASE("B03: bulkId references are resolved in values and paths, forward and backward") {
    auto client = each_directory();
    const auto answers = done(
        client,
        Json::array({
            post_of("team", "/Groups", group("team", {"bulkId:ann"                                        }
               )),
            post_of(
                "ann",
                "/Users",
                user("ann", Json{ {enterprise_urn, {{"manager", {{"value", "bulkId:boss"}}}}}}
               )
            ),
            post_of("boss", "/Users", user("boss")),
            Json{
                                                      {"method", "PATCH"},
                                                      {"path", "/Groups/bulkId:team"},
                                                      {"data",
                 patch_message(
                     R"({"op": "add", "path": "members", "value": [{"value": "bulkId:boss"}]})"_body
                 )}},
            Json{
                                                      {"method", "PATCH"},
                                                      {"path", "/Users/bulkId:boss"},
                                                      {"data", patch_message(R"({"op": "add", "path": "title", "value": "Boss"})"_body)}},
    })
    );
    REQUIRE(pluck(answers, "status").size() == 5);
    for (const auto& status : pluck(answers, "status")) {
        CHECK(status.front() == '2');
    }
    const auto ann = client.list(
        "/Users",
        {
            {"filter", R"(userName eq "ann")"}
    }
    )["Resources"][0];
    const auto boss = client.list(
        "/Users",
        {
            {"filter", R"(userName eq "boss")"}
    }
    )["Resources"][0];
    CHECK(ann[enterprise_urn]["manager"]["value"] == boss["id"]);
    CHECK(boss["title"] == "Boss");
    const auto team = client.list("/Groups")["Resources"][0];
    CHECK(sorted(pluck(team["members"], "value")) == sorted({ann["id"], boss["id"]}));
}

TEST_CASE("B03: a reference to a bulkId that is not there fails that operation alone") {
    auto client = each_directory();
    const auto answers = done(
        client,
        Json::array({
            post_of("team", "/Groups", group("team", {"bulkId:nobody"                  }
               )),
            post_of("ann", "/Users", user("ann")),
            Json{ {"method", "DELETE"}, {"path", "/Users/bulkId:nobody"}},
    })
    );
    CHECK(answers[0]["status"].get<std::string>().front() == '4');
    CHECK(answers[1]["status"] == "201");
    CHECK(answers[2]["status"].get<std::string>().front() == '4');
    CHECK(client.list("/Groups")["totalResults"] == 0);
}

TEST_CASE("B04: circular references are resolved, or refused with 409") {
    auto client = each_directory();
    const auto with_manager = [](const std::string& name, const std::string& manager) {
        return user(
            name,
            Json{
                {enterprise_urn, {{"manager", {{"value", "bulkId:" + manager}}}}}
        }
        );
    };
    const auto people = done(
        client,
        Json::array({
            post_of("a", "/Users", with_manager("a", "b")),
            post_of("b", "/Users", with_manager("b", "a")),
        })
    );
    const auto teams = done(
        client,
        Json::array({
            post_of("g", "/Groups", group("g", {"bulkId:h"})),
            post_of("h", "/Groups", group("h", {"bulkId:g"})),
        })
    );
    for (const auto& answers : {people, teams}) {
        REQUIRE(answers.size() == 2);
        for (const auto& answer : answers) {
            CHECK((answer["status"] == "201" || answer["status"] == "409"));
        }
    }
    if (people[0]["status"] == "201" && people[1]["status"] == "201") {
        const auto first = client.read("/Users/" + id_in(people[0]));
        const auto second = client.read("/Users/" + id_in(people[1]));
        CHECK(first[enterprise_urn]["manager"]["value"] == second["id"]);
        CHECK(second[enterprise_urn]["manager"]["value"] == first["id"]);
    }
    if (teams[0]["status"] == "201" && teams[1]["status"] == "201") {
        CHECK(client.read("/Groups/" + id_in(teams[0]))["members"][0]["value"] == id_in(teams[1]));
        CHECK(client.read("/Groups/" + id_in(teams[1]))["members"][0]["value"] == id_in(teams[0]));
    }
}

TEST_CASE("B05: errors do not stop the others, unless failOnErrors says after how many") {
    auto client = each_directory();
    Json operations = Json::array();
    for (const char* name : {"a", "a", "b", "a", "c"}) {
        operations.push_back(post_of("id" + std::to_string(operations.size()), "/Users", user(name))
        );
    }
    CHECK(pluck(done(client, operations), "status") == Texts{"201", "409", "201", "409", "201"});
    CHECK(client.list("/Users")["totalResults"] == 3);

    auto other = each_directory();
    const auto stopped = done(other, operations, R"({"failOnErrors": 1})"_body);
    CHECK(pluck(stopped, "status") == Texts{"201", "409"});
    CHECK(other.list("/Users")["totalResults"] == 1);
}

TEST_CASE("B06: every answer has its location, but a failed POST; errors have a response body") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", user("a"));
    const auto answers = done(
        client,
        Json::array({
            post_of("x", "/Users", user("b")),
            post_of("y", "/Users", user("a")),
            Json{{"method", "PUT"}, {"path", path}, {"data", user("b")}},
            Json{{"method", "DELETE"},                 {"path", path}           },
    })
    );
    CHECK(answers[0]["location"].get<std::string>().find("/scim/v2/Users/") != std::string::npos);
    CHECK(answers[0].contains("version"));
    CHECK_FALSE(answers[1].contains("location"));
    for (const std::size_t failed : {std::size_t{1}, std::size_t{2}}) {
        const auto& response = answers[failed].at("response");
        CHECK(response["schemas"] == R"(["urn:ietf:params:scim:api:messages:2.0:Error"])"_body);
        CHECK(response["status"] == "409");
        CHECK(response["scimType"] == "uniqueness");
    }
    CHECK(answers[2]["location"].get<std::string>().ends_with(path));
    CHECK(answers[3]["location"].get<std::string>().ends_with(path));
}

TEST_CASE("B07: an operation's version must be the resource's, else 412") {
    auto client = each_directory();
    const auto made = client.create("/Users", user("a"));
    const auto path = "/Users/" + made["id"].get<std::string>();
    const auto version = made["meta"]["version"].get<std::string>();
    const auto change = patch_message(R"({"op": "add", "path": "title", "value": "Cook"})"_body);
    const auto answers = done(
        client,
        Json::array({
            Json{{"method", "PATCH"},   {"path", path},      {"version", "W/\"0\""},  {"data", change}},
            Json{{"method", "PATCH"},                     {"path", path},                      {"version", version},           {"data", change}},
            Json{{"method", "PUT"},     {"path", path},                        {"version", version},                     {"data", user("a")}},
            Json{{"method", "DELETE"}, {"path", path},{"version", version}},
    })
    );
    CHECK(pluck(answers, "status") == Texts{"412", "200", "412", "412"});
    CHECK(client.read(path)["title"] == "Cook");
}

TEST_CASE("B08: too many operations or too long a body is 413 that names both limits") {
    auto client = each_directory();
    Json operations = Json::array();
    for (int number = 0; number < 1001; ++number) {
        operations.push_back(
            post_of(std::to_string(number), "/Users", user("u" + std::to_string(number)))
        );
    }
    const auto names_limits = [](const Answer& answer) {
        check_error(answer, 413);
        const auto detail = answer.json()["detail"].get<std::string>();
        CHECK(detail.find("1000") != std::string::npos);
        CHECK(detail.find("4194304") != std::string::npos);
    };
    names_limits(client.bulk(operations));
    names_limits(client.bulk(Json::array({
        post_of("x", "/Users", user("a", Json{{"title", std::string(4'200'000, 'x')}}
           ))
    })));
    CHECK(client.list("/Users")["totalResults"] == 0);
}

TEST_CASE("B09: an operation with another method or path fails alone with 400") {
    auto client = each_directory();
    const auto answers = done(
        client,
        Json::array({
            Json{{"method", "GET"},    {"path", "/Users"} },
            post_of("x", "/Nothing", user("a")),
            Json{                  {"method", "PUT"},  {"path", "/Users"}, {"data", user("a")}},
            Json{                  {"method", "DELETE"},  {"path", "/Users"}                   },
            post_of("y", "/Schemas", user("a")),
            Json{ {"method", "POST"}, {"bulkId", "z"},                    {"data", user("a")}},
            post_of("last", "/Users", user("a")),
    })
    );
    REQUIRE(answers.size() == 7);
    for (std::size_t index = 0; index < 6; ++index) {
        CAPTURE(index);
        CHECK(answers[index]["status"].get<std::string>().front() == '4');
        CHECK(answers[index]["response"]["status"] == answers[index]["status"]);
    }
    CHECK(answers[0]["status"] == "400");
    CHECK(answers[1]["status"] == "400");
    CHECK(answers[6]["status"] == "201");
}

TEST_CASE("B10: the data of a PATCH in bulk is a whole PatchOp message") {
    auto client = each_directory();
    const auto person = client.create_id("/Users", user("a"));
    const auto path = "/Groups/" + client.create_id("/Groups", group("g"));
    const auto answers = done(
        client,
        Json::array({
            Json{
                 {"method", "PATCH"},
                 {"path", path},
                 {"data",
                 patch_message(Json{
                     {"op", "add"}, {"path", "members"}, {"value", members({person})}})}},
            Json{{"method", "PATCH"}, {"path", path}, {"data", {{"displayName", "h"}}}  },
    })
    );
    CHECK(answers[0]["status"].get<std::string>().front() == '2');
    CHECK(answers[1]["status"] == "400");
    CHECK(pluck(client.read(path)["members"], "value") == Texts{person});
    CHECK(client.read(path)["displayName"] == "g");
}

}  // namespace usher::test
