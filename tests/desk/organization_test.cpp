// What a change of an organization's settings does beside being kept.
#include "desk/organization.hpp"

#include "tests/desk/desk_world.hpp"

#include <catch2/catch.hpp>

namespace organization_test {

using namespace usher;
using namespace usher::test;

TEST_CASE("Phone numbers are recognised anew when the default region changes") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto change = [&](const Json& settings) {
        (void)desk::change_organization(
            world.database(), world.admin(), {.name = {}, .settings = &settings}
        );
    };
    const auto phone_keys = [&] {
        return world.texts("SELECT match_key FROM identity_key WHERE kind = 'phone' ORDER BY 1");
    };
    const Json home = R"({"phoneNumbers": [{"value": "612 34 56 78"}]})"_body;
    const Json abroad = R"({"phoneNumbers": [{"value": "+49 30 123456"}]})"_body;
    change(R"({"default_region": "ES"})"_body);
    world.push("ada", home);
    world.push("bob", abroad);
    CHECK(phone_keys() == Texts{"+34612345678", "+4930123456"});

    change(R"({"default_region": "FR"})"_body);
    CHECK(phone_keys() == Texts{"+33612345678", "+4930123456"});
    CHECK(world.texts("SELECT user_id FROM unkeyed_user").empty());
}

}  // namespace organization_test
