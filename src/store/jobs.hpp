// Long work in items, with visible progress: what is to be done, and what came of each.
//
// A job is made with all its items in one unit of work. Whoever works claims it for a while; each
// item is then taken, done and marked in one transaction, so that an item's effect and its mark are
// there together or not at all. The claim only keeps workers out of each other's way: two of them
// on one job lose nothing and repeat nothing.
#pragma once

#include "store/database.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace usher::store {

/// What a job is made of; `input` and `created_by` are JSON text of its kind's own.
struct NewJob {
    std::string organization_id;
    std::string kind;
    std::string input;  ///< what holds for every item
    std::string created_by;
};

struct Job {
    std::string organization_id;
    std::string id;
    std::string kind;
    std::string state;  ///< queued, running, done
    std::string input;
    std::string created_by;
    std::size_t total = 0;
    std::size_t done = 0;  ///< items that have an outcome
    std::string created_at;
    Value closed_at;
};

struct JobItem {
    std::size_t ordinal = 0;  ///< from 0
    std::string input;
    Value outcome;  ///< a word of the kind's own; none: it waits
    Value result;   ///< JSON text
};

/// Returns the new job's id. A job without items is done at once.
[[nodiscard]] std::string create_job(
    Transaction& tx, const NewJob& job, const std::vector<std::string>& items
);

[[nodiscard]] std::optional<Job> find_job(
    Session& session, const std::string& organization_id, const std::string& id
);

/// Every item, in order; `each_item` returns false to stop early.
void each_job_item(
    Session& session, const Job& job, const std::function<bool(const JobItem&)>& each_item
);

/// Claims the job that has waited longest among `kinds` (not empty), of any organization, if nobody
/// holds it at `tx.now()`. It is held for `lease`, and longer with each finished item.
[[nodiscard]] std::optional<Job> claim_job(
    Transaction& tx, const std::vector<std::string>& kinds, std::chrono::milliseconds lease
);

/// The next waiting items from `first` on, at most `count`.
[[nodiscard]] std::vector<JobItem> waiting_job_items(
    Session& session, const Job& job, std::size_t first, std::size_t count
);

/// Whether the item still waits. If so it is this transaction's: others wait until it ends.
[[nodiscard]] bool take_job_item(Transaction& tx, const Job& job, std::size_t ordinal);

/// Marks an item that this transaction has taken.
void finish_job_item(
    Transaction& tx, const Job& job, const JobItem& item, std::chrono::milliseconds lease
);

/// Closes the job unless an item still waits. Returns whether it is closed.
bool close_finished_job(Transaction& tx, const Job& job);

/// Gives up the claim, so that another worker need not wait for its end.
void release_job(Transaction& tx, const Job& job);

}  // namespace usher::store
