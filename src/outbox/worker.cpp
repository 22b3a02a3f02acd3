#include "outbox/worker.hpp"

#include <condition_variable>
#include <mutex>

namespace usher::outbox {

Worker::Worker(const Surroundings& surroundings, Dispatcher& dispatcher, WorkerOptions options)
    : surroundings_(surroundings), dispatcher_(dispatcher), options_(options) {}

void Worker::start() {
    for (std::size_t count = 0; count < options_.threads; ++count) {
        for (const store::Lane lane : {store::Lane::letters, store::Lane::webhooks}) {
            threads_.emplace_back([this, lane](const std::stop_token& stop) { serve(stop, lane); });
        }
    }
}

void Worker::request_stop() {
    for (std::jthread& thread : threads_)
        thread.request_stop();
}

void Worker::stop() {
    request_stop();
    threads_.clear();
}

std::size_t Worker::work_off(store::Lane lane) {
    const std::stop_token never;
    std::size_t handled = 0;
    while (const std::size_t more = round(never, lane))
        handled += more;
    return handled;
}

void Worker::serve(const std::stop_token& stop, store::Lane lane) {
    while (!stop.stop_requested()) {
        std::size_t handled = 0;
        try {
            measure();
            handled = round(stop, lane);
        } catch (const std::exception& error) {
            surroundings_.log.warning(
                "outbox",
                {
                    {"error", error.what()}
            }
            );
        }
        if (handled == 0) wait_for_work(stop);
    }
}

/// Each commit of this process may have queued something; another process's commits, and what
/// becomes due by time, are found by looking.
void Worker::wait_for_work(const std::stop_token& stop) const {
    constexpr std::chrono::milliseconds step{50};
    constexpr int most_steps = 20;
    const auto commits = surroundings_.database.counters().commits;
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    for (int count = 0; count < most_steps && !stop.stop_requested(); ++count) {
        never.wait_for(lock, stop, step, [] { return false; });
        if (surroundings_.database.counters().commits != commits) return;
    }
}

void Worker::measure() {
    constexpr std::chrono::seconds pause{5};
    const base::Time now = surroundings_.clock.now();
    base::Time before = measured_.load();
    if (now - before < pause || !measured_.compare_exchange_strong(before, now)) return;
    dispatcher_.measure_queue();
}

std::size_t Worker::round(const std::stop_token& stop, store::Lane lane) {
    auto& database = surroundings_.database;
    const auto organizations = database.read([&](store::Session& session) {
        return store::organizations_with_due_deliveries(session, lane, surroundings_.clock.now());
    });
    std::size_t handled = 0;
    for (const std::string& organization : organizations) {
        if (stop.stop_requested()) break;
        const auto claimed = database.change([&](store::Transaction& tx) {
            return store::Outcome<std::optional<store::Delivery>>{
                .value = store::claim_delivery(tx, organization, lane, tx.now() + options_.claim),
                .events = {}};
        });
        if (!claimed) continue;
        dispatcher_.handle(*claimed);
        ++handled;
    }
    return handled;
}

}  // namespace usher::outbox
