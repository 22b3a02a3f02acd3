#include "invitation/seats.hpp"

#include "invitation/problem.hpp"
#include "store/invitations.hpp"
#include "store/locks.hpp"

namespace usher::invitation {

void require_seat(
    store::Transaction& tx, const std::string& organization_id, const Settings& settings, Seat seat
) {
    if (!settings.seat_limit) return;
    tx.lock({store::seats_lock(organization_id)});
    const store::SeatCount count = store::count_seats(tx, organization_id, base::to_text(tx.now()));
    const std::size_t taken = count.members + (seat == Seat::reserve ? count.reserved : 0);
    if (taken < *settings.seat_limit) return;
    throw Problem(
        ProblemCode::seat_limit,
        "all " + std::to_string(*settings.seat_limit) + " seats are taken or reserved"
    );
}

}  // namespace usher::invitation
