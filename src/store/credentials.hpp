// Passwords at rest: yescrypt hashes, read for signing in. store_password() in resources.hpp writes
// them.
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>

namespace usher::store {

/// nullopt: the user has no password.
[[nodiscard]] std::optional<std::string> password_hash_of(
    Session& session, const std::string& organization_id, const std::string& user_id
);

}  // namespace usher::store
