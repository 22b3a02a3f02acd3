// Versions and conditional requests (RFC 7644 §3.14, RFC 9110 §13): rows E01…E04.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::etag_test {

namespace {

const auto title = R"({"op": "add", "path": "title", "value": "Cook"})"_body;

std::string version_of(const Json& resource) {
    return resource.at("meta").at("version").get<std::string>();
}

}  // namespace

TEST_CASE("E01: the ETag header and meta.version are one") {
    auto client = each_directory();
    const auto made = client.post("/Users", user("a"));
    const auto path = "/Users/" + made.json()["id"].get<std::string>();
    CHECK(made.header("ETag") == version_of(made.json()));
    CHECK(made.header("ETag").find('"') != std::string::npos);
    const auto read = client.get(path);
    CHECK(read.header("ETag") == version_of(read.json()));
    CHECK(read.header("ETag") == made.header("ETag"));
    const auto changed = client.patch(path, title);
    CHECK(changed.header("ETag") == version_of(changed.json()));
    CHECK(version_of(client.list("/Users")["Resources"][0]) == changed.header("ETag"));
    CHECK(client.get(path + "?attributes=userName").header("ETag") == changed.header("ETag"));
}

TEST_CASE("E02: If-None-Match with the current version is 304 without a body") {
    auto client = each_directory();
    const auto made = client.create("/Users", user("a"));
    const auto path = "/Users/" + made["id"].get<std::string>();
    const auto version = version_of(made);
    for (const auto& tags : {version, "W/\"0\", " + version, std::string("*")}) {
        const auto same_version = client.get(
            path,
            {
                {"If-None-Match", tags}
        }
        );
        CHECK(same_version.status == 304);
        CHECK(same_version.body.empty());
        CHECK(same_version.header("ETag") == version);
    }
    CHECK(
        client
            .get(
                path,
                {
                    {"If-None-Match", "W/\"0\""}
    }
            )
            .status == 200
    );
    client.patch(path, title);
    CHECK(
        client
            .get(
                path,
                {
                    {"If-None-Match", version}
    }
            )
            .status == 200
    );
}

TEST_CASE("E03: If-Match with another version is 412 on PUT, PATCH and DELETE") {
    auto client = each_directory();
    const auto made = client.create("/Users", user("a"));
    const auto path = "/Users/" + made["id"].get<std::string>();
    const Headers stale{
        {"If-Match", "W/\"0\""}
    };
    check_error(client.put(path, user("b"), stale), 412);
    check_error(client.patch(path, title, stale), 412);
    check_error(client.remove(path, stale), 412);
    CHECK(same(client.read(path), made));

    const auto first = client.patch(
        path,
        title,
        {
            {"If-Match", version_of(made)}
    }
    );
    REQUIRE(first.status == 200);
    check_error(
        client.put(
            path,
            user("b"),
            {
                {"If-Match", version_of(made)}
    }
        ),
        412
    );
    const auto listed = "W/\"0\", " + first.header("ETag") + ", \"x\"";
    const auto second = client.put(
        path,
        user("b"),
        {
            {"If-Match", listed}
    }
    );
    REQUIRE(second.status == 200);
    CHECK(
        client
            .patch(
                path,
                title,
                {
                    {"If-Match", "*"}
    }
            )
            .status == 200
    );
    check_error(
        client.put(
            "/Users/018f0000-0000-7000-8000-000000000001",
            user("c"),
            {
                {"If-Match", "*"}
    }
        ),
        404
    );
    CHECK(
        client
            .remove(
                path,
                {
                    {"If-Match", "*"}
    }
            )
            .status == 204
    );
}

TEST_CASE("E03: If-Match guards the members of a Group") {
    auto client = each_directory();
    const auto person = client.create_id("/Users", user("a"));
    const auto made = client.create("/Groups", group("g"));
    const auto path = "/Groups/" + made["id"].get<std::string>();
    const Json add{
        {"op",    "add"            },
        {"path",  "members"        },
        {"value", members({person})}
    };
    check_error(
        client.patch(
            path,
            add,
            {
                {"If-Match", "W/\"0\""}
    }
        ),
        412
    );
    CHECK(lacks(client.read(path), "members"));
    CHECK(
        client
            .patch(
                path,
                add,
                {
                    {"If-Match", version_of(made)}
    }
            )
            .status == 204
    );
    check_error(
        client.patch(
            path,
            add,
            {
                {"If-Match", version_of(made)}
    }
        ),
        412
    );
}

TEST_CASE("E04: every change makes a new version, and what changes nothing does not") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", user("a"));
    Texts versions{version_of(client.read(path))};
    const auto note = [&] { versions.push_back(version_of(client.read(path))); };
    client.patch(path, title);
    note();
    client.put(path, user("a"));
    note();
    client.patch(path, R"({"op": "replace", "path": "active", "value": false})"_body);
    note();
    auto distinct = sorted(versions);
    CHECK(std::adjacent_find(distinct.begin(), distinct.end()) == distinct.end());

    client.patch(path, R"({"op": "replace", "path": "active", "value": false})"_body);
    client.patch(path, R"({"op": "remove", "path": "title"})"_body);
    client.put(path, user("a", R"({"active": false})"_body));
    CHECK(version_of(client.read(path)) == versions.back());

    const auto team = "/Groups/" + client.create_id("/Groups", group("g"));
    const auto before = version_of(client.read(team));
    const auto person = path.substr(7);
    client.patch(
        team,
        Json{
            {"op",    "add"            },
            {"path",  "members"        },
            {"value", members({person})}
    }
    );
    CHECK(version_of(client.read(team)) != before);
}

}  // namespace usher::test::etag_test
