// Works off tallied jobs until it is killed: job_worker DATABASE_URL
#include "invitation/problem.hpp"
#include "tests/desk/tallied_job.hpp"

#include <chrono>
#include <iostream>
#include <thread>

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    using namespace usher;
    const base::SystemClock clock;
    base::Log log({}, clock, std::cerr);
    store::Database database({.url = argv[1]}, clock);
    desk::JobRunner runner(
        database,
        log,
        {test::tallied_kind()},
        {.threads = 2, .lease = std::chrono::milliseconds(20), .poll = std::chrono::milliseconds(5)}
    );
    runner.start();
    std::this_thread::sleep_for(std::chrono::minutes(2));
    return 1;
}
