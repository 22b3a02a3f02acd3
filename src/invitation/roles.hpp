// Who may do what in an organization (domain.md, "People and permissions"): one table.
//
// A role brings permissions; an admin may give or deny each one by one. A team admin's are limited
// to the teams where they are manager: the desk checks that where it knows the groups.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace usher::invitation {

/// In the order of power: a role may give no role above itself.
enum class Role { member, team_admin, account_admin, founder };

[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_from(std::string_view name);

enum class Permission {
    users_register,
    users_invite,
    users_bulk_invite,
    requests_review,
    directories_manage,
    settings_manage,
    audit_read,
};

inline constexpr std::size_t permission_count =
    static_cast<std::size_t>(Permission::audit_read) + 1;

/// "users.register"
[[nodiscard]] std::string_view name_of(Permission permission);
[[nodiscard]] std::optional<Permission> permission_from(std::string_view name);

/// A set of permissions, by the enum's order.
using Permissions = std::array<bool, permission_count>;

/// What a role brings of itself.
[[nodiscard]] const Permissions& permissions_of(Role role);

[[nodiscard]] inline bool holds(const Permissions& permissions, Permission permission) {
    return permissions.at(static_cast<std::size_t>(permission));
}

}  // namespace usher::invitation
