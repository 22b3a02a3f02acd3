#include "desk/sign_in.hpp"

#include "invitation/problem.hpp"
#include "store/identity_keys.hpp"
#include "tests/desk/accounts/member_world.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace sign_in_test {

using namespace usher;
using namespace usher::test;
using namespace std::chrono_literals;

namespace {

const std::string tea = "green tea with lemon";

}  // namespace

TEST_CASE("A member signs in by user name or e-mail, in any case, and the trail says so") {
    MemberWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string ana = world.person("ana@bücher.example");
    world.give_password(ana, tea);
    for (const std::string login : {"ANA", " ana@BÜCHER.example ", "Ana@xn--bcher-kva.example"}) {
        INFO(login);
        const auto step = world.enter(login, tea);
        CHECK(world.is_signed_in(step));
        CHECK(step.user_id == ana);
    }
    const auto events = world.events();
    CHECK(std::count(events.begin(), events.end(), "user.signed_in") == 3);
}

TEST_CASE(
    "A wrong password, an unknown person and one without a password get one answer for one work"
) {
    MemberWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.give_password(world.person("ana@example.org"), tea);
    world.person("bea@example.org");
    std::vector<std::string> answers;
    const auto computed = world.sign_in.passwords().computed();
    for (const std::string login : {"ana", "bea", "nobody", "nobody@example.org", ""}) {
        try {
            (void)world.enter(login, "wrong");
            FAIL("signed in as " + login);
        } catch (const invitation::Problem& problem) {
            answers.push_back(std::string(problem.kind().word) + " " + problem.what());
        }
    }
    CHECK(std::equal(answers.begin() + 1, answers.end(), answers.begin()));
    CHECK(answers.front().starts_with("unauthorized"));
    CHECK(world.sign_in.passwords().computed() == computed + answers.size());
}

TEST_CASE("At an organization that is not there nobody signs in, with the same answer and work") {
    MemberWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto computed = world.sign_in.passwords().computed();
    CHECK(problem_of([&] {
              (void)world.sign_in.start(
                  {.slug = "globex",
                   .login = "ana",
                   .password = base::Secret(tea),
                   .terms_version = "",
                   .network = "192.0.2.1",
                   .request_id = ""}
              );
          }) == "unauthorized");
    CHECK(world.sign_in.passwords().computed() == computed + 1);
}

TEST_CASE("What keeps somebody out is told only to who knows the password") {
    MemberWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string ana = world.person("ana@example.org", false);
    world.give_password(ana, tea);
    CHECK(problem_of([&] { (void)world.enter("ana", tea); }) == "not_joined");
    CHECK(problem_of([&] { (void)world.enter("ana", "wrong"); }) == "unauthorized");
    const std::string bea = world.person("bea@example.org");
    world.give_password(bea, tea);
    world.deactivate(bea);
    CHECK(problem_of([&] { (void)world.enter("bea", tea); }) == "inactive");
    CHECK(problem_of([&] { (void)world.enter("bea", "wrong"); }) == "unauthorized");
}

TEST_CASE("Terms are accepted on the way in, once for each version") {
    MemberWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string ana = world.person("ana@example.org");
    world.give_password(ana, tea);
    world.set({
        {"terms_version", "2026-11"}
    });
    CHECK(problem_of([&] { (void)world.enter("ana", tea); }) == "terms_not_accepted");
    CHECK(problem_of([&] { (void)world.enter("ana", tea, "2025-01"); }) == "terms_not_accepted");
    CHECK_FALSE(world.find(ana)->terms_version.has_value());
    CHECK(world.is_signed_in(world.enter("ana", tea, "2026-11")));
    CHECK(world.find(ana)->terms_version == "2026-11");
    CHECK(world.is_signed_in(world.enter("ana", tea)));
}

TEST_CASE("Guessing is slowed down for the guesser and the guessed, and never for ever") {
    MemberWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.give_password(world.person("ana@example.org"), tea);
    world.give_password(world.person("bea@example.org"), tea);
    for (int guess = 0; guess < 5; ++guess) {
        REQUIRE(problem_of([&] { (void)world.enter("ana", "wrong"); }) == "unauthorized");
    }
    const auto computed = world.sign_in.passwords().computed();
    CHECK(problem_of([&] { (void)world.enter("ana", tea); }) == "rate_limited");
    CHECK(problem_of([&] { (void)world.enter("ANA", tea); }) == "rate_limited");
    CHECK(world.sign_in.passwords().computed() == computed);
    CHECK(world.is_signed_in(world.enter("bea", tea)));
    world.clock.pass(2s);
    CHECK(world.is_signed_in(world.enter("ana", tea)));
    CHECK(problem_of([&] { (void)world.enter("ana", "wrong"); }) == "unauthorized");
}

TEST_CASE("Unknown people are slowed down as known ones are") {
    MemberWorld world(Kind::sqlite);
    for (int guess = 0; guess < 5; ++guess) {
        REQUIRE(problem_of([&] { (void)world.enter("nobody", "wrong"); }) == "unauthorized");
    }
    CHECK(problem_of([&] { (void)world.enter("nobody", "wrong"); }) == "rate_limited");
}

TEST_CASE("An e-mail that two people have names neither") {
    MemberWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string ana = world.person("ana@example.org");
    world.give_password(ana, tea);
    const std::string bea = world.person("bea@example.org");
    world.give_password(bea, tea);
    world.database.change([&](store::Transaction& tx) {
        store::replace_identity_keys(
            tx,
            world.acme.id,
            bea,
            {
                .emails = {"bea@example.org"},
                  .phones = {                 }
        },
            {.emails = {"ana@example.org", "bea@example.org"}, .phones = {}}
        );
        return store::Outcome<bool>{.value = true, .events = {}};
    });
    CHECK(problem_of([&] { (void)world.enter("ana@example.org", tea); }) == "unauthorized");
    CHECK(world.is_signed_in(world.enter("ana", tea)));
}

TEST_CASE("Neither the password nor the session's secret can be found in the store") {
    MemberWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.give_password(world.person("ana@example.org"), tea);
    const auto step = world.enter("ana", tea);
    const std::string secret = step.session->secret.reveal();
    const std::string stored =
        world.everything_in("session", 7) + world.everything_in("credential", 5);
    CHECK(stored.find(step.session->id) != std::string::npos);
    CHECK(stored.find(tea) == std::string::npos);
    CHECK(stored.find(secret) == std::string::npos);
    CHECK(stored.find(base::from_base64url(secret).substr(32)) == std::string::npos);
    CHECK(stored.find(base::hex(base::from_base64url(secret).substr(32))) == std::string::npos);
}

}  // namespace sign_in_test
