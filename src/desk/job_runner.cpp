#include "desk/job_runner.hpp"

#include "invitation/problem.hpp"

#include <algorithm>
#include <utility>

namespace usher::desk {

namespace {

/// Items read at a time: what a job holds in memory.
constexpr std::size_t items_at_once = 100;

/// How often an item is tried whose unit of work fails for an unforeseen reason.
constexpr int most_tries = 3;

std::vector<std::string> names_of_kinds(const std::vector<JobKind>& kinds) {
    std::vector<std::string> names;
    for (const JobKind& kind : kinds)
        names.push_back(kind.name);
    return names;
}

}  // namespace

JobRunner::JobRunner(
    store::Database& database, base::Log& log, std::vector<JobKind> kinds, JobOptions options
)
    : database_(database), log_(log), kinds_(std::move(kinds)), options_(options) {}

JobRunner::~JobRunner() {
    stop();
}

void JobRunner::start() {
    for (std::size_t i = 0; i < options_.threads; ++i) {
        threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
}

void JobRunner::stop() {
    for (std::jthread& thread : threads_)
        thread.request_stop();
    threads_.clear();
}

void JobRunner::wake() {
    {
        const std::lock_guard lock(mutex_);
        ++wakes_;
    }
    changed_.notify_all();
}

void JobRunner::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const std::size_t seen = [&] {
            const std::lock_guard lock(mutex_);
            return wakes_;
        }();
        try {
            if (run_next(stop)) continue;
        } catch (const std::exception& error) {
            // The claim runs out, and whoever comes first goes on.
            log_.warning(
                "a job was interrupted",
                {
                    {"error", error.what()}
            }
            );
        }
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, stop, options_.poll, [&] { return wakes_ != seen; });
    }
}

const JobKind& JobRunner::kind_of(const store::Job& job) const {
    return *std::ranges::find(kinds_, job.kind, &JobKind::name);
}

bool JobRunner::run_next(const std::stop_token& stop) {
    const auto names = names_of_kinds(kinds_);
    const auto job = database_.change([&](store::Transaction& tx) {
        return store::Outcome<std::optional<store::Job>>{
            .value = store::claim_job(tx, names, options_.lease), .events = {}};
    });
    if (!job) return false;
    run(*job, kind_of(*job), stop);
    return true;
}

void JobRunner::run(const store::Job& job, const JobKind& kind, const std::stop_token& stop) {
    const auto next = [&](std::size_t first) {
        return database_.read([&](store::Session& session) {
            return store::waiting_job_items(session, job, first, items_at_once);
        });
    };
    std::size_t first = 0;
    for (auto items = next(first); !items.empty(); items = next(first)) {
        for (const store::JobItem& item : items) {
            if (stop.stop_requested()) break;
            do_item(job, kind, item);
            first = item.ordinal + 1;
        }
        if (stop.stop_requested()) break;
    }
    (void)database_.change([&](store::Transaction& tx) {
        const bool closed = store::close_finished_job(tx, job);
        if (!closed) store::release_job(tx, job);
        return store::Outcome<bool>{.value = closed, .events = {}};
    });
}

void JobRunner::do_item(const store::Job& job, const JobKind& kind, const store::JobItem& item) {
    for (int attempts = 1;; ++attempts) {
        try {
            return attempt(job, kind, item);
        } catch (const invitation::Problem& problem) {
            return mark(job, item, kind.refuse(item, problem.kind().word, problem.what()));
        } catch (const store::Unavailable&) {
            throw;
        } catch (const std::exception& error) {
            log_.error(
                "an item of a job failed",
                {
                    {"job",   job.id      },
                    {"item",  item.ordinal},
                    {"error", error.what()}
            }
            );
            if (attempts < most_tries) continue;
            const std::string detail = "it failed unexpectedly; the server's log says why";
            return mark(job, item, kind.refuse(item, "internal", detail));
        }
    }
}

void JobRunner::attempt(const store::Job& job, const JobKind& kind, const store::JobItem& item) {
    (void)database_.change([&](store::Transaction& tx) {
        store::Outcome<bool> outcome{
            .value = store::take_job_item(tx, job, item.ordinal), .events = {}};
        if (!outcome.value) return outcome;
        ItemDone done = kind.carry_out(tx, job, item);
        const store::JobItem marked{
            .ordinal = item.ordinal,
            .input = {},
            .outcome = std::move(done.outcome),
            .result = std::move(done.result)};
        store::finish_job_item(tx, job, marked, options_.lease);
        outcome.events = std::move(done.effects.events);
        outcome.letters = std::move(done.effects.letters);
        return outcome;
    });
}

void JobRunner::mark(const store::Job& job, const store::JobItem& item, const ItemDone& done) {
    const JobKind as_said{
        .name = {},
        .carry_out = [&](auto&, const auto&, const auto&) { return done; },
        .refuse = {}};
    attempt(job, as_said, item);
}

}  // namespace usher::desk
