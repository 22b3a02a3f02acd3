// A thread that looks over every organization now and then (desk/reconciliation.hpp): what time has
// ended gets its event soon, and what should be impossible does not stay.
//
// Several servers on one database may each have one: whatever one has done, the other finds done.
#pragma once

#include "base/log.hpp"
#include "desk/office.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace usher::app {

struct SweeperPace {
    /// Between two rounds, a quarter more or less by chance: servers that started together do not
    /// stay together.
    std::chrono::milliseconds interval = std::chrono::seconds(60);
    /// Between two looks at everything, by the office's clock; the rounds between only expire
    /// invitations.
    std::chrono::seconds whole_look = std::chrono::hours(1);
};

/// Owns one thread. What goes wrong in an organization is logged, and tried again next time.
class Sweeper {
  public:
    /// Both must outlive it.
    Sweeper(const desk::Office& office, base::Log& log, SweeperPace pace = {});
    Sweeper(const Sweeper&) = delete;
    Sweeper& operator=(const Sweeper&) = delete;
    ~Sweeper() = default;  // the thread stops and is waited for

    /// Begins with a look at everything.
    void start();
    /// Returns when the unit of work at hand is done.
    void stop();

  private:
    void run(const std::stop_token& stop);
    void sweep(bool whole, const std::stop_token& stop);
    void sweep_one(const std::string& organization_id, bool whole, const std::stop_token& stop);

    const desk::Office& office_;
    base::Log& log_;
    SweeperPace pace_;
    std::mutex mutex_;
    std::condition_variable_any waiting_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace usher::app
