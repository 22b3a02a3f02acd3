// What a whole organization must never hold, as queries (domain.md, "Arrival";
// desk/reconciliation): on a healthy store each finds nothing. At most `most_findings` of each kind
// at a time.
#pragma once

#include "store/database.hpp"
#include "store/invitations.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace usher::store {

inline constexpr std::size_t most_findings = 1000;

/// A pending request for an address of a member.
struct RequestOfMember {
    std::string request_id;
    std::string user_id;
};

[[nodiscard]] std::vector<RequestOfMember> requests_of_members(
    Session& session, const std::string& organization_id
);

/// Open invitations of members.
[[nodiscard]] std::vector<Invitation> invitations_of_members(
    Session& session, const std::string& organization_id
);

/// Open invitations beside a newer open one of the same user.
[[nodiscard]] std::vector<Invitation> surplus_invitations(
    Session& session, const std::string& organization_id
);

/// Open invitations of users who do not exist.
[[nodiscard]] std::vector<Invitation> invitations_of_nobody(
    Session& session, const std::string& organization_id
);

/// Ids under which there are identity keys, and no user.
[[nodiscard]] std::vector<std::string> keys_of_nobody(
    Session& session, const std::string& organization_id
);

/// Users whose row tells another end of their latest invitation than the invitation does.
[[nodiscard]] std::vector<std::string> users_with_wrong_invitation_times(
    Session& session, const std::string& organization_id
);

/// Users with mail addresses and without an e-mail key, and their documents: no finding yet, as an
/// address may be none that has a key.
struct UserWithoutKeys {
    std::string user_id;
    std::string document;
};

[[nodiscard]] std::vector<UserWithoutKeys> users_without_email_keys(
    Session& session, const std::string& organization_id
);

/// Two users who share an address, and no case ever asked an admin about them.
struct Twins {
    std::string email_key;
    std::string earlier_id;
    std::string later_id;
};

[[nodiscard]] std::vector<Twins> twins_without_case(
    Session& session, const std::string& organization_id
);

}  // namespace usher::store
