// Seats: one ledger per organization, used on every road (domain.md, "Rights that meet"). Nobody is
// ever evicted; who would be one too many does not get in.
#pragma once

#include "invitation/settings.hpp"
#include "store/database.hpp"

#include <string>

namespace usher::invitation {

enum class Seat {
    reserve,  ///< an invitation, or an arrival that had none: beside members and open invitations
    convert,  ///< a join by the person's own open invitation: its reservation becomes the seat
    regain,   ///< a member who is active again, as the person's row says already
};

/// Whether a seat is free. Holds the ledger until the transaction ends, if there is a limit.
[[nodiscard]] bool has_seat(
    store::Transaction& tx, const std::string& organization_id, const Settings& settings, Seat seat
);

/// As has_seat(); throws Problem seat_limit if no seat is free.
void require_seat(
    store::Transaction& tx, const std::string& organization_id, const Settings& settings, Seat seat
);

}  // namespace usher::invitation
