// What SCIM shows of the desk: the derived, readOnly attributes of Usher's user extension.
#pragma once

#include "store/resources.hpp"
#include "usher/scim/schema.hpp"

#include <string>
#include <string_view>

namespace usher::directory {

inline constexpr std::string_view user_extension_urn =
    "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

/// Whether resources of `type` show a status: those with Usher's user extension.
[[nodiscard]] bool shows_status(const scim::ResourceType& type);

/// Puts status, invitedAt, joinedAt, invitationExpiresAt, profileState and termsVersion as they are
/// at `now` (base::to_text()) into `text`, a document whose last attribute is the user extension,
/// if it has it.
void splice_status(std::string& text, const store::StoredResource& user, std::string_view now);

}  // namespace usher::directory
