// An organization as the API's tests use it: its founder's token, its directory, its members.
#pragma once

#include "store/access.hpp"
#include "store/people.hpp"
#include "tests/support/test_server.hpp"

#include <string>

namespace usher::test {

/// On the shared server of each database, one after the other.
struct World {
    World()
        : server(shared_server(each_database())),
          tenant(server.new_organization()),
          slug(tenant.organization_slug),
          founder(server.new_admin(slug)),
          organization_id(store::find_organization(server.database(), slug)->id) {}

    ApiClient as(const std::string& role) { return server.new_admin(slug, role); }

    /// A member whom the directory brought, with a role in the organization.
    std::string member(const std::string& user_name, const std::string& role = "member") {
        auto id = tenant.client.create_id("/Users", user(user_name));
        server.database().change([&](store::Transaction& tx) {
            store::Person person;
            person.user_id = id;
            person.organization_role = role;
            store::store_person(tx, organization_id, person);
            return store::Outcome<bool>{.value = true, .events = {}};
        });
        return id;
    }

    /// Gives `user_id` a role in a group.
    void set_role(
        const std::string& group_id, const std::string& user_id, const std::string& role
    ) {
        server.database().change([&](store::Transaction& tx) {
            tx.execute(
                "UPDATE membership SET role = :role WHERE organization_id = :organization "
                "AND group_id = :group AND member_id = :member",
                {
                    {"role",         role           },
                    {"organization", organization_id},
                    {"group",        group_id       },
                    {"member",       user_id        }
            }
            );
            return store::Outcome<bool>{.value = true, .events = {}};
        });
    }

    /// The ids of what `path` lists for `client` with `filter`.
    static Texts ids(ApiClient& client, const std::string& path, const std::string& filter) {
        return sorted(pluck(
            client.list(
                path,
                {
                    {"filter", filter}
        }
            )["items"],
            "id"
        ));
    }

    TestServer& server;
    Tenant tenant;
    std::string slug;
    ApiClient founder;
    std::string organization_id;
};

}  // namespace usher::test
