#include "invitation/roles.hpp"

#include <algorithm>
#include <iterator>

namespace usher::invitation {

namespace {

constexpr std::array<std::string_view, 4> role_names{
    "member", "team_admin", "account_admin", "founder"};

constexpr std::array<std::string_view, permission_count> permission_names{
    "users.register",
    "users.invite",
    "users.bulk_invite",
    "requests.review",
    "directories.manage",
    "settings.manage",
    "audit.read",
};

// Columns: register, invite, bulk_invite, review, directories, settings, audit.
constexpr std::array<Permissions, role_names.size()> permissions_of_roles{
    {
     {false, false, false, false, false, false, false},
     {true, true, false, false, false, false, false},
     {true, true, false, true, true, true, true},
     {true, true, true, true, true, true, true},
     }
};

template <class Enum, std::size_t count>
std::optional<Enum> at_name(
    const std::array<std::string_view, count>& names, std::string_view name
) {
    const auto* const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(std::distance(names.begin(), found));
}

}  // namespace

std::string_view name_of(Role role) {
    return role_names.at(static_cast<std::size_t>(role));
}

std::optional<Role> role_from(std::string_view name) {
    return at_name<Role>(role_names, name);
}

std::string_view name_of(Permission permission) {
    return permission_names.at(static_cast<std::size_t>(permission));
}

std::optional<Permission> permission_from(std::string_view name) {
    return at_name<Permission>(permission_names, name);
}

const Permissions& permissions_of(Role role) {
    return permissions_of_roles.at(static_cast<std::size_t>(role));
}

}  // namespace usher::invitation
