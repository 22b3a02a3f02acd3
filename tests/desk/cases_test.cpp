// One person twice: an admin links the two records, says that they are two people, or parts them
// again.
#include "desk/cases.hpp"

#include "desk/reconciliation.hpp"
#include "tests/desk/desk_world.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

namespace cases_test {

using namespace usher;
using namespace usher::test;

namespace {

/// Ada as an admin knows her, and as the directory pushed her under another user name.
struct TwoAdas {
    explicit TwoAdas(Kind kind) : world(kind) {
        unmanaged = world.add("ada", emails({"ada@example.org", "ada@home.example"}));
        Json pushed = emails({"ada.work@example.org"});
        pushed["externalId"] = "okta-1";
        managed = world.push("ada.work", pushed);
        // The directory pushes an address that she has already.
        case_id = open_case();
        team = world.add_group("Engines");
        chat = world.add_group("Chat");
        world.join(team, managed, "manager");
        world.join(chat, managed, "member");
        world.join(chat, unmanaged, "member");
    }

    std::string open_case() {
        world.execute(
            "INSERT INTO identity_case (organization_id, id, kind, state, user_id, other_user_id, "
            "evidence, opened_at) VALUES (:organization, :id, 'possible_duplicate', 'open', :user, "
            ":other, '{}', :now)",
            {
                {"organization", world.id()                            },
                {"id",           "0190a000-0000-7000-8000-00000000ca5e"},
                {"user",         managed                               },
                {"other",        unmanaged                             },
                {"now",          base::to_text(world.clock().now())    }
        }
        );
        return "0190a000-0000-7000-8000-00000000ca5e";
    }

    store::IdentityCase link(const std::string& keep) {
        return desk::Cases(world.office()).link(world.admin(), case_id, keep);
    }

    store::IdentityCase undo() { return desk::Cases(world.office()).undo(world.admin(), case_id); }

    Texts groups_of(const std::string& user_id) {
        return world.texts(
            "SELECT group_id || ' ' || role FROM membership WHERE member_id = :id "
            "ORDER BY group_id",
            {
                {"id", user_id}
        }
        );
    }

    Texts keys_of(const std::string& user_id) {
        return world.texts(
            "SELECT match_key FROM identity_key WHERE user_id = :id AND kind <> 'likeness' ORDER "
            "BY match_key",
            {
                {"id", user_id}
        }
        );
    }

    DeskWorld world;
    std::string unmanaged;
    std::string managed;
    std::string case_id;
    std::string team;
    std::string chat;
};

bool healthy(DeskWorld& world) {
    return desk::reconcile(world.office(), world.id(), true).violations.empty();
}

}  // namespace

TEST_CASE("Linked records are one person: the kept one has what the other had") {
    TwoAdas adas(GENERATE(Kind::sqlite, Kind::postgresql));
    DeskWorld& world = adas.world;
    world.make_founder(adas.managed);

    const auto linked = adas.link(adas.unmanaged);

    CHECK(linked.state == "linked");
    CHECK(linked.closed_by == world.admin().actor);
    const auto kept = world.user(adas.unmanaged).value();
    CHECK(kept.directory_id == world.directory_id());
    CHECK(kept.joined_at.has_value());
    CHECK(world.document(adas.unmanaged)["externalId"] == "okta-1");
    CHECK(world.document(adas.unmanaged)["userName"] == "ada");
    CHECK(
        adas.keys_of(adas.unmanaged) ==
        Texts{"ada.work@example.org", "ada@example.org", "ada@home.example"}
    );
    CHECK(
        adas.groups_of(adas.unmanaged) == sorted({adas.team + " manager", adas.chat + " member"})
    );
    CHECK(
        world.texts(
            "SELECT organization_role FROM person WHERE user_id = :id",
            {
                {"id", adas.unmanaged}
    }
        ) == Texts{"founder"}
    );
    CHECK_FALSE(world.user(adas.managed));
    CHECK(world.texts("SELECT id FROM tombstone") == Texts{adas.managed});
    CHECK(world.events("case.linked") == 1);
    CHECK(world.events("user.adopted") == 1);
    CHECK(healthy(world));
}

TEST_CASE("Linking ends the other's invitation, takes the kept one's and reconciles requests") {
    TwoAdas adas(GENERATE(Kind::sqlite, Kind::postgresql));
    DeskWorld& world = adas.world;
    const auto kept = world.insert_invitation(adas.unmanaged);
    world.execute(
        "UPDATE resource SET joined_at = NULL WHERE id = :id",
        {
            {"id", adas.managed}
    }
    );
    const auto other = world.insert_invitation(adas.managed);
    SECTION("nobody had joined") {
        (void)adas.link(adas.unmanaged);
        CHECK(world.invitation_state(kept.id) == "open");
    }
    SECTION("the other had joined") {
        world.execute(
            "UPDATE resource SET joined_at = created_at WHERE id = :id",
            {
                {"id", adas.managed}
        }
        );
        const auto request = world.insert_request("ada.work@example.org");
        (void)adas.link(adas.unmanaged);
        CHECK(world.invitation_state(kept.id) == "accepted");
        CHECK(world.request_state(request) == "reconciled");
    }
    CHECK(world.invitation_state(other.id) == "revoked");
    CHECK(healthy(world));
}

TEST_CASE("The record that a directory manages can be kept too, and stays as its directory has it"
) {
    TwoAdas adas(GENERATE(Kind::sqlite, Kind::postgresql));
    DeskWorld& world = adas.world;
    (void)adas.link(adas.managed);
    CHECK(world.document(adas.managed)["externalId"] == "okta-1");
    CHECK(world.events("user.adopted") == 0);
    CHECK_FALSE(world.user(adas.unmanaged));
    CHECK(adas.keys_of(adas.managed).size() == 3);
    CHECK(healthy(world));
}

TEST_CASE("A link that was wrong is taken back: both are who they were, and the case is open") {
    TwoAdas adas(GENERATE(Kind::sqlite, Kind::postgresql));
    DeskWorld& world = adas.world;
    const auto keep = GENERATE(0, 1);
    const std::string& kept = keep == 0 ? adas.unmanaged : adas.managed;
    const std::string& other = keep == 0 ? adas.managed : adas.unmanaged;
    world.make_founder(adas.managed);
    world.execute(
        "INSERT INTO credential VALUES (:organization, 'User', :id, 'hash', :id)",
        {
            {"organization", world.id()},
            {"id",           other     }
    }
    );
    const auto state = [&] {
        Texts all;
        for (const std::string& id : {adas.unmanaged, adas.managed}) {
            const auto user = world.user(id).value();
            all.push_back(scim::to_text(scim::parse_json(user.document)));
            all.push_back(user.directory_id.value_or("nobody"));
            all.push_back(user.joined_at.value_or("never"));
            for (auto& text : adas.groups_of(id))
                all.push_back(std::move(text));
            for (auto& text : adas.keys_of(id))
                all.push_back(std::move(text));
        }
        for (auto& text : world.texts("SELECT user_id || organization_role FROM person "
                                      "WHERE organization_role <> 'member'"))
            all.push_back(std::move(text));
        for (auto& text : world.texts("SELECT user_id || password_hash FROM credential"))
            all.push_back(std::move(text));
        return all;
    };
    const Texts before = state();
    (void)adas.link(kept);
    CHECK(world.texts("SELECT user_id FROM credential") == Texts{kept});
    world.clock().advance(std::chrono::hours(1));

    const auto open = adas.undo();

    CHECK(state() == before);
    CHECK(open.state == "open");
    CHECK_FALSE(open.closed_at);
    CHECK(world.events("case.undone") == 1);
    CHECK(healthy(world));
    CHECK(adas.link(kept).state == "linked");
}

TEST_CASE("Nothing is taken back once the other has been erased") {
    TwoAdas adas(GENERATE(Kind::sqlite, Kind::postgresql));
    (void)adas.link(adas.unmanaged);
    adas.world.execute("DELETE FROM tombstone");
    CHECK(problem_of([&] { (void)adas.undo(); }) == "conflict");
    CHECK(adas.groups_of(adas.unmanaged).size() == 2);
}

TEST_CASE("A rejected case leaves both as they are and is decided for good") {
    TwoAdas adas(GENERATE(Kind::sqlite, Kind::postgresql));
    desk::Cases cases(adas.world.office());
    CHECK(cases.reject(adas.world.admin(), adas.case_id).state == "rejected");
    CHECK(adas.world.user(adas.managed));
    CHECK(adas.world.user(adas.unmanaged));
    CHECK(adas.world.events("case.rejected") == 1);
    CHECK(problem_of([&] { (void)adas.link(adas.managed); }) == "conflict");
    CHECK(problem_of([&] { (void)adas.undo(); }) == "conflict");
}

TEST_CASE("Of two admins who decide a case at once one does, and the other learns who did") {
    TwoAdas adas(GENERATE(Kind::sqlite, Kind::postgresql));
    std::atomic<int> decided{0};
    std::atomic<int> conflicts{0};
    {
        std::vector<std::jthread> admins;
        for (int i = 0; i < 4; ++i) {
            admins.emplace_back([&, i] {
                const auto problem = problem_of([&] {
                    if (i % 2 == 0) {
                        (void)adas.link(i == 0 ? adas.managed : adas.unmanaged);
                    } else {
                        (void)desk::Cases(adas.world.office())
                            .reject(adas.world.admin(), adas.case_id);
                    }
                });
                problem.empty() ? ++decided : ++conflicts;
            });
        }
    }
    CHECK(decided == 1);
    CHECK(conflicts == 3);
    CHECK(healthy(adas.world));
}

TEST_CASE("Cases are for reviewers of the whole organization") {
    TwoAdas adas(Kind::sqlite);
    desk::Cases cases(adas.world.office());
    const auto as = [&](invitation::Role role) {
        return problem_of([&] {
            (void)cases.link(adas.world.caller(role), adas.case_id, adas.managed);
        });
    };
    CHECK(as(invitation::Role::member) == "forbidden");
    CHECK(as(invitation::Role::team_admin) == "forbidden");
    CHECK(as(invitation::Role::account_admin).empty());
}

TEST_CASE("One of a case's own two users is kept, and only a known case is decided") {
    TwoAdas adas(Kind::sqlite);
    CHECK(problem_of([&] { (void)adas.link(adas.world.push("bob")); }) == "validation_failed");
    desk::Cases cases(adas.world.office());
    CHECK(problem_of([&] {
              (void)cases.show(adas.world.admin(), "0190a000-0000-7000-8000-00000000dead");
          }) == "not_found");
    CHECK(problem_of([&] { (void)cases.reject(adas.world.admin(), "x"); }) == "not_found");
}

}  // namespace cases_test
