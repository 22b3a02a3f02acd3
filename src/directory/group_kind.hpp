// Usher's group extension over SCIM: what a group is for, and the role that its members get.
#pragma once

#include "store/policies.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

namespace usher::directory {

/// Whether resources of `type` have a kind: those with Usher's group extension.
[[nodiscard]] bool has_kind(const scim::ResourceType& type);

/// Gives `document` a kind: its own, else that of `before` (null: it is new, or a PATCH made it and
/// what it took away is gone), else what the directory's policies say. A document without the
/// extension keeps the default role of `before`, since identity providers PUT what they know.
/// Throws scim::Error::invalid_value for another kind and for a default role that is no name.
void complete_kind(scim::Json& document, const scim::Json& before, const store::Policies& policies);

}  // namespace usher::directory
