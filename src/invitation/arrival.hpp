// Arrival: somebody's identity turns up, by whatever road, and everything that was open about them
// is settled in the same transaction (domain.md, "Arrival"). This is the one function that keeps
// the product's promise: no open request for somebody who is already a member.
#pragma once

#include "invitation/opening.hpp"
#include "invitation/settings.hpp"
#include "store/database.hpp"
#include "store/identity_keys.hpp"
#include "store/resources.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::invitation {

enum class RoadKind { scim, sso, form, phone, admin };

/// As `via` says it: "scim", "sso", "form", "phone", "admin".
[[nodiscard]] std::string_view name_of(RoadKind kind);

/// How somebody arrives.
struct Road {
    RoadKind kind = RoadKind::scim;
    bool joins = false;  ///< whether this road means joining; else the person still has to come
    Cause cause;
    store::Value directory_id;
    store::Value connection_id;
};

/// Who arrives. `user` is locked or was made in this transaction; what arrival changes of its row
/// it changes in `user` too.
struct Arriving {
    store::StoredResource& user;
    const store::IdentityKeys& keys;
    /// Pending requests for the keys, where the caller has looked already; else they are looked up.
    std::optional<std::vector<std::string>> request_ids;
};

/// Settles everything open about a person: pending requests for any of their addresses become
/// `reconciled`, the open invitation `accepted` where the road joins, joined_at is set, the
/// promised groups and roles are given as far as their maker may give them now. Idempotent: run
/// again, it changes nothing. The mailbox locks of the keys must be held (locks_of()). Throws
/// Problem seat_limit if the person would join without a free seat.
[[nodiscard]] store::Effects arrive(
    store::Transaction& tx, const Settings& settings, Arriving arriving, const Road& road
);

}  // namespace usher::invitation
