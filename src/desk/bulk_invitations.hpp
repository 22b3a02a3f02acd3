// Inviting many people in one call (domain.md, "Bulk"): what is pasted, uploaded or listed is
// recognised first, then shown (a dry run) or carried out, beyond a hundred as a job.
//
// Each recipient is a unit of work of its own and has an answer of its own; nothing is sent to
// anybody in a dry run.
#pragma once

#include "desk/invitations.hpp"
#include "desk/job_runner.hpp"
#include "desk/recipients.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace usher::desk {

/// With more entries a call becomes a job.
inline constexpr std::size_t most_at_once = 100;

inline constexpr std::string_view invite_job = "invite";

/// What came of a call, in the order of lines. Of a dry run: what would come of it now; then a
/// result without a reason would be sent.
struct BulkAnswer {
    std::size_t recognised = 0;
    std::vector<InviteResult> results;
    std::string job_id;  ///< of the job that it became; empty: it is done
};

/// Thread-safe, and cheap to make and to copy. What it is given must outlive it.
class BulkInvitations {
  public:
    BulkInvitations(const Office& office, Invitations& invitations);

    /// Throws Problem unless `caller` may invite on these terms, and so many.
    [[nodiscard]] BulkAnswer invite(
        const Caller& caller,
        const InvitationTerms& terms,
        const Recipients& recipients,
        bool dry_run
    ) const;

    /// How a job of invitations is carried out. Rights are those that the caller has then.
    [[nodiscard]] JobKind job_kind() const;

    /// {id, kind, state, done, total, created_at, closed_at, result} as JSON text; `result` is null
    /// until all is done, then as the answer to a call. Throws Problem not_found, also for a job
    /// that is not the caller's to see.
    [[nodiscard]] std::string show_job(const Caller& caller, const std::string& id) const;

  private:
    [[nodiscard]] Invitations::InvitedOne invite_entry(
        store::Transaction& tx,
        const Caller& caller,
        const InvitationTerms& terms,
        const RecipientEntry& entry
    ) const;
    [[nodiscard]] InviteResult foresee(
        store::Session& session,
        const Caller& caller,
        const InvitationTerms& terms,
        const RecipientEntry& entry
    ) const;
    [[nodiscard]] InviteResult invite_now(
        const Caller& caller, const InvitationTerms& terms, const RecipientEntry& entry
    ) const;
    [[nodiscard]] std::string create_job(
        const Caller& caller, const InvitationTerms& terms, const Recipients& recipients
    ) const;

    const Office& office_;
    Invitations& invitations_;
};

/// As an element of `sent` or `not_sent`.
[[nodiscard]] scim::Json to_json(const InviteResult& result);

}  // namespace usher::desk
