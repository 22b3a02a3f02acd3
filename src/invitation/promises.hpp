// What an invitation promised becomes membership and role, as far as its maker may give it now
// (domain.md, "Rights that meet", C17).
#pragma once

#include "invitation/arrival.hpp"
#include "store/invitations.hpp"

namespace usher::invitation {

/// Gives `user` the groups and the organization role of `accepted`. Under `directory_wins` nothing
/// for somebody whom a directory manages; a group that is gone, or that the maker may not give any
/// more, is left out and named in an event's data.
[[nodiscard]] store::Effects keep_promises(
    store::Transaction& tx,
    const store::Invitation& accepted,
    const store::StoredResource& user,
    const Road& road
);

}  // namespace usher::invitation
