// `usher reconcile` beside a database, as an operator or a timer runs it.
#include "base/id.hpp"
#include "store/access.hpp"
#include "store/invitations.hpp"
#include "tests/app/program.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace reconcile_test {

using namespace usher;
using usher::test::run;
using usher::test::TemporaryFolder;
using usher::test::Variables;

namespace {

/// A database of its own with two organizations.
struct Installation {
    Installation() {
        REQUIRE(run({"migrate"}, variables).status == 0);
        for (const char* slug : {"acme", "globex"})
            ids.push_back(store::create_organization(database, slug, slug).value().id);
    }

    /// An open invitation of somebody who is not there.
    void damage(std::size_t organization) {
        (void)database.change([&](store::Transaction& tx) {
            store::Invitation invitation;
            invitation.id = base::new_id(tx.now());
            invitation.user_id = base::new_id(tx.now());
            invitation.created_by = {.kind = "token", .id = "test"};
            invitation.created_at = base::to_text(tx.now());
            invitation.expires_at = base::to_text(tx.now() + std::chrono::hours(1));
            return store::Outcome<bool>{
                .value = store::insert_invitation(tx, ids.at(organization), invitation),
                .events = {}};
        });
    }

    TemporaryFolder folder;
    std::string url = "sqlite:" + folder.file("usher.db");
    Variables variables{
        {"USHER_DATABASE_URL", url                      },
        {"USHER_PUBLIC_URL",   "https://id.example.org/"}
    };
    base::SystemClock clock;
    store::Database database{{.url = url}, clock};
    std::vector<std::string> ids;
};

}  // namespace

TEST_CASE("reconcile on a healthy database prints zeros and ends with 0") {
    const Installation usher;
    const auto ended = run({"reconcile", "--json"}, usher.variables);
    CHECK(ended.status == 0);
    CHECK(
        nlohmann::json::parse(ended.out) == nlohmann::json::parse(R"({"requests_reconciled": 0,
            "invitations_expired": 0, "cases_opened": 0, "tombstones_erased": 0, "violations": []})"
                                            )
    );
}

TEST_CASE("reconcile that finds a violation says which and ends with 1, and mends it unless dry") {
    Installation usher;
    usher.damage(0);
    const auto dry = run({"reconcile", "--dry-run", "--json"}, usher.variables);
    CHECK(dry.status == 1);
    CHECK(nlohmann::json::parse(dry.out).at("violations").size() == 1);

    const auto other = run({"reconcile", "--organization", "globex"}, usher.variables);
    CHECK(other.status == 0);
    const auto wet = run({"reconcile", "--organization", "acme"}, usher.variables);
    CHECK(wet.status == 1);
    CHECK_THAT(wet.out, Catch::Contains("Violation: invitation "));
    CHECK(run({"reconcile"}, usher.variables).status == 0);
}

TEST_CASE("reconcile of an organization that is not there fails and names it") {
    const Installation usher;
    const auto ended = run({"reconcile", "--organization", "initech"}, usher.variables);
    CHECK(ended.status == 1);
    CHECK_THAT(ended.error, Catch::Contains("initech"));
}

}  // namespace reconcile_test
