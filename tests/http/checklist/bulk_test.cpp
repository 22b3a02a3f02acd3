// Bulk operations (RFC 7644 §3.7): rows B01…B10.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::bulk_test {

namespace {

using Operations = std::vector<Json>;

Json post_of(const std::string& bulk_id, const std::string& path, const Json& data) {
    return {
        {"method", "POST" },
        {"path",   path   },
        {"bulkId", bulk_id},
        {"data",   data   }
    };
}

Json put_of(const std::string& path, const Json& data) {
    return {
        {"method", "PUT"},
        {"path",   path },
        {"data",   data }
    };
}

Json patch_of(const std::string& path, const Json& operation) {
    const Json message{
        {"schemas",    {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
        {"Operations", Json::array({operation})                         },
    };
    return {
        {"method", "PATCH"},
        {"path",   path   },
        {"data",   message}
    };
}

Json delete_of(const std::string& path) {
    return {
        {"method", "DELETE"},
        {"path",   path    }
    };
}

Json with_version(Json operation, const std::string& version) {
    operation["version"] = version;
    return operation;
}

/// A User whose manager is the one of another operation.
Json reporting_to(const std::string& name, const std::string& bulk_id) {
    return user(
        name,
        Json{
            {enterprise_urn, {{"manager", {{"value", "bulkId:" + bulk_id}}}}}
    }
    );
}

/// The answers to `operations`; the whole must be 200.
Json done(ScimClient& client, const Operations& operations, const Json& more = Json::object()) {
    const auto answer = client.bulk(operations, more);
    REQUIRE(answer.status == 200);
    CHECK(
        answer.json()["schemas"] == R"(["urn:ietf:params:scim:api:messages:2.0:BulkResponse"])"_body
    );
    return answer.json().at("Operations");
}

char status_class(const Json& answer) {
    return answer.at("status").get<std::string>().front();
}

std::string id_in(const Json& answer) {
    const auto location = answer.at("location").get<std::string>();
    return location.substr(location.rfind('/') + 1);
}

const auto add_title = R"({"op": "add", "path": "title", "value": "Cook"})"_body;

}  // namespace

TEST_CASE("B01: a BulkRequest is 200 with one answer for each operation, statuses as texts") {
    auto client = each_directory();
    const auto old = "/Users/" + client.create_id("/Users", user("old"));
    const auto gone = "/Users/" + client.create_id("/Users", user("gone"));
    const auto answers = done(
        client,
        {post_of("one", "/Users", user("new")),
         put_of(old, user("older")),
         patch_of(old, add_title),
         delete_of(gone)}
    );
    CHECK(pluck(answers, "status") == Texts{"201", "200", "200", "204"});
    CHECK(pluck(answers, "method") == Texts{"POST", "PUT", "PATCH", "DELETE"});
    CHECK(client.find("/Users", "id pr", "userName") == Texts{"new", "older"});
    CHECK(client.read(old)["title"] == "Cook");
}

TEST_CASE("B02: a POST in bulk needs a bulkId of its own, which is echoed") {
    auto client = each_directory();
    const Json nameless{
        {"method", "POST"   },
        {"path",   "/Users" },
        {"data",   user("b")}
    };
    const auto answers = done(client, {post_of("qwerty", "/Users", user("a")), nameless});
    CHECK(answers[0]["bulkId"] == "qwerty");
    CHECK(answers[1]["status"] == "400");
    const Operations twice{post_of("x", "/Users", user("c")), post_of("x", "/Users", user("d"))};
    check_error(client.bulk(twice), 400, "invalidSyntax");
    CHECK(client.find("/Users", "id pr", "userName") == Texts{"a"});
}

TEST_CASE("B03: bulkId references are resolved in values and paths, forward and backward") {
    auto client = each_directory();
    const auto add_boss =
        R"({"op": "add", "path": "members", "value": [{"value": "bulkId:boss"}]})"_body;
    const auto answers = done(
        client,
        {post_of("team", "/Groups", group("team", {"bulkId:ann"})),
         post_of("ann", "/Users", reporting_to("ann", "boss")),
         post_of("boss", "/Users", user("boss")),
         patch_of("/Groups/bulkId:team", add_boss),
         patch_of("/Users/bulkId:boss", add_title)}
    );
    REQUIRE(answers.size() == 5);
    for (const auto& answer : answers) {
        CHECK(status_class(answer) == '2');
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
    CHECK(boss["title"] == "Cook");
    const auto team = client.list("/Groups")["Resources"][0];
    CHECK(sorted(pluck(team["members"], "value")) == sorted({ann["id"], boss["id"]}));
}

TEST_CASE("B03: a reference to a bulkId that is not there fails that operation alone") {
    auto client = each_directory();
    const auto answers = done(
        client,
        {post_of("team", "/Groups", group("team", {"bulkId:nobody"})),
         post_of("ann", "/Users", user("ann")),
         delete_of("/Users/bulkId:nobody")}
    );
    CHECK(status_class(answers[0]) == '4');
    CHECK(answers[1]["status"] == "201");
    CHECK(status_class(answers[2]) == '4');
    CHECK(client.list("/Groups")["totalResults"] == 0);
}

TEST_CASE("B04: circular references are resolved, or refused with 409") {
    auto client = each_directory();
    const auto people = done(
        client,
        {post_of("a", "/Users", reporting_to("a", "b")),
         post_of("b", "/Users", reporting_to("b", "a"))}
    );
    const auto teams = done(
        client,
        {post_of("g", "/Groups", group("g", {"bulkId:h"})),
         post_of("h", "/Groups", group("h", {"bulkId:g"}))}
    );
    for (const auto& answers : {people, teams}) {
        REQUIRE(answers.size() == 2);
        for (const auto& answer : answers) {
            CHECK((answer["status"] == "201" || answer["status"] == "409"));
        }
    }
    const auto both_made = [](const Json& answers) {
        return pluck(answers, "status") == Texts{"201", "201"};
    };
    if (both_made(people)) {
        const auto first = client.read("/Users/" + id_in(people[0]));
        const auto second = client.read("/Users/" + id_in(people[1]));
        CHECK(first[enterprise_urn]["manager"]["value"] == second["id"]);
        CHECK(second[enterprise_urn]["manager"]["value"] == first["id"]);
    }
    if (both_made(teams)) {
        CHECK(client.read("/Groups/" + id_in(teams[0]))["members"][0]["value"] == id_in(teams[1]));
        CHECK(client.read("/Groups/" + id_in(teams[1]))["members"][0]["value"] == id_in(teams[0]));
    }
}

TEST_CASE("B05: errors do not stop the others, unless failOnErrors says after how many") {
    Operations operations;
    for (const char* name : {"a", "a", "b", "a", "c"}) {
        const auto bulk_id = "id" + std::to_string(operations.size());
        operations.push_back(post_of(bulk_id, "/Users", user(name)));
    }
    auto& server = shared_server(each_database());
    auto client = server.new_organization().client;
    CHECK(pluck(done(client, operations), "status") == Texts{"201", "409", "201", "409", "201"});
    CHECK(client.list("/Users")["totalResults"] == 3);

    auto other = server.new_organization().client;
    const auto stopped = done(other, operations, R"({"failOnErrors": 1})"_body);
    CHECK(pluck(stopped, "status") == Texts{"201", "409"});
    CHECK(other.list("/Users")["totalResults"] == 1);
}

TEST_CASE("B06: every answer has its location, but a failed POST, and errors have a response body"
) {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", user("a"));
    const auto answers = done(
        client,
        {post_of("x", "/Users", user("b")),
         post_of("y", "/Users", user("a")),
         put_of(path, user("b")),
         delete_of(path)}
    );
    CHECK(answers[0]["location"].get<std::string>().find("/scim/v2/Users/") != std::string::npos);
    CHECK(answers[0].contains("version"));
    CHECK_FALSE(answers[1].contains("location"));
    for (const std::size_t failed : {1U, 2U}) {
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
    const auto answers = done(
        client,
        {with_version(patch_of(path, add_title), "W/\"0\""),
         with_version(patch_of(path, add_title), version),
         with_version(put_of(path, user("a")), version),
         with_version(delete_of(path), version)}
    );
    CHECK(pluck(answers, "status") == Texts{"412", "200", "412", "412"});
    CHECK(client.read(path)["title"] == "Cook");
}

TEST_CASE("B08: too many operations or too long a body is 413 that names both limits") {
    auto client = each_directory();
    Operations operations;
    for (int number = 0; number < 1001; ++number) {
        const auto bulk_id = std::to_string(number);
        operations.push_back(post_of(bulk_id, "/Users", user("u" + bulk_id)));
    }
    const auto names_limits = [](const Answer& answer) {
        check_error(answer, 413);
        const auto detail = answer.json()["detail"].get<std::string>();
        CHECK(detail.find("1000") != std::string::npos);
        CHECK(detail.find("4194304") != std::string::npos);
    };
    names_limits(client.bulk(operations));
    const auto large = user(
        "a",
        Json{
            {"title", std::string(4'200'000, 'x')}
    }
    );
    names_limits(client.bulk(Operations{post_of("x", "/Users", large)}));
    CHECK(client.list("/Users")["totalResults"] == 0);
}

TEST_CASE("B09: an operation with another method or path fails alone with 400") {
    auto client = each_directory();
    const auto answers = done(
        client,
        {
            Json{{"method", "GET"}, {"path", "/Users"} },
            post_of("x", "/Nothing", user("a")),
            put_of("/Users", user("a")),
            delete_of("/Users"),
            post_of("y", "/Schemas", user("a")),
            Json{ {"method", "POST"},  {"bulkId", "z"}, {"data", user("a")}},
            post_of("last", "/Users", user("a"))
    }
    );
    REQUIRE(answers.size() == 7);
    for (std::size_t index = 0; index < 6; ++index) {
        CAPTURE(index);
        CHECK(status_class(answers[index]) == '4');
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
    const Json add{
        {"op",    "add"            },
        {"path",  "members"        },
        {"value", members({person})}
    };
    auto bare = patch_of(path, add);
    bare["data"] = R"({"displayName": "h"})"_body;
    const auto answers = done(client, {patch_of(path, add), bare});
    CHECK(status_class(answers[0]) == '2');
    CHECK(answers[1]["status"] == "400");
    CHECK(pluck(client.read(path)["members"], "value") == Texts{person});
    CHECK(client.read(path)["displayName"] == "g");
}

}  // namespace usher::test::bulk_test
