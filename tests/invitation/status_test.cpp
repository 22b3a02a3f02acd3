#include "invitation/status.hpp"

#include "tests/scim/served_types.hpp"
#include "tests/store/tenant.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace status_test {

using namespace usher;
using namespace usher::invitation;
using usher::test::Kind;

namespace {

const std::string before = "2026-11-25T09:59:59.999Z";
const std::string moment = "2026-11-25T10:00:00.000Z";
const std::string after = "2026-11-25T10:00:00.001Z";

store::StoredResource user(bool active, store::Value joined_at, store::Value expires_at) {
    store::StoredResource user;
    user.active = active;
    user.joined_at = std::move(joined_at);
    user.invitation_expires_at = std::move(expires_at);
    return user;
}

/// Every combination of what a status depends on.
std::vector<store::StoredResource> every_user() {
    std::vector<store::StoredResource> users;
    for (const bool active : {true, false}) {
        for (const store::Value& joined : {store::Value(), store::Value(before)}) {
            for (const store::Value& expires :
                 {store::Value(),
                  store::Value(before),
                  store::Value(moment),
                  store::Value(after)}) {
                users.push_back(user(active, joined, expires));
            }
        }
    }
    return users;
}

}  // namespace

TEST_CASE("The status of a user is that of the first row that holds") {
    CHECK(status_of(user(false, before, after), moment) == Status::inactive);
    CHECK(status_of(user(true, before, after), moment) == Status::active);
    CHECK(status_of(user(true, {}, after), moment) == Status::pending);
    CHECK(status_of(user(true, {}, moment), moment) == Status::expired);
    CHECK(status_of(user(true, {}, before), moment) == Status::expired);
    CHECK(status_of(user(true, {}, {}), moment) == Status::registered);
}

TEST_CASE("A status is found by its name") {
    for (std::size_t at = 0; at < status_names.size(); ++at) {
        CHECK(status_from(status_names.at(at)) == static_cast<Status>(at));
    }
    CHECK_FALSE(status_from("invited").has_value());
}

TEST_CASE("The database finds by status exactly the users that have it") {
    const auto kind = GENERATE(Kind::sqlite, Kind::postgresql);
    store::Fresh fresh(kind);
    const store::Tenant tenant(fresh.database);
    std::map<std::string, store::StoredResource> users;
    int count = 0;
    for (store::StoredResource wanted : every_user()) {
        const scim::Json document{
            {"userName", "user" + std::to_string(++count)}
        };
        const std::string id = tenant.insert(test::user_type(), document).id;
        store::in_transaction(fresh.database, [&](store::Transaction& tx) {
            return tx.execute(
                "UPDATE resource SET active = :active, joined_at = :joined, "
                "invitation_expires_at = :expires "
                "WHERE organization_id = :organization AND type = 'User' AND id = :id",
                {
                    {"organization", tenant.id()                 },
                    {"id",           id                          },
                    {"active",       wanted.active ? "1" : "0"   },
                    {"joined",       wanted.joined_at            },
                    {"expires",      wanted.invitation_expires_at}
            }
            );
        });
        users.emplace(id, wanted);
    }
    for (std::size_t at = 0; at < status_names.size(); ++at) {
        const auto status = static_cast<Status>(at);
        INFO(name_of(status));
        std::vector<std::string> expected;
        for (const auto& [id, stored] : users) {
            if (status_of(stored, moment) == status) expected.push_back(id);
        }
        REQUIRE_FALSE(expected.empty());
        const auto found = fresh.database.read([&](store::Session& session) {
            std::vector<std::string> ids;
            for (const auto& row : session.select(
                     "SELECT r.id FROM resource r WHERE r.organization_id = :organization AND "
                     "r.type = 'User' AND " +
                         status_condition(status, ":now") + " ORDER BY r.id",
                     {
                         {"organization", tenant.id()},
                         {"now",          moment     }
            },
                     1
                 )) {
                ids.push_back(*row.at(0));
            }
            return ids;
        });
        CHECK(found == expected);
    }
}

}  // namespace status_test
