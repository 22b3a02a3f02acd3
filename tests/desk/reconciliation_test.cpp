// The sweeper's eye: on a healthy organization it finds nothing; damage is found, said and mended.
#include "desk/reconciliation.hpp"

#include "base/id.hpp"
#include "store/unkeyed_users.hpp"
#include "tests/desk/desk_world.hpp"

#include <algorithm>
#include <functional>
#include <thread>

#include <catch2/catch.hpp>

namespace reconciliation_test {

using namespace usher;
using namespace usher::test;

// clang-format 14 crashes on the nested lists of this file.
// clang-format off
namespace {

using namespace std::chrono_literals;

constexpr auto week = 24h * 7;

desk::Reconciled reconcile(DeskWorld& world) {
    return desk::reconcile(world.office(), world.id(), false);
}

desk::Reconciled dry_run(DeskWorld& world) {
    return desk::reconcile(world.office(), world.id(), true);
}

/// An organization with a bit of everything that is allowed.
void populate(DeskWorld& world) {
    world.push("member", emails({"member@example.org"}));
    world.push("invited", emails({"invited@example.org"}), "invite");
    world.push("registered", emails({"registered@example.org", "no address"}), "register");
    world.push("odd", emails({"no address"}));
    world.insert_request("stranger@example.org");
    world.insert_request("registered@example.org");
    world.remove(world.push("gone", emails({"gone@example.org"}), "invite"));
}

/// Damage that no road does, and the words by which it is found.
struct Damage {
    std::string words;
    std::function<void(DeskWorld&)> inflict;
};

std::string joined(DeskWorld& world) {
    return world.push("ada", emails({"ada@example.org"}));
}

const std::string somebody = "0190a000-0000-7000-8000-00000000dead";

void insert_key_of_nobody(DeskWorld& world) {
    world.execute(
        "INSERT INTO identity_key (organization_id, kind, match_key, user_id) "
        "VALUES (:organization, 'email', 'nobody@example.org', :user)",
        {
            {"organization", world.id()},
            {"user",         somebody  }
    }
    );
}

const std::vector<Damage>& damages() {
    static const std::vector<Damage> all{
        {"is pending though",
         [](DeskWorld& world) {
             joined(world);
             world.insert_request("ada@example.org");
         }                                                                                         },
        {"is open though",         [](DeskWorld& world) { world.insert_invitation(joined(world)); }},
        {"is open beside another",
         [](DeskWorld& world) {
             const auto id = world.push("ada", emails({"ada@example.org"}), "register");
             world.execute("DROP INDEX invitation_open");
             world.insert_invitation(id);
             world.clock().advance(1s);
             world.insert_invitation(id);
         }                                                                                         },
        {"who does not exist",     [](DeskWorld& world) { world.insert_invitation(somebody); }     },
        {"identity keys of user",  insert_key_of_nobody                                            },
        {"shows another end",
         [](DeskWorld& world) {
             world.execute(
                 "UPDATE resource SET invitation_expires_at = '2020-01-01T00:00:00.000Z' "
                 "WHERE id = :id",
                 {
                     {               "id",                                  joined(world)}}
             );
         }                                                                                                   },
        {"nobody would know them",
         [](DeskWorld& world) {
             world.execute(
                 "DELETE FROM identity_key WHERE user_id = :id",
                 {
                     {                         "id",                                  joined(world)}}
             );
         }},
    };
    return all;
}

bool says(const desk::Reconciled& result, const std::string& words) {
    return std::any_of(
        result.violations.begin(),
        result.violations.end(),
        [&](const auto& violation) { return violation.find(words) != std::string::npos; }
    );
}

Texts everything(DeskWorld& world) {
    Texts all;
    for (const char* sql :
         {"SELECT id || state FROM invitation ORDER BY id",
          "SELECT id || state FROM invitation_request ORDER BY id",
          "SELECT user_id || match_key FROM identity_key ORDER BY user_id, match_key",
          "SELECT id || COALESCE(invitation_expires_at, '') FROM resource ORDER BY id",
          "SELECT id FROM tombstone ORDER BY id",
          "SELECT id FROM identity_case ORDER BY id",
          "SELECT id FROM event ORDER BY id"}) {
        for (auto& text : world.texts(sql))
            all.push_back(std::move(text));
    }
    return all;
}

}  // namespace

TEST_CASE("A healthy organization has nothing to reconcile") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    populate(world);
    const Texts before = everything(world);
    const auto result = reconcile(world);
    CHECK(result.violations.empty());
    CHECK(result.requests_reconciled == 0);
    CHECK(result.invitations_expired == 0);
    CHECK(result.cases_opened == 0);
    CHECK(result.tombstones_erased == 0);
    CHECK(everything(world) == before);
}

TEST_CASE("What should be impossible is found, said in words and mended, each kind of it") {
    const auto damage = GENERATE(range(std::size_t{0}, damages().size()));
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto& [words, inflict] = damages()[damage];
    INFO(words);
    inflict(world);
    const Texts before = everything(world);

    const auto seen = dry_run(world);
    CHECK(says(seen, words));
    CHECK(everything(world) == before);

    CHECK(says(reconcile(world), words));
    CHECK(reconcile(world).violations.empty());
}

TEST_CASE("A stale request of a member is reconciled, with its event and a word to the requester") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    joined(world);
    const auto request = world.insert_request("ada@example.org");
    CHECK(reconcile(world).requests_reconciled == 1);
    CHECK(world.request_state(request) == "reconciled");
    CHECK(world.events("request.reconciled") == 1);
    CHECK(world.texts("SELECT kind FROM delivery WHERE kind = 'request_reconciled'").size() == 1);
}

TEST_CASE("An open invitation of a member counts as accepted") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto invitation = world.insert_invitation(joined(world));
    (void)reconcile(world);
    CHECK(world.invitation_state(invitation.id) == "accepted");
    CHECK(world.events("invitation.accepted") == 1);
}

TEST_CASE("Of two open invitations of one user the newer one stays") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = world.push("ada", emails({"ada@example.org"}), "register");
    world.execute("DROP INDEX invitation_open");
    const auto older = world.insert_invitation(id);
    world.clock().advance(1s);
    const auto newer = world.insert_invitation(id);
    (void)reconcile(world);
    CHECK(world.invitation_state(older.id) == "superseded");
    CHECK(world.invitation_state(newer.id) == "open");
    CHECK(world.user(id)->invitation_expires_at == newer.expires_at);
}

TEST_CASE("An invitation past its expiry is closed once, by time, and its user stays expired") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = world.push("ada", emails({"ada@example.org"}), "register");
    const auto invitation = world.insert_invitation(id);
    world.clock().advance(week - 1s);
    CHECK(reconcile(world).invitations_expired == 0);
    world.clock().advance(1s);
    CHECK(dry_run(world).invitations_expired == 1);
    CHECK(world.invitation_state(invitation.id) == "open");
    CHECK(reconcile(world).invitations_expired == 1);
    CHECK(reconcile(world).invitations_expired == 0);
    CHECK(world.invitation_state(invitation.id) == "expired");
    CHECK(
        world.texts("SELECT actor_kind FROM event WHERE action = 'invitation.expired'") ==
        Texts{"system"}
    );
    CHECK(world.user(id)->invitation_expires_at == invitation.expires_at);
    CHECK(reconcile(world).violations.empty());
}

TEST_CASE("Servers that sweep at once expire each invitation once") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    constexpr int people = 250;
    for (int i = 0; i < people; ++i) {
        world.insert_invitation(world.push("user" + std::to_string(i), Json::object(), "register"));
    }
    world.clock().advance(week);
    std::atomic<std::size_t> expired{0};
    {
        std::vector<std::jthread> servers;
        for (int i = 0; i < 4; ++i)
            servers.emplace_back([&] { expired += reconcile(world).invitations_expired; });
    }
    CHECK(expired == people);
    CHECK(world.events("invitation.expired") == people);
}

TEST_CASE("Two users with one address whom nobody was asked about become a case, once") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.push("ada", emails({"ada@example.org"}));
    world.push("ada.l", emails({"ADA@example.org"}));
    CHECK(world.texts("SELECT id FROM identity_case").size() == 1);
    CHECK(reconcile(world).cases_opened == 0);

    world.execute("DELETE FROM identity_case");
    CHECK(dry_run(world).cases_opened == 1);
    const auto result = reconcile(world);
    CHECK(result.cases_opened == 1);
    CHECK(result.violations.empty());
    CHECK(reconcile(world).cases_opened == 0);
}

TEST_CASE("More members than seats are told of and nobody is evicted") {
    DeskWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.push("ada");
    world.push("bob");
    world.change_settings(R"({"seat_limit": 1})"_body);
    CHECK(says(reconcile(world), "2 members have 1 seats"));
    CHECK(world.texts("SELECT id FROM resource WHERE joined_at IS NOT NULL").size() == 2);
}

TEST_CASE("An organization that is not there is not found") {
    DeskWorld world(Kind::sqlite);
    CHECK(problem_of([&] {
              (void)desk::reconcile(world.office(), somebody, false);
          }) == "not_found");
}

}  // namespace reconciliation_test
