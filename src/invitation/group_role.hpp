// What somebody is in a group: `member`, `manager`, or a name of the organization's own.
#pragma once

#include <string>
#include <string_view>

namespace usher::invitation {

inline constexpr std::string_view group_extension_urn =
    "urn:ietf:params:scim:schemas:extension:usher:2.0:Group";

/// A role's name: 1 to 64 bytes without control characters.
[[nodiscard]] bool is_group_role(std::string_view name);

/// The role of those who are added to the group of this stored text without another: its
/// `defaultRole`, else `member`.
[[nodiscard]] std::string default_role_of(const std::string& document_text);

}  // namespace usher::invitation
