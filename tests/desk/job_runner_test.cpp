// Jobs: every item once, whoever works and whatever interrupts, on both databases.
#include "invitation/problem.hpp"
#include "tests/desk/tallied_job.hpp"
#include "tests/support/databases.hpp"

#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>

#include <catch2/catch.hpp>

namespace job_runner_test {

using namespace usher;
using namespace std::chrono_literals;
using test::Kind;

namespace {

struct World {
    explicit World(Kind kind)
        : url(test::fresh_database_url(kind)),
          database(std::make_unique<store::Database>(store::DatabaseOptions{.url = url}, clock)),
          organization_id(store::create_organization(*database, "acme", "Acme").value().id) {}

    [[nodiscard]] std::unique_ptr<desk::JobRunner> runner(desk::JobOptions options = {}) {
        return std::make_unique<desk::JobRunner>(
            *database, log, std::vector{test::tallied_kind()}, options
        );
    }

    [[nodiscard]] store::Job job(const std::string& id) const {
        return test::job_of(*database, organization_id, id);
    }

    /// Every item has an outcome and had its effect exactly once.
    void check_all_done(const std::string& id, std::size_t total) const {
        const auto job = this->job(id);
        CHECK(job.state == "done");
        CHECK(job.total == total);
        CHECK(job.done == total);
        CHECK(job.closed_at.has_value());
        for (const auto& item : test::items_of(*database, job))
            CHECK(item.outcome == "sent");
        const auto effects = test::effects_of(*database, job);
        CHECK(effects.size() == total);
        for (const auto& [ordinal, times] : effects)
            CHECK(times == 1);
    }

    base::SystemClock clock;
    base::Log log{{}, clock, std::cerr};
    std::string url;
    std::unique_ptr<store::Database> database;
    std::string organization_id;
};

std::vector<std::string> numbered(std::size_t count) {
    std::vector<std::string> items;
    for (std::size_t i = 0; i < count; ++i)
        items.push_back("p" + std::to_string(i) + "@x.org");
    return items;
}

/// A process that works off jobs until it is killed.
class Worker {
  public:
    explicit Worker(std::string url) {
        std::string program = USHER_JOB_WORKER;
        char* const arguments[] = {program.data(), url.data(), nullptr};
        REQUIRE(posix_spawn(&child_, program.c_str(), nullptr, nullptr, arguments, environ) == 0);
    }

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    ~Worker() {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
    }

  private:
    pid_t child_ = -1;
};

}  // namespace

TEST_CASE("a job's items are kept in order, and each has its outcome and its effect once") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = test::create_tallied_job(*world.database, world.organization_id, numbered(777));
    CHECK(world.job(id).state == "queued");
    CHECK(world.job(id).done == 0);
    const auto runner = world.runner();
    CHECK(runner->run_next());
    CHECK_FALSE(runner->run_next());
    world.check_all_done(id, 777);
    const auto items = test::items_of(*world.database, world.job(id));
    REQUIRE(items.size() == 777);
    CHECK(items[300].input == "p300@x.org");
    CHECK(items[776].result == R"({"email":"p776@x.org"})");
}

TEST_CASE("an item that is refused or fails is marked so, without effect, and the rest goes on") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = test::create_tallied_job(
        *world.database, world.organization_id, {"a@x.org", "refuse", "fail", "b@x.org"}
    );
    CHECK(world.runner()->run_next());
    const auto job = world.job(id);
    CHECK(job.state == "done");
    CHECK(job.done == 4);
    const auto items = test::items_of(*world.database, job);
    CHECK(items[1].outcome == "not_sent");
    CHECK(items[1].result == R"({"reason":"seat_limit","detail":"no seat"})");
    CHECK(items[2].result->find("internal") != std::string::npos);
    CHECK(test::effects_of(*world.database, job).size() == 2);
}

TEST_CASE("a job without items is done, and jobs of other kinds are left alone") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = test::create_tallied_job(*world.database, world.organization_id, {});
    CHECK(world.job(id).state == "done");
    world.database->change([&](store::Transaction& tx) {
        return store::Outcome<std::string>{
            .value = store::create_job(
                tx,
                {.organization_id = world.organization_id,
                 .kind = "other",
                 .input = "{}",
                 .created_by = "{}"},
                {"x"}
            ),
            .events = {}};
    });
    CHECK_FALSE(world.runner()->run_next());
}

TEST_CASE("an organization does not see another's job") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = test::create_tallied_job(*world.database, world.organization_id, numbered(1));
    const auto other = store::create_organization(*world.database, "other", "Other").value();
    const auto found = world.database->read([&](store::Session& session) {
        return store::find_job(session, other.id, id);
    });
    CHECK_FALSE(found.has_value());
}

TEST_CASE("two servers that work on one job at once do no item twice") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = test::create_tallied_job(*world.database, world.organization_id, numbered(300));
    // No lease: each believes that the other is dead, all the time.
    const desk::JobOptions impatient{.threads = 2, .lease = 0ms, .poll = 1ms};
    store::Database second({.url = world.url}, world.clock);
    desk::JobRunner other(second, world.log, {test::tallied_kind()}, impatient);
    const auto runner = world.runner(impatient);
    runner->start();
    other.start();
    while (world.job(id).state != "done")
        std::this_thread::sleep_for(5ms);
    runner->stop();
    other.stop();
    world.check_all_done(id, 300);
}

TEST_CASE("a runner that is told of a job begins it at once, and stops between two items") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto runner = world.runner({.threads = 1, .lease = 15s, .poll = 1h});
    runner->start();
    const auto id = test::create_tallied_job(*world.database, world.organization_id, numbered(500));
    runner->wake();
    while (world.job(id).done == 0)
        std::this_thread::sleep_for(1ms);
    runner->stop();
    // The claim is given up: another goes on without waiting for its end.
    while (world.runner()->run_next())
        continue;
    world.check_all_done(id, 500);
}

TEST_CASE("kill -9 in the middle of a job loses no item and repeats none") {
    World world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = test::create_tallied_job(*world.database, world.organization_id, numbered(600));
    for (int round = 0; round < 5; ++round) {
        const auto before = world.job(id).done;
        const Worker worker(world.url);
        while (world.job(id).done < std::min<std::size_t>(before + 40, 600))
            std::this_thread::sleep_for(1ms);
    }
    {
        const Worker worker(world.url);
        while (world.job(id).state != "done")
            std::this_thread::sleep_for(5ms);
    }
    world.check_all_done(id, 600);
}

}  // namespace job_runner_test
