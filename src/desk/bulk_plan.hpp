// One line of a bulk invitation, looked up: names of groups become ids, a manager's address or code
// becomes a user, and what holds for all is joined with what the line says.
#pragma once

#include "desk/invitations.hpp"
#include "desk/recipients.hpp"
#include "store/database.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace usher::desk {

struct PlannedInvitation {
    Recipient recipient;
    InvitationTerms terms;
};

/// Belongs to one call or job item; what it is given must outlive it.
class InvitationPlanner {
  public:
    InvitationPlanner(const Office& office, const Caller& caller, const InvitationTerms& terms)
        : office_(office), caller_(caller), terms_(terms) {}

    /// Throws Problem that names the group or manager which is not to be found, or may not be
    /// given.
    [[nodiscard]] PlannedInvitation plan(store::Session& session, const RecipientEntry& entry)
        const;

  private:
    [[nodiscard]] std::vector<store::PromisedGroup> groups_of(
        store::Session& session, const RecipientEntry& entry
    ) const;
    [[nodiscard]] std::string group_id(store::Session& session, const std::string& name) const;
    [[nodiscard]] std::string manager_id(store::Session& session, const std::string& manager) const;
    /// Who has the value that `document` holds at `path`; two at most.
    [[nodiscard]] std::vector<std::string> holders(
        store::Session& session,
        const scim::ResourceType& type,
        const scim::Json& document,
        std::string_view path
    ) const;

    const Office& office_;
    const Caller& caller_;
    const InvitationTerms& terms_;
};

}  // namespace usher::desk
