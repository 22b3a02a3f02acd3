// The names under which units of work wait for each other (Transaction::lock).
//
// One list, so that what is meant by a lock is said once. All names of a unit of work are locked
// together, before anything else that may wait.
#pragma once

#include <string>

namespace usher::store {

/// Everything about who has an address: arrivals, invitations and requests for it.
[[nodiscard]] std::string mailbox_lock(
    const std::string& organization_id, const std::string& email_key
);
/// Everything about who has a phone number.
[[nodiscard]] std::string phone_lock(
    const std::string& organization_id, const std::string& phone_key
);
/// The count of members and open invitations, where the organization has a limit.
[[nodiscard]] std::string seats_lock(const std::string& organization_id);
/// Who is founder.
[[nodiscard]] std::string founders_lock(const std::string& organization_id);

}  // namespace usher::store
