// A process dies between any two steps of acceptance, approval and bulk invitation (domain.md,
// C16): nothing is done by halves, it can be repeated or goes on, and each letter is written once.
//
// "Any two" is meant: the process is killed before its first message to the database, then before
// its second, and so on, until it comes to its end. USHER_KILL_STRIDE=1 takes every step, by
// default only some of the long use cases' are taken.
#include "desk/bulk_invitations.hpp"
#include "desk/bulk_texts.hpp"
#include "desk/job_runner.hpp"
#include "desk/paste.hpp"
#include "store/jobs.hpp"
#include "tests/proof/rows.hpp"

#include <cstdlib>
#include <functional>
#include <iostream>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::steps_test {

namespace {

/// Organizations on one database of this case's own, in each of which one process dies.
struct Scene {
    explicit Scene(Kind kind) : url(fresh_database_url(kind)), ground(url) {}

    /// Whether `words` (of step_worker, after STEP) died at that step.
    [[nodiscard]] bool dies(const World& world, int step, const Texts& words) const {
        Texts all{USHER_STEP_WORKER, url, world.slug(), std::to_string(step)};
        all.insert(all.end(), words.begin(), words.end());
        std::vector<char*> arguments;
        for (std::string& word : all)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        pid_t child = -1;
        if (posix_spawn(&child, USHER_STEP_WORKER, nullptr, nullptr, arguments.data(), environ) !=
            0) {
            throw std::runtime_error("cannot start the worker");
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (WIFSIGNALED(status)) return true;
        if (WEXITSTATUS(status) != 0) throw std::runtime_error("the worker was refused");
        return false;
    }

    std::string url;
    Ground ground;
};

int stride(int by_default) {
    const char* wished = std::getenv("USHER_KILL_STRIDE");
    return wished != nullptr ? std::stoi(wished) : by_default;
}

/// Lets `play(world, step)`, which says whether a process died, go through all steps. Each has an
/// organization of its own.
void at_each_step(
    Scene& scene, int by_default, const std::function<bool(World& world, int step)>& play
) {
    int kills = 0;
    for (int step = 1;; step += stride(by_default)) {
        World world(scene.ground);
        CAPTURE(step);
        const bool died = play(world, step);
        world.require_invariants();
        if (!died) break;
        ++kills;
    }
    // The net catches: there were steps to die at.
    CHECK(kills > 3);
}

desk::BulkAnswer invite_pasted(World& world, const std::string& text) {
    const desk::BulkInvitations bulk(world.ground().office, world.ground().invitations);
    return bulk.invite(world.token(invitation::Role::founder), {}, desk::read_pasted(text), false);
}

void check_invited_once(const World& world, const std::string& email) {
    CAPTURE(email);
    REQUIRE(world.holders(email).size() == 1);
    const auto offers = world.invitations_of(world.holders(email)[0]);
    REQUIRE(offers.size() == 1);
    CHECK(offers[0].state == "open");
    CHECK(world.letters("invitation", offers[0].id) == 1);
}

/// A job of invitations as a call with more than a hundred makes it, but with few.
std::string create_job(World& world, const Texts& emails) {
    Texts items;
    for (const std::string& email : emails) {
        desk::RecipientEntry entry;
        entry.email = email;
        items.push_back(desk::write_entry(entry));
    }
    return world.ground().database.change([&](store::Transaction& tx) {
        return store::Outcome<std::string>{
            .value = store::create_job(
                tx,
                {.organization_id = world.id(),
                 .kind = std::string(desk::invite_job),
                 .input = desk::write_terms({}, emails.size()),
                 .created_by = desk::write_caller(world.token(invitation::Role::founder))},
                items
            ),
            .events = {}};
    });
}

/// As after a restart: whatever job waits.
void go_on(World& world) {
    const desk::BulkInvitations bulk(world.ground().office, world.ground().invitations);
    base::Log log({}, world.ground().clock, std::cerr);
    desk::JobRunner runner(
        world.ground().database, log, {bulk.job_kind()}, {.threads = 1, .lease = {}, .poll = {}}
    );
    while (runner.run_next())
        continue;
}

}  // namespace

TEST_CASE("C16: killed at any step of an acceptance, the person has joined or can accept again") {
    Scene scene(GENERATE(Kind::sqlite, Kind::postgresql));
    at_each_step(scene, 7, [&](World& world, int step) {
        desk::InvitationTerms terms;
        terms.groups.push_back({.id = world.post_group("team"), .role = "manager"});
        world.ask("ann@one.example");
        const std::string secret = world.secret(world.invite("ann@one.example", terms));
        const std::string id = world.holders("ann@one.example").at(0);
        const bool died = scene.dies(world, step, {"accept", secret});
        world.require_invariants();
        CHECK(is_one_of(outcome_of([&] { world.accept(secret); }), {"done", "accepted"}));
        CHECK(world.status(id) == "active");
        CHECK(world.invitations_of(id).at(0).state == "accepted");
        CHECK(world.members_of(terms.groups[0].id) == Texts{id});
        CHECK(count_events(world, "", "user.joined") == 1);
        return died;
    });
}

TEST_CASE("C16: killed at any step of an approval, the request is approved or can be") {
    Scene scene(GENERATE(Kind::sqlite, Kind::postgresql));
    at_each_step(scene, 5, [&](World& world, int step) {
        world.ask("ann@one.example");
        const std::string request = world.all_requests().at(0).id;
        const bool died = scene.dies(world, step, {"approve", request});
        world.require_invariants();
        const auto again = outcome_of([&] {
            static_cast<void>(world.ground().requests.approve(world.token(), request, {}));
        });
        CHECK(is_one_of(again, {"done", "not_pending"}));
        CHECK(world.all_requests().at(0).state == "approved");
        check_invited_once(world, "ann@one.example");
        return died;
    });
}

TEST_CASE("C16: killed at any step of a bulk call, those who were not invited can be, once each") {
    Scene scene(GENERATE(Kind::sqlite, Kind::postgresql));
    at_each_step(scene, 9, [&](World& world, int step) {
        const std::string text = "ann@one.example,bob@one.example,cai@one.example";
        const bool died = scene.dies(world, step, {"invite", text});
        world.require_invariants();
        for (const auto& result : invite_pasted(world, text).results)
            CHECK(is_one_of(result.reason, {"", "already_invited"}));
        for (const char* name : {"ann", "bob", "cai"})
            check_invited_once(world, std::string(name) + "@one.example");
        return died;
    });
}

TEST_CASE("C16: killed at any step of a job, it goes on and invites each once") {
    Scene scene(GENERATE(Kind::sqlite, Kind::postgresql));
    at_each_step(scene, 9, [&](World& world, int step) {
        const Texts emails{"ann@one.example", "bob@one.example", "cai@one.example"};
        const std::string job = create_job(world, emails);
        const bool died = scene.dies(world, step, {"work"});
        world.require_invariants();
        go_on(world);
        const auto closed = world.ground().database.read([&](store::Session& session) {
            return store::find_job(session, world.id(), job);
        });
        CHECK(closed.value().state == "done");
        CHECK(closed.value().done == emails.size());
        for (const std::string& email : emails)
            check_invited_once(world, email);
        return died;
    });
}

}  // namespace usher::test::steps_test
