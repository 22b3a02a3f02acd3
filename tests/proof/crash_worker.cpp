// Admins and invitees who go on until they are killed: crash_worker DATABASE_URL SLUG PREFIX
//
// Each thread invites, or asks and approves, and accepts, again and again, for addresses that begin
// with PREFIX. What has been done is written to standard output as soon as it has, a line each:
// "invited ADDRESS INVITATION", "accepted ADDRESS INVITATION", "asked ADDRESS", "approved ADDRESS".
#include "tests/support/world.hpp"

#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace usher::test {

namespace {

class Told {
  public:
    void say(const std::string& line) {
        const std::lock_guard lock(mutex_);
        std::cout << line << std::endl;
    }

  private:
    std::mutex mutex_;
};

void invite_and_accept(World& world, Told& told, const std::string& prefix) {
    for (int number = 0;; ++number) {
        const std::string email = prefix + std::to_string(number) + "@one.example";
        const std::string offer = world.invite(email);
        told.say("invited " + email + " " + offer);
        world.accept(world.secret(offer));
        told.say("accepted " + email + " " + offer);
    }
}

void ask_and_approve(World& world, Told& told, const std::string& prefix) {
    for (int number = 0;; ++number) {
        const std::string email = prefix + std::to_string(number) + "@one.example";
        world.ask(email);
        told.say("asked " + email);
        for (const auto& request : world.all_requests()) {
            if (request.email != email || request.state != "pending") continue;
            static_cast<void>(world.ground().requests.approve(world.token(), request.id, {}));
            told.say("approved " + email);
        }
    }
}

}  // namespace

}  // namespace usher::test

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    using namespace usher::test;
    Ground ground{std::string(argv[1])};
    World world(std::string(argv[2]), ground);
    Told told;
    std::vector<std::jthread> threads;
    for (const char* name : {"a", "b", "c"}) {
        const std::string prefix = std::string(argv[3]) + name;
        threads.emplace_back([&, prefix] { invite_and_accept(world, told, prefix + "i"); });
        threads.emplace_back([&, prefix] { ask_and_approve(world, told, prefix + "r"); });
    }
    return 0;
}
