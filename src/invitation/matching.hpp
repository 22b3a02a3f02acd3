// Who is the same person (domain.md, "Matching"): the keys of a user, and what a directory's push
// means for those who share one. The decision is pure; the store finds whom the keys meet.
#pragma once

#include "store/encounters.hpp"
#include "store/identity_keys.hpp"
#include "usher/scim/json.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::invitation {

/// The paths of the index that are matching keys beside e-mails.
inline constexpr std::string_view user_name_path = "userName";
inline constexpr std::string_view external_id_path = "externalId";
inline constexpr std::string_view code_path =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber";

/// The keys of a user's document: every e-mail and phone, and a user name that is an e-mail.
/// Numbers without a country are of `region`.
[[nodiscard]] store::IdentityKeys keys_of(const scim::Json& document, const std::string& region);

/// Where a person is mailed, as stored: the primary e-mail, else the first, else a user name that
/// is one. "" if there is none.
[[nodiscard]] std::string mail_address_of(const scim::Json& document);

/// The locks that everything about these keys takes.
[[nodiscard]] std::vector<std::string> locks_of(
    const std::string& organization_id, const store::IdentityKeys& keys
);

/// Something that a machine must not decide: the kind of the case to open, with whom and why.
struct Suspicion {
    std::string kind;  ///< possible_duplicate, ambiguous, conflict
    std::string other_user_id;
    std::string evidence;  ///< JSON
};

/// Who pushes.
struct Pusher {
    std::string directory_id;
    bool adopts = true;  ///< its policy `adopt`
};

struct Match {
    /// The record that the push is about: the holder of its user name (who may still turn out to be
    /// somebody's for good), or the one unmanaged record that has its e-mail.
    std::optional<std::string> user_id;
    bool by_user_name = false;
    std::vector<Suspicion> suspicions;
};

/// What a directory's POST means for those whom its keys meet.
[[nodiscard]] Match match_push(const store::Encounters& met, const Pusher& pusher);

/// Whom a user's keys meet beside themselves: what is suspicious after any write.
[[nodiscard]] std::vector<Suspicion> suspicions_of(
    const store::Encounters& met,
    const std::string& user_id,
    const std::optional<std::string>& directory_id
);

}  // namespace usher::invitation
