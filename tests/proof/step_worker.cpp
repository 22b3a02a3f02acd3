// One use case of the desk in a process that is killed at a certain step:
//
//   step_worker DATABASE_URL SLUG STEP accept SECRET
//                                      approve REQUEST_ID
//                                      invite ADDRESS,ADDRESS...
//                                      work                     (whatever job waits)
//
// Exit status 0: it came to its end first; 3: it was refused.
#include "desk/bulk_invitations.hpp"
#include "desk/job_runner.hpp"
#include "desk/paste.hpp"
#include "tests/proof/kill_point.hpp"
#include "tests/support/outcome.hpp"
#include "tests/support/world.hpp"

#include <iostream>
#include <string>

namespace usher::test {

namespace {

void perform(World& world, const std::string& action, const std::string& argument) {
    Ground& ground = world.ground();
    if (action == "accept") {
        world.accept(argument);
    } else if (action == "approve") {
        static_cast<void>(ground.requests.approve(world.token(), argument, {}));
    } else if (action == "invite") {
        const desk::BulkInvitations bulk(ground.office, ground.invitations);
        static_cast<void>(bulk.invite(
            world.token(invitation::Role::founder), {}, desk::read_pasted(argument), false
        ));
    } else {
        const desk::BulkInvitations bulk(ground.office, ground.invitations);
        base::Log log({}, ground.clock, std::cerr);
        desk::JobRunner runner(
            ground.database, log, {bulk.job_kind()}, {.threads = 1, .lease = {}, .poll = {}}
        );
        static_cast<void>(runner.run_next());
    }
}

}  // namespace

}  // namespace usher::test

int main(int argc, char** argv) {
    if (argc < 5) return 2;
    using namespace usher::test;
    Ground ground{std::string(argv[1])};
    World world(std::string(argv[2]), ground);
    die_at(std::stoi(argv[3]));
    const std::string outcome =
        outcome_of([&] { perform(world, argv[4], argc > 5 ? argv[5] : ""); });
    die_at(0);
    return outcome == "done" ? 0 : 3;
}
