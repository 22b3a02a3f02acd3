// Invitation requests at rest. What may become what is in invitation/states.hpp; here each change
// is one conditional statement, so that of two at once exactly one happens.
//
// Whoever inserts a request or brings a person holds the mailbox_lock() of the address: otherwise
// two units of work that cannot see each other yet could leave a request of a member behind.
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

struct InvitationRequest {
    std::string id;
    std::string email;
    std::string email_key;
    Value name;
    Value message;
    Value locale;
    std::string state = "pending";
    Value via;
    Value reason;
    Value user_id;
    Value invitation_id;
    Value directory_id;
    Value connection_id;
    std::optional<event::Party> reviewed_by;
    std::size_t repeats = 0;
    std::string created_at;
    Value closed_at;
};

inline constexpr const char* request_columns =
    "q.id, q.email, q.email_key, q.name, q.message, q.locale, q.state, q.via, q.reason, q.user_id, "
    "q.invitation_id, q.directory_id, q.connection_id, q.reviewed_by_kind, q.reviewed_by_id, "
    "q.repeats, q.created_at, q.closed_at";
inline constexpr std::size_t request_column_count = 18;
[[nodiscard]] InvitationRequest read_request(const Row& row, std::size_t first = 0);

/// Inserts a pending request. False: there is one for this address already; it counts a repeat.
[[nodiscard]] bool insert_request(
    Transaction& tx, const std::string& organization_id, const InvitationRequest& request
);

[[nodiscard]] std::optional<InvitationRequest> find_request(
    Session& session, const std::string& organization_id, const std::string& id
);

/// How a request ends.
struct RequestClosing {
    std::string_view state;
    Value via;
    Value reason;
    Value user_id;
    Value invitation_id;
    Value directory_id;
    Value connection_id;
    std::optional<event::Party> reviewed_by;
};

/// Pending → closed. False: it was not pending any more, nothing changed.
[[nodiscard]] bool close_request(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& id,
    const RequestClosing& closing
);

/// Notes on an approved request whom and which invitation it became.
void note_approval(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& id,
    const std::string& user_id,
    const std::string& invitation_id
);

/// The pending requests for one of `email_keys`.
[[nodiscard]] std::vector<std::string> pending_request_ids(
    Session& session, const std::string& organization_id, const std::vector<std::string>& email_keys
);

}  // namespace usher::store
