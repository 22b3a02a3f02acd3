#include "app/sweeper.hpp"

#include "desk/reconciliation.hpp"
#include "store/people.hpp"

#include <exception>
#include <random>

namespace usher::app {

namespace {

std::chrono::milliseconds with_jitter(std::chrono::milliseconds interval) {
    static thread_local std::minstd_rand random(std::random_device{}());
    const auto quarter = interval.count() / 4;
    return std::chrono::milliseconds(std::uniform_int_distribution<std::chrono::milliseconds::rep>(
        interval.count() - quarter, interval.count() + quarter
    )(random));
}

}  // namespace

Sweeper::Sweeper(const desk::Office& office, base::Log& log, SweeperPace pace)
    : office_(office), log_(log), pace_(pace) {}

void Sweeper::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Sweeper::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void Sweeper::run(const std::stop_token& stop) {
    base::Time next_whole_look = office_.clock.now();
    while (!stop.stop_requested()) {
        const base::Time now = office_.clock.now();
        const bool whole = now >= next_whole_look;
        if (whole) next_whole_look = now + pace_.whole_look;
        sweep(whole, stop);
        std::unique_lock lock(mutex_);
        waiting_.wait_for(lock, stop, with_jitter(pace_.interval), [] { return false; });
    }
}

void Sweeper::sweep(bool whole, const std::stop_token& stop) {
    try {
        for (const auto& id : office_.database.read(store::organization_ids)) {
            if (stop.stop_requested()) return;
            sweep_one(id, whole, stop);
        }
    } catch (const std::exception& error) {
        log_.warning(
            "the sweeper was interrupted",
            {
                {"error", error.what()}
        }
        );
    }
}

void Sweeper::sweep_one(
    const std::string& organization_id, bool whole, const std::stop_token& stop
) {
    if (!whole) {
        (void)desk::expire_invitations(office_, organization_id, stop);
        return;
    }
    const auto found = desk::reconcile(office_, organization_id, false, stop);
    for (const std::string& violation : found.violations) {
        log_.error(
            "a violation was found and mended where it can be",
            {
                {"organization", organization_id},
                {"violation",    violation      }
        }
        );
    }
}

}  // namespace usher::app
