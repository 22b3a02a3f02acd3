#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::organization_test {

namespace {

struct Office {
    Office()
        : server(shared_server(each_database())),
          slug(server.new_organization().organization_slug),
          founder(server.new_admin(slug)) {}

    TestServer& server;
    std::string slug;
    ApiClient founder;
};

}  // namespace

TEST_CASE("an organization shows its name and every setting") {
    Office office;
    const auto shown = office.founder.read("/organization");
    CHECK(shown["slug"] == office.slug);
    CHECK(shown["name"] == "Test");
    const auto& settings = shown["settings"];
    CHECK(settings["requests_enabled"] == false);
    CHECK(settings["invitation_ttl_hours"] == 168);
    CHECK(settings["two_factor"] == "off");
    CHECK(settings["seat_limit"].is_null());
    for (const char* name :
         {"auto_approve_domains",
          "allowed_domains",
          "required_fields",
          "default_time_zone",
          "terms_version",
          "terms_url",
          "default_region"}) {
        INFO(name);
        CHECK(settings.contains(name));
    }
}

TEST_CASE("settings that are sent change, the others stay, null gives one its default") {
    Office office;
    const auto changed = office.founder.patch(
        "/organization",
        R"({"name": "Acme", "settings": {"seat_limit": 25, "two_factor": "required"}})"_body
    );
    REQUIRE(changed.status == 200);
    CHECK(same(changed.json(), office.founder.read("/organization")));
    CHECK(changed.json()["name"] == "Acme");
    CHECK(changed.json()["settings"]["seat_limit"] == 25);

    const auto reset =
        office.founder.patch("/organization", R"({"settings": {"seat_limit": null}})"_body);
    REQUIRE(reset.status == 200);
    CHECK(reset.json()["settings"]["seat_limit"].is_null());
    CHECK(reset.json()["settings"]["two_factor"] == "required");
    CHECK(reset.json()["name"] == "Acme");
}

TEST_CASE("whatever does not fit is named, and then nothing changes") {
    Office office;
    const auto before = office.founder.read("/organization");
    check_invalid(
        office.founder.patch(
            "/organization",
            R"({"settings": {"two_factor": "maybe", "seat_limit": 3, "colour": "red"}})"_body
        ),
        {"/settings/two_factor", "/settings/colour"}
    );
    check_invalid(office.founder.patch("/organization", R"({"slug": "other"})"_body), {"/slug"});
    check_invalid(office.founder.patch("/organization", R"({"name": " "})"_body), {"/name"});
    check_invalid(
        office.founder.patch("/organization", R"({"name": 7, "settings": [], "a/b~c": 1})"_body),
        {"/name", "/settings", "/a~1b~0c"}
    );
    CHECK(same(office.founder.read("/organization"), before));
}

TEST_CASE("an admin of one organization never sees another's") {
    Office office;
    Office other;
    CHECK(office.founder.patch("/organization", R"({"name": "Mine"})"_body).status == 200);
    CHECK(other.founder.read("/organization")["name"] == "Test");
}

TEST_CASE("a team admin sees the organization and may not change it") {
    Office office;
    auto team_admin = office.server.new_admin(office.slug, "team_admin");
    CHECK(team_admin.get("/organization").status == 200);
    check_problem(team_admin.patch("/organization", R"({"name": "Mine"})"_body), 403, "forbidden");
}

}  // namespace usher::test::organization_test
