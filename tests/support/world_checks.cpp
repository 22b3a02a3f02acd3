// What of invariants.hpp and world.hpp speaks to the running test case.
#include "tests/support/invariants.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

namespace usher::test {

void require_invariants(store::Database& database, base::Time now) {
    REQUIRE(violations(database, now) == std::vector<std::string>());
}

void require_invariants(
    store::Database& database, const std::string& organization_id, base::Time now
) {
    REQUIRE(violations(database, organization_id, now) == std::vector<std::string>());
}

Ground& each_ground() {
    return shared_ground(GENERATE(Kind::sqlite, Kind::postgresql));
}

void World::require_invariants() const {
    test::require_invariants(ground_.database, id(), ground_.clock.now());
}

}  // namespace usher::test
