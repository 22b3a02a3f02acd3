#include "invitation/roles.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace roles_test {

using namespace usher::invitation;

TEST_CASE("A founder may do everything, a member nothing") {
    for (std::size_t at = 0; at < permission_count; ++at) {
        const auto permission = static_cast<Permission>(at);
        INFO(name_of(permission));
        CHECK(holds(permissions_of(Role::founder), permission));
        CHECK_FALSE(holds(permissions_of(Role::member), permission));
    }
}

TEST_CASE("A role may do all that a role below it may") {
    for (const Role role : {Role::team_admin, Role::account_admin, Role::founder}) {
        const auto below = static_cast<Role>(static_cast<int>(role) - 1);
        for (std::size_t at = 0; at < permission_count; ++at) {
            INFO(name_of(role) << " and " << name_of(static_cast<Permission>(at)));
            CHECK((permissions_of(role).at(at) || !permissions_of(below).at(at)));
        }
    }
}

TEST_CASE("Bulk invitations are the founder's alone, unless they are given") {
    for (const Role role : {Role::member, Role::team_admin, Role::account_admin}) {
        CHECK_FALSE(holds(permissions_of(role), Permission::users_bulk_invite));
    }
}

TEST_CASE("A team admin registers and invites, and has no say over the organization") {
    const Permissions& team_admin = permissions_of(Role::team_admin);
    CHECK(holds(team_admin, Permission::users_register));
    CHECK(holds(team_admin, Permission::users_invite));
    CHECK_FALSE(holds(team_admin, Permission::settings_manage));
    CHECK_FALSE(holds(team_admin, Permission::directories_manage));
    CHECK_FALSE(holds(team_admin, Permission::audit_read));
}

TEST_CASE("Roles and permissions are found by the names that they have") {
    for (const Role role : {Role::member, Role::team_admin, Role::account_admin, Role::founder}) {
        CHECK(role_from(name_of(role)) == role);
    }
    for (std::size_t at = 0; at < permission_count; ++at) {
        const auto permission = static_cast<Permission>(at);
        CHECK(permission_from(name_of(permission)) == permission);
    }
    CHECK_FALSE(role_from("owner").has_value());
    CHECK_FALSE(permission_from("users.delete").has_value());
}

}  // namespace roles_test
