// Invitations at rest. What may become what is in invitation/states.hpp; here each change is one
// conditional statement, so that of two at once exactly one happens.
//
// The latest invitation's times also stand in its user's row (resource.invited_at,
// invitation_expires_at), from which the status is derived; only this file writes them.
#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

struct PromisedGroup {
    std::string id;
    std::string role;  ///< empty: the group's default
    bool operator==(const PromisedGroup&) const = default;
};

struct Invitation {
    std::string id;
    std::string user_id;
    Value email;
    std::string state = "open";
    Value reason;
    Value via;
    std::vector<std::string> channels;
    std::vector<PromisedGroup> groups;
    Value organization_role;
    std::map<std::string, std::uint32_t> counters;  ///< by channel; 0: that channel is revoked
    event::Party created_by;
    Value request_id;
    Value predecessor_id;
    Value locale;
    std::string created_at;
    std::string expires_at;
    Value closed_at;
    Value last_sent_at;
    std::size_t sent_count = 0;
};

/// The columns that read_invitation() reads; `i` is the table's alias.
inline constexpr const char* invitation_columns =
    "i.id, i.user_id, i.email, i.state, i.reason, i.via, i.channels, i.promised_groups, "
    "i.organization_role, i.counters, i.created_by_kind, i.created_by_id, i.request_id, "
    "i.predecessor_id, i.locale, i.created_at, i.expires_at, i.closed_at, i.last_sent_at, "
    "i.sent_count";
inline constexpr std::size_t invitation_column_count = 20;
[[nodiscard]] Invitation read_invitation(const Row& row, std::size_t first = 0);

/// Inserts an open invitation with `invitation`'s id and times, and notes its times in the user's
/// row. False: the user has an open one already.
[[nodiscard]] bool insert_invitation(
    Transaction& tx, const std::string& organization_id, const Invitation& invitation
);

[[nodiscard]] std::optional<Invitation> find_invitation(
    Session& session, const std::string& organization_id, const std::string& id
);

/// The open invitation of a user, also past its expiry; at most one.
[[nodiscard]] std::optional<Invitation> find_open_invitation(
    Session& session, const std::string& organization_id, const std::string& user_id
);

/// The latest invitation of a user: the open one, else the one that ended last.
[[nodiscard]] std::optional<Invitation> find_latest_invitation(
    Session& session, const std::string& organization_id, const std::string& user_id
);

/// How an invitation ends.
struct Closing {
    std::string_view state;
    Value reason;
    Value via;
};

/// Open → closed. False: it was not open any more, nothing changed. The user's row forgets the
/// expiry unless the state is `expired`.
[[nodiscard]] bool close_invitation(
    Transaction& tx,
    const std::string& organization_id,
    const Invitation& invitation,
    const Closing& closing
);

/// Writes channels, counters, e-mail and locale of an open invitation. False: not open any more.
[[nodiscard]] bool update_invitation(
    Transaction& tx, const std::string& organization_id, const Invitation& invitation
);

/// Writes the times of the latest invitation into the user's row, which must be locked: for a row
/// that was away (store/tombstones.hpp) or has come to tell something else.
void note_latest_invitation(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
);

/// A letter for it has left at `tx.now()`.
void note_invitation_sent(
    Transaction& tx, const std::string& organization_id, const std::string& id
);

/// Open invitations past their expiry at `now`, in id order; at most `limit`.
[[nodiscard]] std::vector<Invitation> overdue_invitations(
    Session& session, const std::string& organization_id, const std::string& now, std::size_t limit
);

/// How many overdue_invitations() there are.
[[nodiscard]] std::size_t count_overdue_invitations(
    Session& session, const std::string& organization_id, const std::string& now
);

/// The seats in use.
struct SeatCount {
    std::size_t members = 0;   ///< active and joined
    std::size_t reserved = 0;  ///< open invitations that have not expired
};

/// Hold the seats_lock() where the answer is acted on.
[[nodiscard]] SeatCount count_seats(
    Session& session, const std::string& organization_id, const std::string& now
);

/// Sets a user's joined_at to `tx.now()`, in the row and in `joined_at`. The row must be locked.
void mark_joined(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    Value& joined_at
);

}  // namespace usher::store
