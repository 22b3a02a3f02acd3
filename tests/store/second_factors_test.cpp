#include "store/second_factors.hpp"

#include "store/credentials.hpp"
#include "store/people.hpp"
#include "tests/scim/served_types.hpp"
#include "tests/store/tenant.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace second_factors_test {

using namespace usher;
using namespace usher::store;
using usher::test::Kind;

namespace {

struct World {
    explicit World(Kind kind) : fresh(kind) {}

    /// Runs `body` in a transaction.
    template <class Body>
    auto run(const Body& body) {
        return in_transaction(fresh.database, body);
    }

    [[nodiscard]] std::vector<SecondFactor> factors() {
        return fresh.database.read([&](Session& session) {
            return second_factors_of(session, acme.id(), ana);
        });
    }

    [[nodiscard]] bool begin(const std::string& kind, const Value& secret) {
        return run([&](Transaction& tx) {
            return begin_second_factor(tx, acme.id(), ana, {.kind = kind, .sealed_secret = secret});
        });
    }

    [[nodiscard]] bool confirm(const std::string& kind) {
        return run([&](Transaction& tx) { return confirm_second_factor(tx, acme.id(), ana, kind); }
        );
    }

    [[nodiscard]] bool use(std::int64_t step) {
        return run([&](Transaction& tx) { return use_totp_step(tx, acme.id(), ana, step); });
    }

    Fresh fresh;
    Tenant acme{fresh.database};
    std::string ana = acme.new_id();
};

}  // namespace

TEST_CASE("A second factor that is being set up can be begun again until it is confirmed") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK(world.begin("totp", "first"));
    CHECK(world.begin("totp", "second"));
    REQUIRE(world.factors().size() == 1);
    CHECK(world.factors()[0].sealed_secret == "second");
    CHECK_FALSE(world.factors()[0].confirmed_at.has_value());
    CHECK(world.confirm("totp"));
    CHECK(world.factors()[0].confirmed_at.has_value());
    CHECK_FALSE(world.confirm("totp"));
    CHECK_FALSE(world.begin("totp", "third"));
    CHECK(world.factors()[0].sealed_secret == "second");
    CHECK_FALSE(world.confirm("email"));
}

TEST_CASE("A TOTP step is used once, and none before it ever again") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    CHECK_FALSE(world.use(100));
    REQUIRE(world.begin("totp", "secret"));
    CHECK(world.use(100));
    CHECK_FALSE(world.use(100));
    CHECK_FALSE(world.use(99));
    CHECK(world.use(101));
    CHECK(world.factors()[0].last_step == 101);
}

TEST_CASE("Second factors are removed one by one, all at once, and with the user") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto begin_all = [&] {
        return world.begin("totp", "a") && world.begin("email", {}) && world.begin("sms", "b");
    };
    REQUIRE(begin_all());
    const auto remove = [&](std::string_view kind) {
        return world.run([&](Transaction& tx) {
            return remove_second_factor(tx, world.acme.id(), world.ana, kind);
        });
    };
    CHECK(remove("email"));
    CHECK_FALSE(remove("email"));
    CHECK(world.factors().size() == 2);
    const auto removed = world.run([&](Transaction& tx) {
        return remove_second_factors(tx, world.acme.id(), world.ana);
    });
    CHECK(removed == 2);
    REQUIRE(begin_all());
    world.run([&](Transaction& tx) {
        forget_secrets_of_user(tx, world.acme.id(), world.ana);
        return true;
    });
    CHECK(world.factors().empty());
}

TEST_CASE("A password's hash is found for the user who has one") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const std::string id = world.acme
                               .insert(
                                   test::user_type(),
                                   scim::Json{
                                       {"userName", "ana"}
    }
                               )
                               .id;
    const auto find = [&](const std::string& user) {
        return world.fresh.database.read([&](Session& session) {
            return password_hash_of(session, world.acme.id(), user);
        });
    };
    CHECK_FALSE(find(id).has_value());
    world.run([&](Transaction& tx) {
        store_password(tx, world.acme.id(), "User", id, "$y$hash");
        return true;
    });
    CHECK(find(id) == "$y$hash");
    CHECK_FALSE(find(world.ana).has_value());
}

}  // namespace second_factors_test
