#include "desk/account.hpp"

#include "store/credentials.hpp"
#include "tests/desk/accounts/member_world.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace account_test {

using namespace usher;
using namespace usher::desk;
using namespace usher::test;

namespace {

const std::string tea = "green tea with lemon";
const std::string coffee = "black coffee and milk";

struct AccountWorld : MemberWorld {
    explicit AccountWorld(Kind kind) : MemberWorld(kind) {}

    std::string change_password(
        const std::string& current, const std::string& wanted, const std::string& session_id = ""
    ) {
        return field_problem_of([&] {
            account.change_password(
                self(ana),
                {.current = base::Secret(current),
                 .wanted = base::Secret(wanted),
                 .session_id = session_id}
            );
        });
    }

    std::string update(const scim::Json& fields) {
        return field_problem_of([&] { account.update(self(ana), fields); });
    }

    Account account{office, sign_in.second_factors()};
    std::string ana = person("ana@example.org");
};

}  // namespace

TEST_CASE("A member changes the password with the present one, and their other sessions end") {
    AccountWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.give_password(world.ana, tea);
    const auto here = world.enter("ana", tea);
    const auto elsewhere = world.enter("ana", tea);
    CHECK(world.change_password("wrong", coffee) == "wrong");
    CHECK(world.change_password(tea, "short") == "too_short");
    CHECK(world.is_signed_in(elsewhere));
    CHECK(world.change_password(tea, coffee, here.session->id).empty());
    CHECK(world.is_signed_in(here));
    CHECK_FALSE(world.is_signed_in(elsewhere));
    CHECK(world.is_signed_in(world.enter("ana", coffee)));
    CHECK(problem_of([&] { (void)world.enter("ana", tea); }) == "unauthorized");
}

TEST_CASE("Who joined without a password sets a first one") {
    AccountWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK_FALSE(world.account.show(world.self(world.ana)).has_password);
    CHECK(world.change_password("", coffee).empty());
    CHECK(world.account.show(world.self(world.ana)).has_password);
    CHECK(world.is_signed_in(world.enter("ana", coffee)));
}

TEST_CASE("Members change what is theirs, and nothing that an administrator decides") {
    AccountWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK(world
              .update({
                  {"display_name", "Ana R."       },
                  {"time_zone",    "Europe/Madrid"}
    })
              .empty());
    CHECK(world.find(world.ana)->display == "Ana R.");
    CHECK(
        world.update({
            {"title", "Director"}
    }) == "not_yours"
    );
    CHECK(
        world.update({
            {"emails", scim::Json::array()}
    }) == "not_yours"
    );
    CHECK(
        world.update({
            {"organization_role", "founder"}
    }) == "not_yours"
    );
}

TEST_CASE("Names of a record that a directory manages are the directory's") {
    AccountWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.database.change([&](store::Transaction& tx) {
        tx.execute(
            "UPDATE resource SET directory_id = 'hr' "
            "WHERE organization_id = :organization AND type = 'User' AND id = :id",
            {
                {"organization", world.acme.id},
                {"id",           world.ana    }
        }
        );
        return store::Outcome<bool>{.value = true, .events = {}};
    });
    CHECK(
        world.update({
            {"display_name", "Ana R."}
    }) == "managed"
    );
    CHECK(
        world.update({
            {"mobile", "+34600123456"}
    }) == "managed"
    );
    CHECK(world
              .update({
                  {"time_zone", "Europe/Madrid"}
    })
              .empty());
}

TEST_CASE("Consent to SMS is recorded with its time, and can be taken back") {
    AccountWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK(world
              .update({
                  {"consented_to_sms", true}
    })
              .empty());
    CHECK(
        world.account.show(world.self(world.ana)).person.sms_consent_at ==
        base::to_text(world.clock.now())
    );
    CHECK(world
              .update({
                  {"consented_to_sms", false}
    })
              .empty());
    CHECK_FALSE(world.account.show(world.self(world.ana)).person.sms_consent_at.has_value());
}

TEST_CASE("A token is no person and has no account") {
    AccountWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK(problem_of([&] { (void)world.account.show(world.self("")); }) == "not_found");
}

}  // namespace account_test
