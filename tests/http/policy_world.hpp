// A directory whose policies a test sets, on the shared server of each database.
#pragma once

#include "store/access.hpp"
#include "store/directories.hpp"
#include "tests/support/test_server.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace usher::test {

class PolicyWorld {
  public:
    explicit PolicyWorld(const Json& policies = Json::object())
        : server(shared_server(each_database())), tenant(server.new_organization()) {
        organization_id =
            store::find_organization(server.database(), tenant.organization_slug).value().id;
        set(policies);
    }

    /// Changes the directory's policies, and waits until nobody remembers the old ones.
    void set(const Json& policies) { set(tenant, policies); }

    void set(const Tenant& other, const Json& policies) {
        change([&](store::Transaction& tx) {
            auto record = store::find_directory(tx, organization_id, other.directory_id).value();
            std::vector<store::PolicyFault> faults;
            record.directory.policies =
                store::apply_changes(record.directory.policies, policies, faults);
            REQUIRE(faults.empty());
            store::update_directory(tx, organization_id, record.directory);
        });
        server.clock().advance(std::chrono::seconds(2));
    }

    template <class Body>
    void change(const Body& body) {
        server.database().change([&](store::Transaction& tx) {
            body(tx);
            return store::Outcome<bool>{.value = true, .events = {}};
        });
    }

    /// The first column of what `sql` selects with :organization, as text; "" for NULL.
    [[nodiscard]] Texts select(const std::string& sql) {
        const auto rows = server.database().read([&](store::Session& session) {
            return session.select(
                sql,
                {
                    {"organization", organization_id}
            },
                1
            );
        });
        Texts texts;
        for (const auto& row : rows)
            texts.push_back(row[0].value_or(""));
        return texts;
    }

    [[nodiscard]] std::size_t count(const std::string& what) {
        return std::stoull(
            select("SELECT count(*) FROM " + what + " AND organization_id = :organization").front()
        );
    }

    [[nodiscard]] Texts users(std::size_t number) {
        Texts ids;
        for (std::size_t at = 0; at < number; ++at)
            ids.push_back(tenant.client.create_id("/Users", user("u" + std::to_string(at))));
        return ids;
    }

    TestServer& server;
    Tenant tenant;
    std::string organization_id;
};

}  // namespace usher::test
