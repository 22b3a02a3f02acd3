#include "desk/second_factor.hpp"

#include "desk/account.hpp"
#include "desk/totp.hpp"
#include "tests/desk/accounts/member_world.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace second_factor_test {

using namespace usher;
using namespace usher::desk;
using namespace usher::test;
using namespace std::chrono_literals;
using Step = usher::desk::SignInStep::Kind;

namespace {

const std::string tea = "green tea with lemon";

/// A member of an organization that requires two factors.
struct TwoFactorWorld : MemberWorld {
    explicit TwoFactorWorld(Kind kind) : MemberWorld(kind) {
        set({
            {"two_factor", "required"}
        });
        ana = person(
            "ana@example.org",
            {
                {"mobile",           "+34600123456"},
                {"consented_to_sms", true          }
        },
            true
        );
        give_password(ana, tea);
    }

    /// Signs in for the first time, setting `factor` up; returns what was posed for it.
    PosedFactor set_up(const std::string& factor) {
        const auto begun = enter("ana", tea);
        REQUIRE(begun.kind == Step::set_up);
        return choose(begun.posed->token, factor).posed.value();
    }

    /// As an app shows it.
    std::string app_code(const std::string& key_in_base32) const {
        return totp_code(base::Secret(from_base32(key_in_base32)), clock.now()).reveal();
    }

    static std::string from_base32(const std::string& text) {
        const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        std::string bytes;
        unsigned buffer = 0;
        int bits = 0;
        for (const char c : text) {
            buffer = buffer << 5U | static_cast<unsigned>(letters.find(c));
            bits += 5;
            if (bits >= 8) bytes += static_cast<char>(buffer >> (bits -= 8) & 0xffU);
        }
        return bytes;
    }

    std::string ana;
};

std::string wrong(const std::string& code) {
    return code == "000000" ? "000001" : "000000";
}

}  // namespace

TEST_CASE("Where two factors are required, the first sign-in sets one up, by a code to the mailbox"
) {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto begun = world.enter("ana", tea);
    REQUIRE(begun.kind == Step::set_up);
    CHECK(begun.factors == std::vector<std::string>{"totp", "email", "sms"});
    CHECK_FALSE(begun.session.has_value());
    CHECK(world.letters().empty());
    const auto posed = world.choose(begun.posed->token, "email").posed.value();
    CHECK(posed.sent_to == "a…@example.org");
    REQUIRE(world.letters().size() == 1);
    CHECK(world.letters()[0].channel == "mail");
    CHECK(world.letters()[0].kind == "code");
    CHECK(world.is_signed_in(world.confirm(posed.token, world.sent_code())));
    const auto again = world.enter("ana", tea);
    REQUIRE(again.kind == Step::second_factor);
    CHECK(again.posed->factor == "email");
    CHECK(world.is_signed_in(world.confirm(again.posed->token, world.sent_code())));
}

TEST_CASE("A code is good once") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto posed = world.set_up("email");
    const std::string code = world.sent_code();
    REQUIRE(world.is_signed_in(world.confirm(posed.token, code)));
    CHECK(problem_of([&] { (void)world.confirm(posed.token, code); }) == "unauthorized");
}

TEST_CASE("A code has five attempts and ten minutes") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto posed = world.set_up("email");
    const std::string code = world.sent_code();
    SECTION("a right one after four wrong ones is right") {
        for (int attempt = 0; attempt < 4; ++attempt) {
            REQUIRE(field_problem_of([&] {
                        (void)world.confirm(posed.token, wrong(code));
                    }) == "wrong");
        }
        CHECK(world.is_signed_in(world.confirm(posed.token, code)));
    }
    SECTION("after five wrong ones there is nothing to attempt") {
        for (int attempt = 0; attempt < 5; ++attempt) {
            REQUIRE(field_problem_of([&] {
                        (void)world.confirm(posed.token, wrong(code));
                    }) == "wrong");
        }
        CHECK(problem_of([&] { (void)world.confirm(posed.token, code); }) == "unauthorized");
    }
    SECTION("after ten minutes it is over") {
        world.clock.pass(10min);
        CHECK(problem_of([&] { (void)world.confirm(posed.token, code); }) == "unauthorized");
    }
}

TEST_CASE("A fresh code kills the one before, and there are not many of them") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    auto posed = world.set_up("email");
    const std::string first = world.sent_code();
    const auto old = posed;
    posed = world.choose(posed.token, "email").posed.value();
    CHECK(problem_of([&] { (void)world.confirm(old.token, first); }) == "unauthorized");
    CHECK(world.letters().size() == 2);
    posed = world.choose(posed.token, "email").posed.value();
    posed = world.choose(posed.token, "email").posed.value();
    CHECK(problem_of([&] { (void)world.choose(posed.token, "email"); }) == "rate_limited");
    CHECK(world.is_signed_in(world.confirm(posed.token, world.sent_code())));
}

TEST_CASE("An authenticator app is set up by its first code, and each of its codes is good once") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto posed = world.set_up("totp");
    REQUIRE(posed.key.has_value());
    CHECK(posed.url->reveal().starts_with("otpauth://totp/Acme:ana%40example.org?secret="));
    const std::string key = posed.key->reveal();
    const std::string first = world.app_code(key);
    REQUIRE(world.is_signed_in(world.confirm(posed.token, first)));
    const auto again = world.enter("ana", tea);
    CHECK(again.posed->factor == "totp");
    CHECK(field_problem_of([&] { (void)world.confirm(again.posed->token, first); }) == "wrong");
    world.clock.pass(30s);
    CHECK(world.is_signed_in(world.confirm(again.posed->token, world.app_code(key))));
}

TEST_CASE("A code goes to a phone only with consent, and to the number that was proved") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto posed = world.set_up("sms");
    CHECK(world.letters().back().channel == "sms");
    CHECK(posed.sent_to == "…456");
    CHECK(world.is_signed_in(world.confirm(posed.token, world.sent_code())));
    const std::string bea = world.person(
        "bea@example.org",
        {
            {"mobile", "+34600123457"}
    },
        true
    );
    world.give_password(bea, tea);
    const auto begun = world.enter("bea", tea);
    CHECK(begun.factors == std::vector<std::string>{"totp", "email"});
    CHECK(field_problem_of([&] { (void)world.choose(begun.posed->token, "sms"); }) == "unknown");
}

TEST_CASE("Somebody with the password who fails again and again waits") {
    TwoFactorWorld world(Kind::sqlite);
    const auto posed = world.set_up("email");
    REQUIRE(world.is_signed_in(world.confirm(posed.token, world.sent_code())));
    for (int round = 0; round < 10; ++round)
        REQUIRE(world.enter("ana", tea).kind == Step::second_factor);
    CHECK(problem_of([&] { (void)world.enter("ana", tea); }) == "rate_limited");
    world.clock.pass(1h);
    const auto again = world.enter("ana", tea);
    CHECK(world.is_signed_in(world.confirm(again.posed->token, world.sent_code())));
}

TEST_CASE("Where two factors are optional, only who set one up is asked, and off means nobody") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.set({
        {"two_factor", "optional"}
    });
    CHECK(world.is_signed_in(world.enter("ana", tea)));
    const Account account(world.office, world.sign_in.second_factors());
    const auto posed = account.begin_factor(world.self(world.ana), "email");
    account.confirm_factor(
        world.self(world.ana), posed.token.reveal(), base::Secret(world.sent_code())
    );
    CHECK(world.enter("ana", tea).kind == Step::second_factor);
    world.set({
        {"two_factor", "off"}
    });
    CHECK(world.is_signed_in(world.enter("ana", tea)));
}

TEST_CASE("A challenge that sets a factor up for a member opens no session") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const Account account(world.office, world.sign_in.second_factors());
    const auto posed = account.begin_factor(world.self(world.ana), "email");
    CHECK(problem_of([&] {
              (void)world.confirm(posed.token, world.sent_code());
          }) == "unauthorized");
}

TEST_CASE("Nobody confirms another person's challenge") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string bea = world.person("bea@example.org");
    const Account account(world.office, world.sign_in.second_factors());
    const auto posed = account.begin_factor(world.self(world.ana), "email");
    const base::Secret code(world.sent_code());
    CHECK(problem_of([&] {
              account.confirm_factor(world.self(bea), posed.token.reveal(), code);
          }) == "unauthorized");
    CHECK_NOTHROW(account.confirm_factor(world.self(world.ana), posed.token.reveal(), code));
}

TEST_CASE("An admin resets the factors of somebody who lost theirs, who then sets up another") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto posed = world.set_up("totp");
    const auto session = world.confirm(posed.token, world.app_code(posed.key->reveal()));
    const Account account(world.office, world.sign_in.second_factors());
    desk::Caller admin = world.self(world.person("bea@example.org"));
    CHECK(problem_of([&] { account.reset_factors(admin, world.ana); }) == "forbidden");
    admin.role = invitation::Role::account_admin;
    account.reset_factors(admin, world.ana);
    CHECK_FALSE(world.is_signed_in(session));
    CHECK(world.enter("ana", tea).kind == Step::set_up);
}

TEST_CASE("The last factor stays where two are required") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto posed = world.set_up("email");
    REQUIRE(world.is_signed_in(world.confirm(posed.token, world.sent_code())));
    const Account account(world.office, world.sign_in.second_factors());
    const auto self = world.self(world.ana);
    CHECK(problem_of([&] { account.remove_factor(self, "email"); }) == "conflict");
    CHECK(problem_of([&] { account.remove_factor(self, "totp"); }) == "not_found");
    world.set({
        {"two_factor", "optional"}
    });
    CHECK_NOTHROW(account.remove_factor(self, "email"));
    CHECK(world.is_signed_in(world.enter("ana", tea)));
}

TEST_CASE("Neither keys nor codes nor tokens of second factors can be found in the store") {
    TwoFactorWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto app = world.set_up("totp");
    const auto mail = world.choose(app.token, "email").posed.value();
    const std::string code = world.sent_code();
    const std::string stored = world.everything_in("second_factor", 7) +
                               world.everything_in("challenge", 10) +
                               world.everything_in("delivery", 15);
    CHECK(stored.find("totp") != std::string::npos);
    const std::string key = app.key->reveal();
    for (const std::string& secret :
         {key,
          TwoFactorWorld::from_base32(key),
          base::base64url(TwoFactorWorld::from_base32(key)),
          base::hex(TwoFactorWorld::from_base32(key)),
          "\n" + code + "\n",
          "\"" + code + "\"",
          mail.token.reveal(),
          app.token.reveal()}) {
        CHECK(stored.find(secret) == std::string::npos);
    }
}

}  // namespace second_factor_test
