#include "store/jobs.hpp"

#include "base/id.hpp"
#include "store/binder.hpp"

#include <span>

namespace usher::store {

namespace {

constexpr std::size_t job_columns = 10;
/// As job_of() reads them.
constexpr const char* select_job =
    "SELECT organization_id, id, kind, state, input, created_by, total, done, created_at, "
    "closed_at FROM job ";

Job job_of(const Row& row) {
    return {
        .organization_id = row[0].value(),
        .id = row[1].value(),
        .kind = row[2].value(),
        .state = row[3].value(),
        .input = row[4].value(),
        .created_by = row[5].value(),
        .total = std::stoul(row[6].value()),
        .done = std::stoul(row[7].value()),
        .created_at = row[8].value(),
        .closed_at = row[9]};
}

JobItem item_of(const Row& row) {
    return {
        .ordinal = std::stoul(row[0].value()),
        .input = row[1].value(),
        .outcome = row[2],
        .result = row[3]};
}

Parameters key_of(const Job& job) {
    return {
        {"organization", job.organization_id},
        {"job",          job.id             }
    };
}

std::string end_of(const Transaction& tx, std::chrono::milliseconds lease) {
    return base::to_text(tx.now() + lease);
}

struct ItemRows {
    const std::string& organization_id;
    const std::string& job_id;
    std::size_t first_ordinal;
    std::span<const std::string> inputs;
};

void insert_items(Transaction& tx, const ItemRows& rows) {
    Binder binder;
    const std::string organization = binder.bind(rows.organization_id);
    const std::string job = binder.bind(rows.job_id);
    std::string sql = "INSERT INTO job_item (organization_id, job_id, ordinal, input) VALUES ";
    for (std::size_t i = 0; i < rows.inputs.size(); ++i) {
        sql += (i == 0 ? "(" : ", (") + organization + ", " + job + ", " +
               binder.bind(std::to_string(rows.first_ordinal + i)) + ", " +
               binder.bind(rows.inputs[i]) + ")";
    }
    tx.execute(sql, binder.parameters());
}

}  // namespace

std::string create_job(Transaction& tx, const NewJob& job, const std::vector<std::string>& items) {
    std::string id = base::new_id(tx.now());
    const std::string now = base::to_text(tx.now());
    tx.execute(
        "INSERT INTO job (organization_id, id, kind, state, input, created_by, total, created_at, "
        "closed_at) VALUES (:organization, :id, :kind, :state, :input, :creator, :total, :now, "
        ":closed)",
        {
            {"organization", job.organization_id                 },
            {"id",           id                                  },
            {"kind",         job.kind                            },
            {"state",        items.empty() ? "done" : "queued"   },
            {"input",        job.input                           },
            {"creator",      job.created_by                      },
            {"total",        std::to_string(items.size())        },
            {"now",          now                                 },
            {"closed",       items.empty() ? Value(now) : Value()}
    }
    );
    std::span<const std::string> rest(items);
    std::size_t ordinal = 0;
    // Powers of two: a handful of statements is prepared, not one for every number of items.
    for (std::size_t rows = 256; !rest.empty(); rows /= 2) {
        for (; rest.size() >= rows; rest = rest.subspan(rows), ordinal += rows) {
            insert_items(tx, {job.organization_id, id, ordinal, rest.first(rows)});
        }
    }
    return id;
}

std::optional<Job> find_job(
    Session& session, const std::string& organization_id, const std::string& id
) {
    const auto row = session.find(
        std::string(select_job) + "WHERE organization_id = :organization AND id = :id",
        {
            {"organization", organization_id},
            {"id",           id             }
    },
        job_columns
    );
    if (!row) return std::nullopt;
    return job_of(*row);
}

void each_job_item(
    Session& session, const Job& job, const std::function<bool(const JobItem&)>& each_item
) {
    session.each(
        "SELECT ordinal, input, outcome, result FROM job_item WHERE organization_id = "
        ":organization AND job_id = :job ORDER BY ordinal",
        key_of(job),
        4,
        [&](const Row& row) { return each_item(item_of(row)); }
    );
}

std::optional<Job> claim_job(
    Transaction& tx, const std::vector<std::string>& kinds, std::chrono::milliseconds lease
) {
    Binder binder;
    const std::string now = binder.bind(base::to_text(tx.now()));
    // The one query here that leads with no organization: it answers "whose job waits" (job_waiting
    // holds only what is not closed, so it stays small).
    const auto waiting = tx.find(
        std::string(select_job) + "WHERE closed_at IS NULL AND (claimed_until IS NULL OR " +
            "claimed_until <= " + now + ") AND kind IN " + binder.bind_list(kinds) +
            " ORDER BY id LIMIT 1",
        binder.parameters(),
        job_columns
    );
    if (!waiting) return std::nullopt;
    Job job = job_of(*waiting);
    // Another worker may have claimed it meanwhile: the condition is looked at again.
    const auto claimed = tx.execute(
        "UPDATE job SET state = 'running', claimed_until = :until WHERE organization_id = "
        ":organization AND id = :job AND closed_at IS NULL AND (claimed_until IS NULL OR "
        "claimed_until <= :now)",
        {
            {"organization", job.organization_id},
            {"job",          job.id             },
            {"until",        end_of(tx,           lease)},
            {"now",              base::to_text(tx.now())                            }
    }
    );
    if (claimed == 0) return std::nullopt;
    job.state = "running";
    return job;
}

std::vector<JobItem> waiting_job_items(
    Session& session, const Job& job, std::size_t first, std::size_t count
) {
    Parameters parameters = key_of(job);
    parameters.push_back({"first", std::to_string(first)});
    parameters.push_back({"count", std::to_string(count)});
    std::vector<JobItem> items;
    session.each(
        "SELECT ordinal, input, outcome, result FROM job_item WHERE organization_id = "
        ":organization AND job_id = :job AND ordinal >= :first AND outcome IS NULL ORDER BY "
        "ordinal LIMIT :count",
        parameters,
        4,
        [&](const Row& row) {
            items.push_back(item_of(row));
            return true;
        }
    );
    return items;
}

bool take_job_item(Transaction& tx, const Job& job, std::size_t ordinal) {
    Parameters parameters = key_of(job);
    parameters.push_back({"ordinal", std::to_string(ordinal)});
    const auto row = tx.find(
        "SELECT ordinal FROM job_item WHERE organization_id = :organization AND job_id = :job AND "
        "ordinal = :ordinal AND outcome IS NULL $FOR_UPDATE",
        parameters,
        1
    );
    return row.has_value();
}

void finish_job_item(
    Transaction& tx, const Job& job, const JobItem& item, std::chrono::milliseconds lease
) {
    Parameters marks = key_of(job);
    marks.push_back({"ordinal", std::to_string(item.ordinal)});
    marks.push_back({"outcome", item.outcome});
    marks.push_back({"result", item.result});
    tx.execute(
        "UPDATE job_item SET outcome = :outcome, result = :result WHERE organization_id = "
        ":organization AND job_id = :job AND ordinal = :ordinal",
        marks
    );
    Parameters progress = key_of(job);
    progress.push_back({"until", end_of(tx, lease)});
    tx.execute(
        "UPDATE job SET done = done + 1, claimed_until = :until WHERE organization_id = "
        ":organization AND id = :job",
        progress
    );
}

bool close_finished_job(Transaction& tx, const Job& job) {
    Parameters parameters = key_of(job);
    parameters.push_back({"now", base::to_text(tx.now())});
    const auto closed = tx.execute(
        "UPDATE job SET state = 'done', closed_at = :now, claimed_until = NULL WHERE "
        "organization_id = :organization AND id = :job AND done = total",
        parameters
    );
    return closed > 0;
}

void release_job(Transaction& tx, const Job& job) {
    tx.execute(
        "UPDATE job SET claimed_until = NULL WHERE organization_id = :organization AND id = :job",
        key_of(job)
    );
}

}  // namespace usher::store
