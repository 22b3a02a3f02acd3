#include "desk/phone_verification.hpp"

#include "tests/desk/accounts/member_world.hpp"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace phone_verification_test {

using namespace usher;
using namespace usher::test;
using namespace std::chrono_literals;

namespace {

const std::string number = "+34 600 12 34 56";

struct PhoneWorld : MemberWorld {
    explicit PhoneWorld(Kind kind) : MemberWorld(kind) {}

    std::string owner(const std::string& email, bool consents = true) {
        return person(
            email,
            {
                {"mobile",           number  },
                {"consented_to_sms", consents}
        },
            false
        );
    }

    base::Secret start(const std::string& phone) {
        return phones.start({.slug = "acme", .phone = phone, .request_id = "request"});
    }

    desk::SignInStep confirm(
        const base::Secret& token, const std::string& code, const std::string& terms = ""
    ) {
        return phones.confirm(
            {.token = token.reveal(), .code = code, .terms_version = terms, .request_id = "request"}
        );
    }

    std::size_t count(const std::string& action) {
        const auto all = events();
        return static_cast<std::size_t>(std::count(all.begin(), all.end(), action));
    }

    desk::PhoneVerifications phones{office, sign_in.admission()};
};

}  // namespace

TEST_CASE(
    "row 31: who proves the number that the organization knows joins and is signed in, without a "
    "link"
) {
    PhoneWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.set({
        {"default_region", "ES"}
    });
    const std::string ana = world.owner("ana@example.org");
    const auto token = world.start("+34 600 123 456");
    REQUIRE(world.letters().size() == 1);
    CHECK(world.letters()[0].channel == "sms");
    CHECK(field_problem_of([&] { (void)world.confirm(token, "12345"); }) == "wrong");
    const auto step = world.confirm(token, world.sent_code());
    CHECK(world.is_signed_in(step));
    CHECK(step.user_id == ana);
    CHECK(world.find(ana)->joined_at.has_value());
    CHECK(world.count("user.joined") == 1);
    CHECK(problem_of([&] { (void)world.confirm(token, world.sent_code()); }) == "unauthorized");
}

TEST_CASE("The answer is the same for numbers that nobody has, and nothing proves them") {
    PhoneWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.owner("ana@example.org");
    const auto known = world.start(number);
    const auto unknown = world.start("+34 600 12 34 57");
    CHECK(known.reveal().size() == unknown.reveal().size());
    CHECK(world.letters().size() == 1);
    for (int attempt = 0; attempt < 5; ++attempt) {
        CHECK(field_problem_of([&] { (void)world.confirm(unknown, "000000"); }) == "wrong");
        CHECK(field_problem_of([&] { (void)world.confirm(known, "wrong"); }) == "wrong");
    }
    CHECK(problem_of([&] { (void)world.confirm(unknown, "000000"); }) == "unauthorized");
    CHECK(problem_of([&] { (void)world.confirm(known, world.sent_code()); }) == "unauthorized");
    CHECK(field_problem_of([&] { (void)world.start("12"); }) == "invalid");
}

TEST_CASE(
    "row 32: no code goes to who has not consented, is inactive, or has a password to sign in with"
) {
    PhoneWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    SECTION("no consent") {
        world.owner("ana@example.org", false);
    }
    SECTION("inactive") {
        world.deactivate(world.owner("ana@example.org"));
    }
    SECTION("a member with a password") {
        const std::string ana = world.person(
            "ana@example.org",
            {
                {"mobile",           number},
                {"consented_to_sms", true  }
        },
            true
        );
        world.give_password(ana, "green tea with lemon");
    }
    (void)world.start(number);
    CHECK(world.letters().empty());
}

TEST_CASE("C12: two people with one number do not join by it, and an admin gets a case, once") {
    PhoneWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string ana = world.owner("ana@example.org");
    const std::string bea = world.owner("bea@example.org");
    const auto cases = world.count("case.opened");
    (void)world.start(number);
    (void)world.start(number);
    CHECK(world.letters().empty());
    CHECK(world.count("case.opened") == cases + 1);
    CHECK_FALSE(world.find(ana)->joined_at.has_value());
    CHECK_FALSE(world.find(bea)->joined_at.has_value());
}

TEST_CASE("C12: a number that became another's too while its code was under way joins nobody") {
    PhoneWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string ana = world.owner("ana@example.org");
    const auto token = world.start(number);
    const std::string code = world.sent_code();
    world.owner("bea@example.org");
    CHECK(problem_of([&] { (void)world.confirm(token, code); }) == "unauthorized");
    CHECK_FALSE(world.find(ana)->joined_at.has_value());
}

TEST_CASE("Terms must be accepted with the code, which is not used up by asking for them") {
    PhoneWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string ana = world.owner("ana@example.org");
    world.set({
        {"terms_version", "1"}
    });
    const auto token = world.start(number);
    const std::string code = world.sent_code();
    CHECK(problem_of([&] { (void)world.confirm(token, code); }) == "terms_not_accepted");
    CHECK_FALSE(world.find(ana)->joined_at.has_value());
    CHECK(world.is_signed_in(world.confirm(token, code, "1")));
    CHECK(world.find(ana)->terms_version == "1");
}

TEST_CASE("A phone is one factor: where two are required, another one must be set up") {
    PhoneWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string ana = world.owner("ana@example.org");
    world.set({
        {"two_factor", "required"}
    });
    const auto token = world.start(number);
    const auto step = world.confirm(token, world.sent_code());
    CHECK(step.kind == desk::SignInStep::Kind::set_up);
    CHECK(world.find(ana)->joined_at.has_value());
    CHECK_FALSE(step.session.has_value());
}

TEST_CASE("A number gets five codes an hour, and the answer does not say that they are used up") {
    PhoneWorld world(Kind::sqlite);
    world.owner("ana@example.org");
    for (int asked = 0; asked < 7; ++asked)
        (void)world.start(number);
    CHECK(world.letters().size() == 5);
    world.clock.pass(1h);
    (void)world.start(number);
    CHECK(world.letters().size() == 6);
}

}  // namespace phone_verification_test
