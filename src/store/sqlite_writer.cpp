#include "store/sqlite_writer.hpp"

#include "store/effects.hpp"

#include <algorithm>
#include <stdexcept>

namespace usher::store {

namespace {

constexpr std::size_t largest_batch = 64;

}  // namespace

SqliteWriter::SqliteWriter(const std::string& path, const base::Clock& clock)
    : clock_(clock), connection_(path, Access::read_and_write) {
    connection_.require();
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

void SqliteWriter::run(const UnitOfWork& body) {
    if (std::this_thread::get_id() == thread_.get_id()) {
        throw std::logic_error("a unit of work asks for another one: it would wait for itself");
    }
    std::future<void> answered;
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(Job{.body = body, .answer = {}, .error = nullptr});
        answered = waiting_.back().answer.get_future();
    }
    arrived_.notify_one();
    answered.get();
}

DatabaseCounters SqliteWriter::counters() const {
    const std::lock_guard lock(mutex_);
    return {
        .commits = commits_,
        .batches = batches_,
        .rollbacks = rollbacks_,
        .retries = 0,
        .reconnects = 0,
        .waiting = waiting_.size()};
}

void SqliteWriter::serve(const std::stop_token& stop) {
    for (auto batch = next_batch(stop); !batch.empty(); batch = next_batch(stop)) {
        commit_together(batch);
        answer(batch);
    }
}

std::vector<SqliteWriter::Job> SqliteWriter::next_batch(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, stop, [this] { return !waiting_.empty(); });
    std::vector<Job> batch;
    while (!waiting_.empty() && batch.size() < largest_batch) {
        batch.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return batch;
}

void SqliteWriter::commit_together(std::vector<Job>& batch) {
    try {
        connection_.command("BEGIN IMMEDIATE");
        for (Job& job : batch)
            attempt(job);
        connection_.command("COMMIT");
        ++batches_;
    } catch (const std::exception& failure) {
        connection_.rollback();
        // Each its own exception: the callers' threads must not share one.
        for (Job& job : batch) {
            if (!job.error) job.error = std::make_exception_ptr(Unavailable(failure.what()));
        }
    }
    const auto failed = std::count_if(batch.begin(), batch.end(), [](const Job& job) {
        return job.error != nullptr;
    });
    rollbacks_ += static_cast<std::uint64_t>(failed);
    commits_ += batch.size() - static_cast<std::uint64_t>(failed);
}

void SqliteWriter::attempt(Job& job) {
    connection_.command("SAVEPOINT unit");
    try {
        WriteTransaction tx(connection_, clock_.now());
        write_effects(tx, job.body(tx));
        tx.require_intact();
    } catch (...) {
        job.error = std::current_exception();
    }
    if (!connection_.in_transaction()) {
        throw Unavailable("SQLite rolled back the transaction of a unit of work's neighbours");
    }
    if (job.error) connection_.command("ROLLBACK TO unit");
    connection_.command("RELEASE unit");
}

void SqliteWriter::answer(std::vector<Job>& batch) {
    for (Job& job : batch) {
        if (job.error) {
            job.answer.set_exception(std::move(job.error));
        } else {
            job.answer.set_value();
        }
    }
}

}  // namespace usher::store
