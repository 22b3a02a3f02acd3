// What takes deliveries from the queue and has them sent.
//
// At least once: a process that dies between sending and recording leaves the claim to lapse, and
// the same delivery leaves again under the same id (Message-ID, webhook-id). Never two at a time.
// Letters and webhooks have threads of their own, so that an endpoint that hangs keeps no mail
// waiting, and every organization gets its turn.
#pragma once

#include "outbox/dispatcher.hpp"
#include "store/deliveries.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

namespace usher::outbox {

struct WorkerOptions {
    std::size_t threads = 2;  ///< for letters, and as many for webhooks; 0: none
    /// A claim outlives any attempt, so that nobody else makes it at the same time.
    std::chrono::seconds claim{180};
};

class Worker {
  public:
    /// What it is given must outlive it.
    Worker(const Surroundings& surroundings, Dispatcher& dispatcher, WorkerOptions options = {});
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    /// As stop().
    ~Worker() = default;

    /// Works in threads of its own from now on: as soon as something is queued by this process,
    /// within a second when another one did.
    void start();
    /// Claims nothing any more. Returns at once.
    void request_stop();
    /// Returns when the attempts in flight have ended.
    void stop();

    /// Handles everything that is due now in one lane, in this thread; how many deliveries.
    std::size_t work_off(store::Lane lane);

  private:
    void serve(const std::stop_token& stop, store::Lane lane);
    void wait_for_work(const std::stop_token& stop) const;
    /// Counts the queue for /metrics, every few seconds.
    void measure();
    /// One delivery of each organization that has one due; how many.
    std::size_t round(const std::stop_token& stop, store::Lane lane);

    Surroundings surroundings_;
    Dispatcher& dispatcher_;
    WorkerOptions options_;
    std::atomic<base::Time> measured_{base::Time()};
    std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace usher::outbox
