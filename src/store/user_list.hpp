// Users as a list of the admin API (GET /users), and the tombstones that it shows as deleted.
#pragma once

#include "store/listing.hpp"

#include <string>
#include <vector>

namespace usher::store {

/// Whose list.
enum class UserScope {
    everybody,
    managed_teams,  ///< who is directly in a group where `:viewer` is manager, and `:viewer`
};

/// The condition that the user whose id is `user_id` (SQL) is in a scope: " AND ...", or nothing.
[[nodiscard]] std::string in_scope(UserScope scope, const std::string& user_id);

/// What the status is derived with (invitation/status.hpp).
struct StatusSql {
    std::vector<std::string> words;
    std::string value;  ///< SQL of a user's status at `:now`, over the alias `r`
};

/// Rows are resource_columns. Texts use `:organization`, `:now`, and `:viewer` for managed_teams.
[[nodiscard]] ListSource user_list(UserScope scope, const StatusSql& status);

/// Rows are tombstone_columns.
[[nodiscard]] ListSource deleted_user_list();

/// A user who was deleted and can be restored.
struct DeletedUser {
    std::string id;
    Value directory_id;
    std::string document;
    Value joined_at;
    std::string created_at;
    std::string deleted_at;
    std::string profile_state;
    Value terms_version;
};

[[nodiscard]] DeletedUser read_deleted_user(const Row& row);

}  // namespace usher::store
