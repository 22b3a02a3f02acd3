// What a job of invitations keeps as JSON text: its terms, its caller, its entries.
#pragma once

#include "desk/invitations.hpp"
#include "desk/recipients.hpp"
#include "store/database.hpp"

#include <string>

namespace usher::desk {

[[nodiscard]] std::string write_terms(const InvitationTerms& terms, std::size_t recognised);
[[nodiscard]] InvitationTerms read_terms(const std::string& text);
[[nodiscard]] std::size_t read_recognised(const std::string& terms_text);

/// Who asked: what a later look-up of their rights needs.
[[nodiscard]] std::string write_caller(const Caller& caller);
/// With the rights that they have now; a token's are those of its role.
[[nodiscard]] Caller read_caller(
    store::Session& session, const std::string& organization_id, const std::string& text
);

[[nodiscard]] std::string write_entry(const RecipientEntry& entry);
[[nodiscard]] std::string write_entry(const NotRecognised& entry);

/// An entry of either kind: of one that is not recognised, `reason` is set.
struct KeptEntry {
    RecipientEntry entry;
    std::string reason;
    std::string detail;
};

[[nodiscard]] KeptEntry read_entry(const std::string& text);

/// The API's fields of a new user that `entry` names, but for the manager.
[[nodiscard]] scim::Json fields_of(const RecipientEntry& entry);

}  // namespace usher::desk
