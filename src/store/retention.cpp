#include "store/retention.hpp"

#include "base/id.hpp"
#include "store/challenges.hpp"
#include "store/sessions.hpp"

namespace usher::store {

namespace {

/// The least id of `time` or later: rows of tables without an index by time are found by their key.
std::string first_id_of(base::Time time) {
    constexpr std::size_t of_time = 18;  // "xxxxxxxx-xxxx-7xxx", RFC 9562, 5.7
    return base::new_id(time).substr(0, of_time);
}

}  // namespace

void forget_old(Transaction& tx, const std::string& organization_id, const KeptSince& since) {
    const auto forget = [&](const std::string& what, const std::string& until) {
        tx.execute(
            "DELETE FROM " + what,
            {
                {"organization", organization_id},
                {"until",        until          }
        }
        );
    };
    sweep_challenges(tx, organization_id);
    sweep_sessions(tx, organization_id);
    forget(
        "idempotent_answer WHERE organization_id = :organization AND created_at <= :until",
        base::to_text(since.answers)
    );
    forget(
        "delivery WHERE organization_id = :organization AND id < :until AND closed_at IS NOT NULL",
        first_id_of(since.deliveries)
    );
    const std::string old_job =
        "organization_id = :organization AND id < :until AND closed_at IS NOT NULL";
    forget(
        "job_item WHERE organization_id = :organization AND job_id IN (SELECT id FROM job WHERE " +
            old_job + ")",
        first_id_of(since.people)
    );
    forget("job WHERE " + old_job, first_id_of(since.people));
    forget(
        "directory_request WHERE organization_id = :organization AND at <= :until",
        base::to_text(since.people)
    );
    forget(
        "directory_removal WHERE organization_id = :organization AND at <= :until",
        base::to_text(since.answers)
    );
}

}  // namespace usher::store
