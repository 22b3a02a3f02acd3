// Carries out jobs: threads that claim one, do its items, and go on after whatever interrupted
// them.
//
// An item's effect and its mark are one transaction (store/jobs.hpp): a process that dies between
// any two steps loses none and repeats none, and neither do several servers on one database. What
// an item refuses (a Problem) is its outcome; what fails otherwise is tried again a few times, then
// noted, so that one bad item does not stop the rest.
#pragma once

#include "base/log.hpp"
#include "event/event.hpp"
#include "store/database.hpp"
#include "store/jobs.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace usher::desk {

/// What became of an item: a word, JSON text for the result, and what leaves with it.
struct ItemDone {
    std::string outcome;
    std::string result;
    store::Effects effects = {};
};

/// How jobs of one kind are done. Called from several threads at once.
struct JobKind {
    std::string name;
    /// Does an item in `tx`; may run again after a conflict, so no outside effects. A Problem takes
    /// back what the item did.
    std::function<
        ItemDone(store::Transaction& tx, const store::Job& job, const store::JobItem& item)>
        carry_out;
    /// How an item is marked that was refused: `reason` is a problem's code.
    std::function<
        ItemDone(const store::JobItem& item, std::string_view reason, const std::string& detail)>
        refuse;
};

struct JobOptions {
    std::size_t threads = 2;
    std::chrono::milliseconds lease{15'000};  ///< after which a dead worker's job is taken over
    std::chrono::milliseconds poll{1'000};    ///< how often other servers' jobs are looked for
};

class JobRunner {
  public:
    /// `database` and `log` must outlive it.
    JobRunner(
        store::Database& database,
        base::Log& log,
        std::vector<JobKind> kinds,
        JobOptions options = {}
    );
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;
    ~JobRunner();  ///< stop()s

    void start();
    /// Finishes the items at hand and gives up the claims. Returns when no thread works any more.
    void stop();
    /// A job was made: do not wait for the next poll. Any thread.
    void wake();

    /// Claims a job and does what waits of it, on the calling thread. False: there was none.
    bool run_next(const std::stop_token& stop = {});

  private:
    void work(const std::stop_token& stop);
    void run(const store::Job& job, const JobKind& kind, const std::stop_token& stop);
    void do_item(const store::Job& job, const JobKind& kind, const store::JobItem& item);
    void attempt(const store::Job& job, const JobKind& kind, const store::JobItem& item);
    void mark(const store::Job& job, const store::JobItem& item, const ItemDone& done);
    [[nodiscard]] const JobKind& kind_of(const store::Job& job) const;

    store::Database& database_;
    base::Log& log_;
    std::vector<JobKind> kinds_;
    JobOptions options_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::size_t wakes_ = 0;
    std::vector<std::jthread> threads_;
};

}  // namespace usher::desk
