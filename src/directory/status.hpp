// The status of a user: derived, never stored (domain.md, "Status of a user"), and how SCIM shows
// it.
//
// Invitations are not here yet; until they are, a user who has not joined is `registered`.
#pragma once

#include "store/resources.hpp"
#include "usher/scim/schema.hpp"

#include <string>
#include <string_view>

namespace usher::directory {

inline constexpr std::string_view user_extension_urn =
    "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

/// The first row of domain.md's table that holds.
[[nodiscard]] std::string_view status_of(const store::StoredResource& user);

/// Whether resources of `type` show a status: those with Usher's user extension.
[[nodiscard]] bool shows_status(const scim::ResourceType& type);

/// Puts status and joinedAt into `text`, a document whose last attribute is the user extension, if
/// it has it.
void splice_status(std::string& text, const store::StoredResource& user);

}  // namespace usher::directory
