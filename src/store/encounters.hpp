// Whom an arriving person meets: everybody and every pending request that shares a key with them.
#pragma once

#include "store/attribute_index.hpp"
#include "store/database.hpp"
#include "store/identity_keys.hpp"

#include <string>
#include <vector>

namespace usher::store {

/// A user who shares a key.
struct Encounter {
    std::string kind;  ///< "email", or the path of an indexed attribute ("userName")
    std::string key;
    std::string user_id;
    Value directory_id;
    bool active = true;
};

struct Encounters {
    std::vector<Encounter> users;          ///< in the order of (kind, key, user id)
    std::vector<std::string> request_ids;  ///< pending requests for one of the addresses
};

/// One statement. Only e-mail keys and `attributes` (unique or not) are looked up, in users.
[[nodiscard]] Encounters find_encounters(
    Session& session,
    const std::string& organization_id,
    const IdentityKeys& keys,
    const std::vector<IndexKey>& attributes
);

}  // namespace usher::store
