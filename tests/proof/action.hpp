// What anybody may do to an organization, as values: random stories are lists of them, and a
// failing one is printed as a script that a person can read.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace usher::test {

enum class Deed {
    admin_registers,
    admin_invites,
    admin_invites_user,
    admin_resends,
    admin_revokes,
    admin_approves,
    admin_dismisses,
    admin_pauses,
    admin_wakes,
    admin_deletes,
    admin_restores,
    admin_moves,  ///< gives a user another address
    invitee_accepts,
    invitee_wants_fresh,  ///< asks for a new link from an old one
    person_asks,          ///< an invitation request
    directory_posts,
    directory_posts_inactive,
    directory_puts,
    directory_moves,
    directory_pauses,
    directory_wakes,
    directory_deletes,
    person_signs_in,
    hours_pass,
    sweeper_runs,
};

inline constexpr int deed_count = static_cast<int>(Deed::sweeper_runs) + 1;

/// One step. `which` picks a user, invitation or request that is there, counted from the first and
/// round again; there may be none: then nothing happens. `name` and `address` are of a small pool,
/// so that people meet.
struct Action {
    Deed deed = Deed::hours_pass;
    std::uint32_t which = 0;
    std::uint32_t name = 0;
    std::uint32_t address = 0;
    std::uint32_t spelling = 0;  ///< how the address is written
    int hours = 0;
};

using Story = std::vector<Action>;

[[nodiscard]] Story random_story(std::mt19937& random, std::size_t length);

/// "ann", "bob", ...
[[nodiscard]] std::string name_text(const Action& action);
/// The mailbox, in its plain spelling: its key.
[[nodiscard]] std::string address_key(const Action& action);
/// The same mailbox as this action writes it.
[[nodiscard]] std::string address_text(const Action& action);

/// A line of a script.
[[nodiscard]] std::string to_text(const Action& action);

/// How far the clock moves; 0 for what takes no time.
[[nodiscard]] int hours_of(const Action& action);

}  // namespace usher::test
