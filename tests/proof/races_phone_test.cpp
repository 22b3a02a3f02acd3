// Races about a phone number (domain.md, C12): somebody proves the number that they alone have
// while it becomes another's too, or proves it twice.
#include "tests/proof/rows.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::races_phone_test {

namespace {

std::string number_of(int round) {
    return "+346001" + std::to_string(10'000 + round);
}

/// Registered, with a number that Usher may send codes to.
std::string owner_of(World& world, const std::string& name, const std::string& number) {
    Json more;
    more["mobile"] = number;
    more["consented_to_sms"] = true;
    return register_fields(world, named(name, more));
}

std::string start(const World& world, const std::string& number) {
    return world.ground()
        .phones.start({.slug = world.slug(), .phone = number, .request_id = "test"})
        .reveal();
}

void confirm(const World& world, const std::string& token, const std::string& code) {
    static_cast<void>(world.ground().phones.confirm(
        {.token = token, .code = code, .terms_version = "", .request_id = "test"}
    ));
}

std::size_t open_cases(const World& world) {
    return world.ground().database.read([&](store::Session& session) {
        return session
            .select(
                "SELECT c.id FROM identity_case c WHERE c.organization_id = :organization "
                "AND c.state = 'open'",
                {
                    {"organization", world.id()}
        },
                1
            )
            .size();
    });
}

}  // namespace

TEST_CASE("C12: a number becomes another's too while its owner joins by it", "[race]") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    for (int round = 0; round < race_rounds(); ++round) {
        const auto [name, email] = newcomer(round);
        const std::string number = number_of(round);
        const std::string ann = owner_of(world, name + "-ann", number);
        const std::string bob = world.post(person_of(name + "-bob", email));
        const std::string token = start(world, number);
        const std::string code = world.sent_code();
        const std::size_t cases = open_cases(world);
        Json phone;
        phone["value"] = number;
        phone["type"] = "mobile";
        Json addition;
        addition["op"] = "add";
        addition["path"] = "phoneNumbers";
        addition["value"] = Json::array({phone});
        const auto outcomes = at_once({
            [&] { confirm(world, token, code); },
            [&] { world.patch(bob, addition); },
        });
        CAPTURE(round, outcomes);
        CHECK(is_one_of(outcomes[0], {"done", "unauthorized"}));
        CHECK(outcomes[1] == "done");
        CHECK(world.status(ann) == (outcomes[0] == "done" ? "active" : "registered"));
        CHECK(world.status(bob) == "registered");
        // Whoever asks next gets no code, and an admin is asked.
        static_cast<void>(start(world, number));
        CHECK(open_cases(world) == cases + 1);
        world.require_invariants();
    }
}

TEST_CASE("C12: a code that is typed twice at once joins its owner once", "[race]") {
    World world(each_ground(), {.on_create = "register", .settings = {}});
    for (int round = 0; round < race_rounds(); ++round) {
        const std::string number = number_of(round);
        const std::string ann = owner_of(world, newcomer(round).user_name, number);
        const std::string token = start(world, number);
        const std::string code = world.sent_code();
        const std::string before = world.last_event();
        const auto outcomes = at_once({
            [&] { confirm(world, token, code); },
            [&] { confirm(world, token, code); },
        });
        CAPTURE(round, outcomes);
        CHECK(count_of(outcomes, "done") == 1);
        CHECK(count_of(outcomes, "unauthorized") == 1);
        CHECK(world.status(ann) == "active");
        CHECK(count_events(world, before, "user.joined") == 1);
        world.require_invariants();
    }
}

}  // namespace usher::test::races_phone_test
