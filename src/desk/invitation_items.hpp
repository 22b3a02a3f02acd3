// Invitations and requests as the admin API shows them (api.md).
#pragma once

#include "desk/caller.hpp"
#include "store/invitations.hpp"
#include "store/requests.hpp"
#include "usher/scim/json.hpp"

#include <string>
#include <vector>

namespace usher::desk {

/// `now` as base::to_text() writes it: the state is exact, whatever the sweeper has done. `actions`
/// are what `caller` may do to it now.
[[nodiscard]] scim::Json invitation_item(
    const Caller& caller, const std::string& now, const store::Invitation& invitation
);

/// A pending request names under `similar` the users whose addresses look like its own.
[[nodiscard]] scim::Json request_items(
    store::Session& session,
    const Caller& caller,
    const std::vector<store::InvitationRequest>& requests
);
[[nodiscard]] scim::Json request_item(
    store::Database& database, const Caller& caller, const store::InvitationRequest& request
);

}  // namespace usher::desk
