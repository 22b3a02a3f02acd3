#include "invitation/seats.hpp"

#include "invitation/problem.hpp"
#include "store/invitations.hpp"
#include "store/locks.hpp"

namespace usher::invitation {

bool has_seat(
    store::Transaction& tx, const std::string& organization_id, const Settings& settings, Seat seat
) {
    if (!settings.seat_limit) return true;
    tx.lock({store::seats_lock(organization_id)});
    const store::SeatCount count = store::count_seats(tx, organization_id, base::to_text(tx.now()));
    const std::size_t own = seat == Seat::regain ? 1 : 0;
    const std::size_t reserved = seat == Seat::convert ? 0 : count.reserved;
    return count.members + reserved < *settings.seat_limit + own;
}

void require_seat(
    store::Transaction& tx, const std::string& organization_id, const Settings& settings, Seat seat
) {
    if (has_seat(tx, organization_id, settings, seat)) return;
    throw Problem(
        ProblemCode::seat_limit,
        "all " + std::to_string(*settings.seat_limit) + " seats are taken or reserved"
    );
}

}  // namespace usher::invitation
