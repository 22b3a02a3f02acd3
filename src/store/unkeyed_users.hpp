// The list of users whose identity keys are still to be made (store/identity_keys.hpp): those from
// before there were keys, and those for whom keys mean something else now.
//
// Who takes users from the list makes their keys in the same unit of work; several may do so at
// once.
#pragma once

#include "store/database.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace usher::store {

struct UnkeyedUser {
    std::string id;
    std::string document;
};

/// An organization with users on the list, if there is one: one look into an index.
[[nodiscard]] Value organization_with_unkeyed_users(Session& session);

/// Takes at most `limit` users off the list, in id order, and holds their rows. Somebody who was
/// deleted meanwhile is taken off too, and not returned.
[[nodiscard]] std::vector<UnkeyedUser> take_unkeyed_users(
    Transaction& tx, const std::string& organization_id, std::size_t limit
);

/// Puts one user on the list.
void list_unkeyed_user(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
);

/// Puts every user of an organization on the list, when its default region of phone numbers
/// changes.
void list_everybody_unkeyed(Transaction& tx, const std::string& organization_id);

}  // namespace usher::store
