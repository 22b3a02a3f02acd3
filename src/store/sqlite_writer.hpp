// SQLite's one writer: a thread that commits all waiting units of work together.
//
// SQLite lets one connection write at a time, and a commit costs a flush. While one batch is being
// flushed the next one gathers, so under load the flush is shared; alone, nobody waits for company.
#pragma once

#include "store/engine.hpp"
#include "store/sqlite_connection.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace usher::store {

/// Thread-safe.
class SqliteWriter {
  public:
    /// Opens the database. Throws Unavailable if that fails.
    SqliteWriter(const std::string& path, const base::Clock& clock);
    SqliteWriter(const SqliteWriter&) = delete;
    SqliteWriter& operator=(const SqliteWriter&) = delete;
    /// Finishes what is waiting.
    ~SqliteWriter() = default;

    /// Returns when `body` has been committed; throws what it threw, or why that failed.
    void run(const UnitOfWork& body);
    [[nodiscard]] DatabaseCounters counters() const;

  private:
    struct Job {
        const UnitOfWork& body;
        std::promise<void> answer;
        std::exception_ptr error;
    };

    void serve(const std::stop_token& stop);
    /// Waits for work; empty when there is none left and none is to come.
    [[nodiscard]] std::vector<Job> next_batch(const std::stop_token& stop);
    void commit_together(std::vector<Job>& batch);
    void attempt(Job& job);
    static void answer(std::vector<Job>& batch);

    const base::Clock& clock_;
    SqliteConnection connection_;
    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> batches_{0};
    std::atomic<std::uint64_t> rollbacks_{0};
    mutable std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::deque<Job> waiting_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace usher::store
