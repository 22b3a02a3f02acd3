// A process in which admins invite and approve and invitees accept is killed (domain.md, C16): what
// it said it did is done, nothing is done by halves, and what it had begun can be repeated.
#include "tests/proof/races.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <catch2/catch.hpp>

namespace usher::test::crash_test {

namespace {

constexpr int kills = 3;
constexpr std::chrono::minutes patience{2};

/// A running crash_worker, killed with this value.
class Worker {
  public:
    Worker(const std::string& url, const std::string& slug, const std::string& prefix)
        : told_(std::filesystem::temp_directory_path() / ("usher-worker-" + slug + prefix)) {
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, told_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600
        );
        std::vector<std::string> words{USHER_CRASH_WORKER, url, slug, prefix};
        std::vector<char*> arguments;
        for (std::string& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const int failed =
            posix_spawn(&child_, USHER_CRASH_WORKER, &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        if (failed != 0) throw std::runtime_error("cannot start the worker");
    }

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    ~Worker() {
        kill();
        std::error_code ignored;
        std::filesystem::remove(told_, ignored);
    }

    /// Until it has told of this many things.
    void wait_for(std::size_t lines) const {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (told().size() < lines) {
            if (std::chrono::steady_clock::now() > deadline)
                throw std::runtime_error("the worker does nothing");
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    void kill() {
        if (child_ < 0) return;
        ::kill(child_, SIGKILL);
        waitpid(child_, nullptr, 0);
        child_ = -1;
    }

    /// Whole lines only: the last one may have been cut off.
    [[nodiscard]] Texts told() const {
        std::ifstream in(told_);
        std::ostringstream all;
        all << in.rdbuf();
        std::istringstream lines(all.str().substr(0, all.str().rfind('\n') + 1));
        Texts found;
        for (std::string line; std::getline(lines, line);)
            found.push_back(line);
        return found;
    }

  private:
    std::filesystem::path told_;
    pid_t child_ = -1;
};

std::string only_holder(const World& world, const std::string& email) {
    const auto who = world.holders(email);
    REQUIRE(who.size() == 1);
    return who[0];
}

/// What was told holds; returns the invitations that were not told to be accepted.
std::set<std::string> check_told(const World& world, const Texts& told) {
    std::map<std::string, std::string> states;
    for (const auto& request : world.all_requests())
        states[request.email] = request.state;
    std::set<std::string> unfinished;
    for (const std::string& line : told) {
        std::istringstream words(line);
        std::string what;
        std::string email;
        std::string offer;
        words >> what >> email >> offer;
        CAPTURE(line);
        if (what == "asked") {
            CHECK(states.contains(email));
        } else if (what == "approved") {
            CHECK(states.at(email) == "approved");
            CHECK(world.status(only_holder(world, email)) == "pending");
        } else if (what == "invited") {
            static_cast<void>(only_holder(world, email));
            unfinished.insert(offer);
        } else {
            CHECK(world.status(only_holder(world, email)) == "active");
            unfinished.erase(offer);
        }
    }
    return unfinished;
}

}  // namespace

TEST_CASE("C16: a process that is killed has done what it said, nothing by halves, and is repeated"
) {
    const std::string url = fresh_database_url(GENERATE(Kind::sqlite, Kind::postgresql));
    Ground ground(url);
    World world(ground);
    for (int round = 0; round < kills; ++round) {
        Worker worker(url, world.slug(), "k" + std::to_string(round));
        worker.wait_for(static_cast<std::size_t>(12 + 5 * round));
        worker.kill();
        const auto unfinished = check_told(world, worker.told());
        world.require_invariants();
        for (const std::string& offer : unfinished) {
            const auto outcome = outcome_of([&] { world.accept(world.secret(offer)); });
            CAPTURE(offer);
            CHECK(is_one_of(outcome, {"done", "accepted"}));
        }
        for (const auto& request : world.all_requests()) {
            if (request.state != "pending") continue;
            CHECK(outcome_of([&] {
                      static_cast<void>(ground.requests.approve(world.token(), request.id, {}));
                  }) == "done");
        }
        world.require_invariants();
    }
    // One letter for each invitation that was opened, whoever was killed meanwhile.
    CHECK(world.letters("invitation") == world.count_invitations());
}

}  // namespace usher::test::crash_test
