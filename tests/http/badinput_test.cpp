// Hostile and broken input: a clear 4xx that names the place, nothing changed, the server goes on.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::badinput_test {

namespace {

const Headers scim_json{
    {"Content-Type", "application/scim+json"}
};

/// A directory with one User and one Group, which no case here may change.
struct Target {
    Target()
        : client(each_directory()),
          person("/Users/" + client.create_id("/Users", full_user("ann"))),
          team("/Groups/" + client.create_id("/Groups", group("team", {person.substr(7)}))),
          before(client.list("")) {}

    /// Checks that all is as it was, which takes a server that still answers.
    void check_unchanged() { CHECK(same(client.list(""), before)); }

    Answer raw(const char* method, const std::string& path, const std::string& body) {
        return client.send(method, "/scim/v2" + path, body, scim_json);
    }

    ScimClient client;
    std::string person;
    std::string team;
    Json before;
};

/// `text` as every request that has a body.
void check_refused_everywhere(Target& target, const std::string& text, int status) {
    INFO(text.substr(0, 80));
    check_error(target.raw("POST", "/Users", text), status, status == 400 ? "invalidSyntax" : "");
    check_error(target.raw("POST", "/Groups", text), status, status == 400 ? "invalidSyntax" : "");
    check_error(
        target.raw("PUT", target.person, text), status, status == 400 ? "invalidSyntax" : ""
    );
    check_error(
        target.raw("PATCH", target.team, text), status, status == 400 ? "invalidSyntax" : ""
    );
    check_error(target.raw("POST", "/Bulk", text), status, status == 400 ? "invalidSyntax" : "");
    check_error(target.raw("POST", "/.search", text), status, status == 400 ? "invalidSyntax" : "");
}

std::string nested(std::size_t depth, char open, char close) {
    return std::string(depth, open) + std::string(depth, close);
}

std::string detail_of(const Answer& answer) {
    return answer.json().value("detail", "");
}

}  // namespace

TEST_CASE("malformed JSON is refused everywhere, with the place where reading stopped") {
    Target target;
    for (const char* text :
         {"",
          " ",
          "{",
          "}",
          "nul",
          "{\"schemas\": [}",
          "{'a': 1}",
          "{\"a\": 1,}",
          "{\"a\": 01}",
          "{\"a\": NaN}",
          "{\"a\": 1} {\"b\": 2}",
          "{\"a\": \"\x01\"}",
          "{\"a\": \"\\x\"}",
          "{\"a\" 1}",
          "// comment\n{}",
          "\xEF\xBB\xBF",
          "{\"a\": \"\\ud800\"}"}) {
        check_refused_everywhere(target, text, 400);
    }
    const auto detail = detail_of(target.raw("POST", "/Users", R"({"userName": "a", "title": })"));
    CHECK(detail.find_first_of("0123456789") != std::string::npos);
    target.check_unchanged();
}

TEST_CASE("JSON that is no object of the expected shape is refused everywhere") {
    Target target;
    for (const char* text : {"[]", "null", "5", "\"text\"", "true", "{}", "[{}]"}) {
        check_refused_everywhere(target, text, 400);
    }
    target.check_unchanged();
}

TEST_CASE("values of the wrong type are refused with the attribute's name") {
    Target target;
    const auto wrong = R"([
        {"userName": 5}, {"userName": ["x"]}, {"userName": true},
        {"active": ["x"]}, {"active": {"x": 1}}, {"name": ["x"]}, {"name": "x"}, {"name": 5},
        {"emails": "x"}, {"emails": 5}, {"emails": [5]}, {"emails": [["x"]]},
        {"emails": [{"value": ["x"]}]}, {"emails": [{"value": "x", "primary": "sometimes"}]},
        {"x509Certificates": [{"value": "%%%"}]}, {"password": 5}, {"password": ["x"]},
        {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": "x"},
        {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": 5}}])"_body;
    for (const auto& attributes : wrong) {
        auto body = user("new");
        body.update(attributes);
        CAPTURE(attributes.dump());
        for (const auto& answer :
             {target.client.post("/Users", body), target.client.put(target.person, body)}) {
            check_error(answer, 400, "invalidValue");
            const auto name = attributes.begin().key();
            CHECK(detail_of(answer).find(name) != std::string::npos);
        }
        const auto patched = target.client.patch(
            target.person,
            Json{
                {"op",    "replace" },
                {"value", attributes}
        }
        );
        check_error(patched, 400, "invalidValue");
    }
    for (const char* value : {"5", "\"x\"", "[5]", "[\"x\"]", "[{\"value\": 5}]"}) {
        CAPTURE(value);
        auto body = group("new");
        body["members"] = Json::parse(value);
        check_error(target.client.post("/Groups", body), 400, "invalidValue");
        const Json change{
            {"op",    "add"             },
            {"path",  "members"         },
            {"value", Json::parse(value)}
        };
        const auto answer = target.client.patch(target.team, change);
        CHECK((answer.status == 400 || answer.status == 204));
    }
    target.check_unchanged();
}

TEST_CASE("one attribute twice, in whatever case, is refused") {
    Target target;
    for (const char* text :
         {R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "a",
              "userName": "b"})",
          R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "a",
              "USERNAME": "b"})"}) {
        check_error(target.raw("POST", "/Users", text), 400, "invalidSyntax");
        check_error(target.raw("PUT", target.person, text), 400, "invalidSyntax");
    }
    target.check_unchanged();
}

TEST_CASE("invalid UTF-8 is refused in bodies, paths and queries") {
    Target target;
    for (const std::string bytes :
         {"\xFF", "\xC0\x80", "\xED\xBF\xBF", "\xF8\x88\x80\x80", "\xE2\x82"}) {
        check_refused_everywhere(target, "{\"userName\": \"" + bytes + "\"}", 400);
        check_refused_everywhere(target, "{\"" + bytes + "\": 1}", 400);
        const auto encoded = percent_encoded(bytes);
        const auto filtered =
            target.client.get("/Users?filter=userName%20eq%20%22" + encoded + "%22");
        CHECK(filtered.status == 400);
        const auto read = target.client.get("/Users/" + encoded);
        CHECK((read.status == 400 || read.status == 404));
    }
    CHECK(target.client.get("/Users?filter=%").status == 400);
    CHECK(target.client.get("/Users?filter=%zz").status == 400);
    target.check_unchanged();
}

TEST_CASE("NUL is refused wherever it could reach the database") {
    Target target;
    check_error(target.client.post("/Users", user(std::string("a\0b", 3))), 400, "invalidSyntax");
    check_refused_everywhere(target, std::string("{\"a\": \"\0\"}", 10), 400);
    check_refused_everywhere(target, R"({"a\u0000b": 1})", 400);
    check_error(
        target.client.patch(
            target.person, R"({"op": "add", "path": "title", "value": "\u0000"})"_body
        ),
        400,
        "invalidSyntax"
    );
    CHECK(target.client.get("/Users?filter=userName%20eq%20%22a%00b%22").status == 400);
    CHECK(target.client.get(R"(/Users?filter=userName%20eq%20%22a\u0000b%22)").status == 400);
    const auto read = target.client.get("/Users/a%00b");
    CHECK((read.status == 400 || read.status == 404));
    CHECK(target.client.get("/Users?cursor=%00&count=1").status == 400);
    target.check_unchanged();
}

TEST_CASE("bodies that are too long are 413 before they are read as JSON") {
    Target target;
    const std::string long_text(10'000'000, 'x');
    check_refused_everywhere(target, "{\"title\": \"" + long_text + "\"}", 413);
    check_refused_everywhere(target, long_text, 413);
    target.check_unchanged();
}

TEST_CASE("JSON that is too deep, too wide or repeats itself is refused") {
    Target target;
    check_refused_everywhere(target, nested(10'000, '[', ']'), 400);
    check_refused_everywhere(target, std::string(10'000, '['), 400);
    std::string objects;
    for (int depth = 0; depth < 10'000; ++depth) {
        objects += "{\"a\":";
    }
    check_refused_everywhere(target, objects + "1" + std::string(10'000, '}'), 400);
    std::string wide = "{";
    for (int key = 0; key < 50'000; ++key) {
        wide += "\"k" + std::to_string(key) + "\": 1, ";
    }
    check_refused_everywhere(target, wide + "\"last\": 1}", 400);
    target.check_unchanged();
}

TEST_CASE("filters of 100,000 terms, of one huge literal and of wild shapes are refused") {
    Target target;
    std::string many = "id pr";
    for (int term = 1; term < 100'000; ++term) {
        many += " or id pr";
    }
    for (const auto& filter :
         {many,
          "userName eq \"" + std::string(2'000'000, 'x') + "\"",
          nested(100'000, '(', ')'),
          std::string(100'000, '['),
          std::string(500'000, ' '),
          std::string(1'000, '"')}) {
        const auto answer = target.client.post(
            "/Users/.search",
            search_request(Json{
                {"filter", filter}
        })
        );
        CHECK(answer.status == 400);
        CHECK(answer.json().contains("scimType"));
        const Json change{
            {"op",   "remove"                },
            {"path", "emails[" + filter + "]"}
        };
        CHECK(target.client.patch(target.person, change).status == 400);
    }
    target.check_unchanged();
}

TEST_CASE("a PATCH of very many operations is bounded, and one bad operation undoes all") {
    Target target;
    Json operations = Json::array();
    for (int number = 0; number < 2'000; ++number) {
        operations.push_back(Json{
            {"op",    "add"                 },
            {"path",  "title"               },
            {"value", std::to_string(number)}
        });
    }
    operations.push_back(R"({"op": "add", "path": "active", "value": "perhaps"})"_body);
    check_error(target.client.patch(target.person, operations), 400, "invalidValue");
    target.check_unchanged();
}

TEST_CASE("wrong content types are 415, and a compressed body is not guessed at") {
    Target target;
    for (const char* type :
         {"text/plain",
          "text/html",
          "application/xml",
          "application/jsonp",
          "application/octet-stream",
          "nonsense",
          ";",
          "application/"}) {
        CAPTURE(type);
        const Headers headers{
            {"Content-Type", type}
        };
        check_error(target.client.post("/Users", user("new"), headers), 415);
        check_error(target.client.put(target.person, user("new"), headers), 415);
        check_error(target.client.patch(target.team, Json::array(), headers), 415);
    }
    auto headers = scim_json;
    headers.emplace_back("Content-Encoding", "gzip");
    const auto answer = target.client.post("/Users", user("new"), headers);
    CHECK((answer.status == 400 || answer.status == 415));
    target.check_unchanged();
}

TEST_CASE("numbers that no machine holds are refused or kept, never a server's fault") {
    Target target;
    for (const char* number : {"1e400", "-1e400", "99999999999999999999999", "1e-400", "-0"}) {
        CAPTURE(number);
        const auto body = std::string(R"({"schemas": [")") + user_urn +
                          R"("], "userName": "new", "title": )" + number + "}";
        CHECK(target.raw("POST", "/Users", body).status == 400);
        const auto listed = target.client.get("/Users?startIndex=" + std::string(number));
        CHECK(listed.status < 500);
        CHECK(target.client.get("/Badges?filter=level%20gt%20" + std::string(number)).status < 500);
        CHECK(
            target.client.get("/Badges?filter=weight%20gt%20" + std::string(number)).status < 500
        );
    }
    target.check_unchanged();
}

TEST_CASE("SQL in names and filters is text like any other") {
    const Texts names{"'; DROP TABLE resource; --", "a' OR '1'='1", ":id", "$TEXT", "%(x)s", "\\"};
    auto client = each_directory();
    for (const auto& name : names) {
        CHECK(client.create("/Users", user(name))["userName"] == name);
        const auto filter = "userName eq " + Json(name).dump();
        CHECK(client.find("/Users", filter, "userName") == Texts{name});
        CHECK(client.get("/Users/" + percent_encoded(name)).status == 404);
        CHECK(
            client
                .get(
                    "/Users" + query({
                                   {"sortBy", name}
        })
                )
                .status <= 400
        );
    }
    CHECK(client.list("/Users")["totalResults"] == names.size());
}

}  // namespace usher::test::badinput_test
