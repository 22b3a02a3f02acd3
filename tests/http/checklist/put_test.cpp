// Replacing resources (RFC 7644 §3.5.1): rows P01…P06.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::put_test {

TEST_CASE("P01: PUT replaces what is there and never creates") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", full_user("a"));
    const auto replaced = client.put(path, user("b", R"({"title": "Cook"})"_body));
    REQUIRE(replaced.status == 200);
    CHECK(replaced.json()["userName"] == "b");
    CHECK(client.read(path)["title"] == "Cook");
    check_error(client.put("/Users/018f0000-0000-7000-8000-000000000001", user("c")), 404);
    check_error(client.put("/Users/mine", user("c")), 404);
    check_error(client.put("/Groups/" + path.substr(7), group("c")), 404);
    CHECK(client.list("/Users")["totalResults"] == 1);
}

TEST_CASE("P02: PUT clears what it leaves out") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", full_user("a"));
    REQUIRE(client.put(path, user("a", R"({"displayName": "Babs"})"_body)).status == 200);
    const auto left = client.read(path);
    CHECK(left["displayName"] == "Babs");
    for (const char* name : {"externalId", "name", "emails", "title", "roles", enterprise_urn}) {
        CHECK(lacks(left, name));
    }
    CHECK(client.find("/Users", R"(emails co "bjensen")", "userName").empty());
    CHECK(client.find("/Users", R"(externalId eq "701984")", "userName").empty());
}

TEST_CASE("P02: PUT of a Group without members leaves them alone, an empty list empties it") {
    auto client = each_directory();
    const auto person = client.create_id("/Users", user("a"));
    const auto other = client.create_id("/Users", user("b"));
    const auto path = "/Groups/" + client.create_id("/Groups", group("g", {person}));
    REQUIRE(client.put(path, group("renamed")).status == 200);
    CHECK(client.read(path)["displayName"] == "renamed");
    CHECK(pluck(client.read(path)["members"], "value") == Texts{person});
    REQUIRE(client.put(path, group("renamed", {other})).status == 200);
    CHECK(pluck(client.read(path)["members"], "value") == Texts{other});
    auto emptied = group("renamed");
    emptied["members"] = Json::array();
    REQUIRE(client.put(path, emptied).status == 200);
    CHECK(lacks(client.read(path), "members"));
}

TEST_CASE("P03: PUT ignores read-only attributes, and an immutable one must be what it was") {
    auto client = each_directory();
    const auto made = client.create("/Users", full_user("a"));
    const auto path = "/Users/" + made["id"].get<std::string>();
    auto sent = made;
    sent["id"] = "other";
    sent["groups"] = R"([{"value": "x"}])"_body;
    sent["meta"]["created"] = "1999-01-01T00:00:00Z";
    sent[usher_user_urn]["status"] = "expired";
    const auto answer = client.put(path, sent);
    REQUIRE(answer.status == 200);
    CHECK(same(without(answer.json(), {"meta"}), without(made, {"meta"})));
    CHECK(answer.json()["meta"]["created"] == made["meta"]["created"]);

    const auto badge_path =
        "/Badges/" + client.create_id("/Badges", badge("Badge", R"({"serial": "S1"})"_body));
    CHECK(
        client.put(badge_path, badge("Badge", R"({"serial": "S1", "level": 2})"_body)).status == 200
    );
    check_error(
        client.put(badge_path, badge("Badge", R"({"serial": "S2"})"_body)), 400, "mutability"
    );
    CHECK(client.read(badge_path)["level"] == 2);
    CHECK(client.read(badge_path)["serial"] == "S1");
}

TEST_CASE("P04: PUT without a required attribute is refused and changes nothing") {
    auto client = each_directory();
    const auto made = client.create("/Users", full_user("a"));
    const auto path = "/Users/" + made["id"].get<std::string>();
    check_error(
        client.put(
            path,
            Json{
                {"schemas", {user_urn}}
    }
        ),
        400,
        "invalidValue"
    );
    check_error(client.put(path, user("")), 400, "invalidValue");
    check_error(client.put(path, R"({"userName": "a"})"_body), 400, "invalidSyntax");
    CHECK(same(client.read(path), made));
    client.create("/Users", user("taken"));
    check_error(client.put(path, user("TAKEN")), 409, "uniqueness");
    CHECK(same(client.read(path), made));
}

TEST_CASE("P05: PUT without a password keeps the one there is") {
    auto& server = shared_server(each_database());
    auto client = server.new_organization().client;
    const auto id = client.create_id("/Users", user("a", R"({"password": "t1meMa$heen"})"_body));
    const auto hash = [&] {
        return server.database().read([&](store::Session& session) {
            return session.select(
                "SELECT password_hash FROM credential WHERE user_id = :id",
                {
                    {"id", id}
            },
                1
            );
        });
    };
    const auto before = hash();
    REQUIRE(before.size() == 1);
    REQUIRE(client.put("/Users/" + id, user("a", R"({"title": "Cook"})"_body)).status == 200);
    CHECK(hash() == before);
    REQUIRE(
        client.put("/Users/" + id, user("a", R"({"password": "an0ther One"})"_body)).status == 200
    );
    CHECK(hash() != before);
}

TEST_CASE("P06: PUT answers 200 with the whole resource") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", user("a"));
    const auto answer = client.put(path, full_user("a"));
    REQUIRE(answer.status == 200);
    CHECK(includes(answer.json(), without(full_user("a"), {"schemas"})));
    CHECK(same(answer.json(), client.read(path)));
    CHECK(answer.header("ETag") == answer.json()["meta"]["version"]);
    const auto part = client.put(path + "?attributes=title", full_user("a")).json();
    CHECK(part["title"] == "Tour Guide");
    CHECK_FALSE(part.contains("emails"));
}

}  // namespace usher::test::put_test
