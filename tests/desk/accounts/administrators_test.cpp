#include "desk/administrators.hpp"

#include "store/people.hpp"
#include "tests/desk/accounts/member_world.hpp"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace administrators_test {

using namespace usher;
using namespace usher::test;
using namespace std::chrono_literals;

namespace {

struct AdminWorld : MemberWorld {
    explicit AdminWorld(Kind kind) : MemberWorld(kind) {}

    std::string role_of(const std::string& user_id) {
        return database.read([&](store::Session& session) {
            return store::person_of(session, acme.id, user_id).organization_role;
        });
    }

    desk::SignInStep follow(const base::Secret& link, const std::string& terms = "") {
        const std::string& url = link.reveal();
        const std::string beginning = "https://usher.example.org/sign-in/";
        REQUIRE(url.starts_with(beginning));
        return administrators.redeem(
            sign_in.admission(), url.substr(beginning.size()), terms, "request"
        );
    }

    desk::Administrators administrators{office};
};

}  // namespace

TEST_CASE("The first admin of an organization is its founder, the next ones account admins") {
    AdminWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto ana = world.administrators.create("acme", "ana@example.org");
    const auto bea = world.administrators.create("acme", " Bea@Example.org ");
    CHECK(world.role_of(ana.user_id) == "founder");
    CHECK(world.role_of(bea.user_id) == "account_admin");
    CHECK(world.find(ana.user_id)->joined_at.has_value());
    const auto again = world.administrators.create("acme", "ANA@example.org");
    CHECK(again.user_id == ana.user_id);
    CHECK(world.role_of(ana.user_id) == "founder");
}

TEST_CASE("Somebody who is registered or a member already becomes an admin as the same person") {
    AdminWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string ana = world.person("ana@example.org", false);
    CHECK(world.administrators.create("acme", "ana@example.org").user_id == ana);
    CHECK(world.find(ana)->joined_at.has_value());
}

TEST_CASE("The link signs in once, within a day, and the trail names an admin") {
    AdminWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto ana = world.administrators.create("acme", "ana@example.org");
    SECTION("once") {
        CHECK(world.is_signed_in(world.follow(ana.link)));
        CHECK(problem_of([&] { (void)world.follow(ana.link); }) == "expired");
        const auto events = world.events();
        CHECK(std::count(events.begin(), events.end(), "admin.signed_in") == 1);
    }
    SECTION("within a day") {
        world.clock.pass(24h);
        CHECK(problem_of([&] { (void)world.follow(ana.link); }) == "expired");
    }
    SECTION("not for somebody who is inactive by then, and not used up by that") {
        world.deactivate(ana.user_id);
        CHECK(problem_of([&] { (void)world.follow(ana.link); }) == "inactive");
    }
}

TEST_CASE("Terms are accepted when the link is followed, which asking for them does not use up") {
    AdminWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.set({
        {"terms_version", "1"}
    });
    const auto ana = world.administrators.create("acme", "ana@example.org");
    CHECK(problem_of([&] { (void)world.follow(ana.link); }) == "terms_not_accepted");
    CHECK(world.is_signed_in(world.follow(ana.link, "1")));
}

TEST_CASE("No admin is made of what is no address, at no organization, or of somebody inactive") {
    AdminWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto create = [&](const std::string& slug, const std::string& email) {
        return problem_of([&] { (void)world.administrators.create(slug, email); });
    };
    CHECK(create("acme", "ana") == "invalid_email");
    CHECK(create("globex", "ana@example.org") == "not_found");
    world.deactivate(world.person("bea@example.org"));
    CHECK(create("acme", "bea@example.org") == "inactive");
}

TEST_CASE("A second factor's token is no sign-in link, nor is a changed link") {
    AdminWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.set({
        {"two_factor", "required"}
    });
    const auto ana = world.administrators.create("acme", "ana@example.org");
    const auto step = world.follow(ana.link);
    REQUIRE(step.kind == desk::SignInStep::Kind::set_up);
    const auto redeem = [&](const std::string& secret) {
        return problem_of([&] {
            (void)world.administrators.redeem(world.sign_in.admission(), secret, "", "");
        });
    };
    CHECK(redeem(step.posed->token.reveal()) == "not_found");
    CHECK(redeem("") == "not_found");
    CHECK(redeem(std::string(86, 'A')) == "not_found");
}

}  // namespace administrators_test
