// Usher's group extension: what a group is for, and the role that its members get.
#pragma once

#include "store/policies.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <string>
#include <string_view>

namespace usher::directory {

inline constexpr std::string_view group_extension_urn =
    "urn:ietf:params:scim:schemas:extension:usher:2.0:Group";

/// Whether resources of `type` have a kind: those with Usher's group extension.
[[nodiscard]] bool has_kind(const scim::ResourceType& type);

/// Gives `document` a kind: its own, else that of `before` (null: it is new), else what the
/// directory's policies say. A document without the extension keeps the default role of `before`,
/// since identity providers PUT what they know. Throws scim::Error::invalid_value for another kind
/// and for a default role that is no name.
void complete_kind(scim::Json& document, const scim::Json& before, const store::Policies& policies);

/// A name for what somebody is in a group: 1 to 64 bytes without control characters.
[[nodiscard]] bool is_role_name(std::string_view name);

/// The role of those who are added to the group of this stored text.
[[nodiscard]] std::string default_role_of(const std::string& document_text);

}  // namespace usher::directory
