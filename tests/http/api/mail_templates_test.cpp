// /mail-templates over HTTP: the words of letters, read, replaced, previewed and taken back.
#include "tests/http/api/world.hpp"

#include <catch2/catch.hpp>

namespace usher::test::mail_templates_test {

namespace {

const std::string english = "/mail-templates/invitation/en";
const Json good = R"({"subject": "Come to {{organization}}", "text": "Here: {{link}}",
                      "html": "<p>{{given_name}}: {{link}}</p>"})"_body;

}  // namespace

TEST_CASE("an organization words a letter itself, and goes back to the shipped words") {
    World world;
    const Json shipped = world.founder.read(english);
    CHECK(shipped["own"] == false);
    CHECK(shipped["updated_at"].is_null());
    CHECK(shipped["text"].get<std::string>().find("{{link}}") != std::string::npos);

    const auto put = world.founder.put(english, good);
    REQUIRE(put.status == 200);
    CHECK(put.json()["own"] == true);
    CHECK(put.json()["updated_at"].is_string());
    CHECK(same(world.founder.read(english), put.json()));

    CHECK(world.founder.remove(english).status == 204);
    CHECK(same(world.founder.read(english), shipped));
    check_problem(world.founder.remove(english), 404, "not_found");
}

TEST_CASE("every letter is listed, with the placeholders that there are") {
    World world;
    const Json list = world.founder.read("/mail-templates");
    CHECK(list["total"] == list["items"].size());
    CHECK(std::ranges::count(pluck(list["items"], "kind"), "invitation") == 2);
    CHECK(std::ranges::count(list["placeholders"], Json("organization")) == 1);
}

TEST_CASE("a preview shows a letter in the words sent, or else in those in use") {
    World world;
    const auto preview = [&](const Json& body) {
        const auto answer = world.founder.post(english + "/preview", body);
        REQUIRE(answer.status == 200);
        return answer.json();
    };
    CHECK(preview(Json::object())["subject"] == "You are invited to Test");
    const Json draft = preview(good);
    CHECK(draft["subject"] == "Come to Test");
    CHECK(draft["html"].get<std::string>().find("<p>Ada: ") != std::string::npos);
    CHECK(world.founder.read(english)["own"] == false);
    const auto mexican =
        world.founder.post("/mail-templates/invitation/es-MX/preview", Json::object());
    CHECK(mexican.json()["html"].get<std::string>().find("lang=\"es-MX\"") != std::string::npos);
}

TEST_CASE("words that do not read are refused by field") {
    World world;
    check_invalid(
        world.founder.put(english, R"({"subject": "Hello", "text": "x", "html": "{{link}}"})"_body),
        {"/text"}
    );
    check_invalid(world.founder.put(english, Json::object()), {"/subject", "/text", "/html"});
    Json more = good;
    more["sms"] = "{{link}}";
    check_invalid(world.founder.put(english, more), {"/sms"});
    check_invalid(world.founder.put("/mail-templates/invitation/e", good), {"/locale"});
    check_problem(world.founder.put("/mail-templates/poem/en", good), 404, "not_found");
    check_problem(world.founder.get("/mail-templates/invitation/fr"), 404, "not_found");
}

TEST_CASE("letters are worded by who may manage the settings, for their own organization") {
    World world;
    auto other = world.as("team_admin");
    check_problem(other.get("/mail-templates"), 403, "forbidden");
    check_problem(other.put(english, good), 403, "forbidden");
    REQUIRE(world.founder.put(english, good).status == 200);
    auto stranger = world.server.new_admin(world.server.new_organization().organization_slug);
    CHECK(stranger.read(english)["own"] == false);
}

}  // namespace usher::test::mail_templates_test
