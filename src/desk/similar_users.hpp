// Whose address looks like another one to a reader (domain.md, C8): pointed out to an admin, never
// decided by.
#pragma once

#include "store/database.hpp"
#include "usher/scim/json.hpp"

#include <map>
#include <string>
#include <vector>

namespace usher::desk {

/// Beyond this an address is nobody's special concern.
inline constexpr std::size_t most_similar = 5;

/// For each of `email_keys` with any: the users who have an address that looks like it, and not the
/// address itself; `[{id, display_name}]`.
[[nodiscard]] std::map<std::string, scim::Json> similar_users(
    store::Session& session,
    const std::string& organization_id,
    const std::vector<std::string>& email_keys
);

}  // namespace usher::desk
