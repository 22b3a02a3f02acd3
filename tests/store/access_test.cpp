// Organizations, directories and the tokens that speak for them.
#include "store/access.hpp"

#include "base/secret.hpp"
#include "tests/store/tenant.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

namespace access_test {

using namespace usher;
using namespace usher::store;
using namespace std::chrono_literals;

namespace {

/// A clock that stands still until it is told.
class HandClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override { return base::Time(microseconds_.load()); }

    void advance(std::chrono::seconds by) { microseconds_ = microseconds_.load() + by; }

  private:
    std::atomic<std::chrono::microseconds> microseconds_{std::chrono::hours(24 * 365 * 56)};
};

struct Gate {
    HandClock clock;
    Database database{
        {.url = test::fresh_database_url(GENERATE(Kind::sqlite, Kind::postgresql))}, clock};
    Tenant tenant{database};

    [[nodiscard]] std::optional<Grant> enter(std::string_view token) {
        return authenticate(database, token, clock.now());
    }

    [[nodiscard]] std::optional<IssuedToken> rotate(
        std::optional<std::chrono::seconds> old_tokens_end_after = {}
    ) {
        const std::string& directory = tenant.directory().directory.id;
        return rotate_token(database, tenant.organization(), directory, old_tokens_end_after);
    }

    [[nodiscard]] std::string count(const std::string& from) {
        return database.read([&](Session& session) {
            return session.find("SELECT count(*) FROM " + from, {}, 1).value()[0].value();
        });
    }
};

}  // namespace

TEST_CASE("An organization has one slug, of the letters that every base URL takes") {
    Gate gate;
    const auto globex = create_organization(gate.database, "globex-2", "Globex").value();
    CHECK(find_organization(gate.database, "globex-2").value().id == globex.id);
    CHECK(find_organization(gate.database, "globex-2").value().name == "Globex");
    CHECK_FALSE(create_organization(gate.database, "globex-2", "Another"));
    for (const std::string& slug :
         {std::string(),
          std::string("A"),
          std::string("a_b"),
          std::string("ä"),
          std::string(64, 'a')}) {
        CHECK_FALSE(create_organization(gate.database, slug, "x"));
    }
    CHECK(create_organization(gate.database, std::string(63, 'a'), "x"));
    CHECK_FALSE(find_organization(gate.database, "nobody"));
}

TEST_CASE("A directory's token proves its organization and directory") {
    Gate gate;
    const CreatedDirectory& made = gate.tenant.directory();
    const Grant grant = gate.enter(made.token.text.reveal()).value();
    CHECK(grant.organization_id == gate.tenant.id());
    CHECK(grant.token_id == made.token.id);
    CHECK(grant.role.empty());
    REQUIRE(grant.directory);
    CHECK(grant.directory->id == made.directory.id);
    CHECK(grant.directory->on_create == "activate");
    CHECK(grant.directory->dialect == "auto");
    gate.clock.advance(24h * 365 * 50);
    CHECK(gate.enter(made.token.text.reveal()));
}

TEST_CASE("A token with any bit changed, cut or of another organization opens nothing") {
    Gate gate;
    const std::string token = gate.tenant.directory().token.text.reveal();
    const std::string bytes = base::from_base64url(token);
    REQUIRE(bytes.size() == 64);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        CHECK_FALSE(gate.enter(base::base64url(changed)));
    }
    CHECK_FALSE(gate.enter(token.substr(1)));
    CHECK_FALSE(gate.enter(token + "A"));
    CHECK_FALSE(gate.enter(token + "="));
    CHECK_FALSE(gate.enter(""));
    CHECK_FALSE(gate.enter("Bearer"));
    const Tenant stranger(gate.database, "stranger");
    const std::string theirs = base::from_base64url(stranger.directory().token.text.reveal());
    CHECK_FALSE(gate.enter(base::base64url(theirs.substr(0, 16) + bytes.substr(16))));
}

TEST_CASE("The store keeps no token that could be used") {
    Gate gate;
    const std::string token = gate.tenant.directory().token.text.reveal();
    const std::string secret = base::from_base64url(token).substr(32);
    const auto rows = gate.database.read([](Session& session) {
        return session.select("SELECT id, hash FROM token", {}, 2);
    });
    REQUIRE(rows.size() == 1);
    CHECK(rows[0][1] == base::hex(base::sha256(secret)));
}

TEST_CASE("Rotation: two tokens are valid at once, a third is refused until one has ended") {
    Gate gate;
    const std::string first = gate.tenant.directory().token.text.reveal();
    const std::string second = gate.rotate(1h).value().text.reveal();
    CHECK(gate.enter(first));
    CHECK(gate.enter(second));
    CHECK_FALSE(gate.rotate(1h));
    gate.clock.advance(59min);
    CHECK(gate.enter(first));
    CHECK_FALSE(gate.rotate());
    gate.clock.advance(1min);
    CHECK_FALSE(gate.enter(first));
    CHECK(gate.enter(second));
    const std::string third = gate.rotate().value().text.reveal();
    CHECK(gate.enter(second));
    CHECK(gate.enter(third));
    CHECK_FALSE(gate.rotate());
}

TEST_CASE("Rotation never makes a token that ends sooner live longer") {
    Gate gate;
    const std::string first = gate.tenant.directory().token.text.reveal();
    static_cast<void>(gate.rotate(10min).value());
    gate.clock.advance(11min);
    const std::string third = gate.rotate(24h).value().text.reveal();
    CHECK_FALSE(gate.enter(first));
    CHECK(gate.enter(third));
}

TEST_CASE("There is no token for a directory of nobody, or of somebody else") {
    Gate gate;
    const Tenant stranger(gate.database, "stranger");
    const std::string& theirs = stranger.directory().directory.id;
    CHECK_FALSE(rotate_token(gate.database, gate.tenant.organization(), theirs, 1h));
    CHECK_FALSE(rotate_token(gate.database, gate.tenant.organization(), "nobody", 1h));
    CHECK(gate.enter(stranger.directory().token.text.reveal()));
}

TEST_CASE("Of rotations at the same moment one wins") {
    Gate gate;
    std::atomic<int> made{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i)
            threads.emplace_back([&] { made += gate.rotate() ? 1 : 0; });
    }
    CHECK(made == 1);
    CHECK(gate.count("token") == "2");
}

TEST_CASE("An admin's token has a role and an end, and no directory") {
    Gate gate;
    const auto& organization = gate.tenant.organization();
    const auto ending = create_admin_token(gate.database, organization, "account_admin", 30s);
    const auto lasting = create_admin_token(gate.database, organization, "founder", {});
    const Grant grant = gate.enter(ending.text.reveal()).value();
    CHECK(grant.role == "account_admin");
    CHECK_FALSE(grant.directory);
    gate.clock.advance(30s);
    CHECK_FALSE(gate.enter(ending.text.reveal()));
    CHECK(gate.enter(lasting.text.reveal()).value().role == "founder");
}

TEST_CASE("What was created and used is on record") {
    Gate gate;
    CHECK(gate.count("event WHERE action = 'organization.created'") == "1");
    CHECK(gate.count("event WHERE action = 'directory.created'") == "1");
    static_cast<void>(gate.rotate());
    static_cast<void>(gate.rotate());
    CHECK(gate.count("event WHERE action = 'directory.token_rotated'") == "1");
    CHECK(gate.count("token WHERE last_used_at IS NOT NULL") == "0");
    record_use(gate.database, gate.enter(gate.tenant.directory().token.text.reveal()).value());
    CHECK(gate.count("token WHERE last_used_at IS NOT NULL") == "1");
}

}  // namespace access_test
