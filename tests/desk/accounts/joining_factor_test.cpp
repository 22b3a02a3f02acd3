// Setting a second factor up on the way in, by an invitation.
#include "desk/joining.hpp"
#include "invitation/opening.hpp"
#include "tests/desk/accounts/member_world.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace joining_factor_test {

using namespace usher;
using namespace usher::test;

namespace {

/// Somebody invited to an organization that requires two factors.
struct JoiningWorld : MemberWorld {
    explicit JoiningWorld(Kind kind) : MemberWorld(kind) {
        set({
            {"two_factor", "required"}
        });
        ana = person("ana@example.org", false);
        secret = invite();
    }

    std::string invite() {
        const auto invitation = database.change([&](store::Transaction& tx) {
            const auto organization = desk::require_organization(tx, acme.id);
            const auto user = store::lock_resource(tx, acme.id, "User", ana);
            auto opened = invitation::open_invitation(
                tx,
                {
                    .organization_id = acme.id, .actor = {"token", "admin"},
                         .request_id = ""
            },
                organization.settings,
                user.value(),
                {.channels = {"link"},
                 .groups = {},
                 .organization_role = {},
                 .ttl = {},
                 .request_id = {},
                 .locale = {}}
            );
            return store::Outcome<store::Invitation>{
                .value = opened.value().invitation, .events = opened->effects.events};
        });
        return invitation::link_secret(
                   invitation::link_key(office.server_key),
                   {.organization_id = acme.id,
                    .invitation_id = invitation.id,
                    .channel = invitation::LinkChannel::link,
                    .counter = invitation.counters.at("link")}
        )
            .reveal();
    }

    desk::SignInStep accept(
        const std::string& token,
        const std::string& code,
        const std::string& password = "green tea with lemon"
    ) {
        return joining.accept(
            secret,
            {.given_name = "Ana",
             .family_name = "Ruiz",
             .mobile = "+34600123456",
             .password = base::Secret(password),
             .terms_version = "",
             .factor_token = token,
             .factor_code = base::Secret(code),
             .consents_to_sms = true,
             .locale = {}},
            "request"
        );
    }

    desk::PosedFactor pose(const std::string& factor, const std::string& mobile = "") {
        return joining.pose_factor(
            secret, {.factor = factor, .mobile = mobile, .consents_to_sms = !mobile.empty()}
        );
    }

    std::string ana;
    std::string secret;
    desk::Joining joining{office, sign_in.second_factors()};
};

}  // namespace

TEST_CASE(
    "row 90: where two factors are required nobody joins without one, and trying uses nothing up"
) {
    JoiningWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK(problem_of([&] { (void)world.accept("", ""); }) == "second_factor_required");
    CHECK_FALSE(world.find(world.ana)->joined_at.has_value());
    const auto posed = world.pose("email");
    CHECK(field_problem_of([&] { (void)world.accept(posed.token.reveal(), "wrong"); }) == "wrong");
    CHECK_FALSE(world.find(world.ana)->joined_at.has_value());
    const auto joined = world.accept(posed.token.reveal(), world.sent_code());
    CHECK(joined.user_id == world.ana);
    CHECK(world.find(world.ana)->joined_at.has_value());
    CHECK(world.enter("ana", "green tea with lemon").posed->factor == "email");
}

TEST_CASE("The form's own number can be the second factor, before it is recorded") {
    JoiningWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK(field_problem_of([&] { (void)world.pose("sms"); }) == "impossible");
    const auto posed = world.pose("sms", "+34 600 12 34 56");
    CHECK(posed.sent_to == "…456");
    CHECK(world.letters().back().channel == "sms");
    (void)world.accept(posed.token.reveal(), world.sent_code());
    CHECK(world.enter("ana", "green tea with lemon").posed->factor == "sms");
}

TEST_CASE("A bad password is refused before anything is used up") {
    JoiningWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto posed = world.pose("email");
    CHECK(field_problem_of([&] {
              (void)world.accept(posed.token.reveal(), world.sent_code(), "password1234");
          }) == "common");
    CHECK(world.is_signed_in(world.accept(posed.token.reveal(), world.sent_code())));
}

TEST_CASE("Nobody joins with one of their own addresses as the password, whichever it is") {
    JoiningWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto emails = scim::parse_json(
        R"([{"value": "bea@example.org", "primary": true}, {"value": "moonlit.garden.walk@example.net"}])"
    );
    world.ana = world.person(
        "bea@example.org",
        {
            {"emails", emails}
    },
        false
    );
    world.secret = world.invite();
    const auto posed = world.pose("email");
    CHECK(field_problem_of([&] {
              (void)world.accept(posed.token.reveal(), world.sent_code(), "moonlit.garden.walk");
          }) == "own_name");
}

}  // namespace joining_factor_test
