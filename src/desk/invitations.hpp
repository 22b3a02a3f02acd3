// Inviting people (domain.md, "Invitation"): one or many, again, no longer; and the links.
#pragma once

#include "desk/office.hpp"
#include "invitation/link.hpp"
#include "store/invitations.hpp"
#include "usher/scim/json.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace usher::desk {

/// Somebody to invite: an address, or a user who is registered already.
struct Recipient {
    std::string email;
    std::string user_id;
    std::size_t line = 0;    ///< of the pasted text or CSV; 0: none
    scim::Json fields = {};  ///< further API fields of a new user: given_name, ...
};

/// What is offered to every recipient of a call.
struct InvitationTerms {
    std::vector<store::PromisedGroup> groups;
    store::Value organization_role;
    std::vector<std::string> channels{"email"};
    std::optional<std::chrono::hours> ttl;
    store::Value locale;
    std::string source = "invitation";  ///< of users that come to be
};

/// What became of one recipient.
struct InviteResult {
    std::string email;
    std::size_t line = 0;
    std::string invitation_id;  ///< sent; empty: not sent
    std::string user_id;
    std::optional<std::string> link;  ///< where the channel "link" was asked for
    std::string reason;  ///< not sent: invalid_email, duplicate, already_member, already_invited,
                         ///< not_allowed, delivery_failed
    std::string detail;
    std::vector<std::string> warnings;  ///< no_group_access

    [[nodiscard]] bool sent() const { return !invitation_id.empty(); }
};

/// Thread-safe. Each call is one unit of work, invite() one for each recipient. Errors are
/// invitation::Problem.
class Invitations {
  public:
    explicit Invitations(const Office& office);

    /// Throws Problem unless `caller` may invite on these terms: permission, groups, role,
    /// channels.
    void require_terms(const Caller& caller, const InvitationTerms& terms, std::size_t recipients);

    /// Invites `recipients` in order. `dry_run`: says what would happen and changes nothing. Throws
    /// Problem seat_limit if that alone kept everybody out.
    [[nodiscard]] std::vector<InviteResult> invite(
        const Caller& caller,
        const InvitationTerms& terms,
        const std::vector<Recipient>& recipients,
        bool dry_run
    );

    /// One recipient inside a unit of work of the caller's (a job's item). Rights of `caller` are
    /// as they are now; a recipient who cannot be invited is an answer, not an exception.
    struct InvitedOne {
        InviteResult result;
        store::Effects effects;
    };

    [[nodiscard]] InvitedOne invite_one(
        store::Transaction& tx,
        const Caller& caller,
        const InvitationTerms& terms,
        const Recipient& recipient
    );

    /// A successor with fresh secrets and expiry; of an open invitation or of the latest, expired
    /// one. Problem not_open or already_member otherwise.
    [[nodiscard]] store::Invitation resend(const Caller& caller, const std::string& id);
    [[nodiscard]] store::Invitation revoke(const Caller& caller, const std::string& id);

    /// The present link of an open invitation for `channel`, recorded as invitation.link_shown.
    [[nodiscard]] std::string show_link(
        const Caller& caller, const std::string& id, invitation::LinkChannel channel
    );
    /// A new secret for `channel`; the old one is dead.
    [[nodiscard]] std::string renew_link(
        const Caller& caller, const std::string& id, invitation::LinkChannel channel
    );

    [[nodiscard]] store::Invitation show(const Caller& caller, const std::string& id);

  private:
    [[nodiscard]] std::string link_of(
        const std::string& organization_id,
        const store::Invitation& invitation,
        invitation::LinkChannel channel
    ) const;
    [[nodiscard]] std::string change_link(
        const Caller& caller, const std::string& id, invitation::LinkChannel channel, bool renew
    );

    const Office& office_;
    base::Secret link_key_;
};

}  // namespace usher::desk
