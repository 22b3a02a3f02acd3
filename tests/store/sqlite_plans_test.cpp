// How SQLite goes about the statements that take long lists: by the index, whatever the length.
#include "store/encounters.hpp"
#include "store/group_references.hpp"
#include "store/members.hpp"
#include "store/requests.hpp"
#include "store/user_facts.hpp"
#include "tests/scim/served_types.hpp"
#include "tests/store/tenant.hpp"

#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace sqlite_plans_test {

using namespace usher;
using namespace usher::store;

namespace {

using Ids = std::vector<std::string>;

/// Hands every statement on, and keeps each line of SQLite's plan for it.
class Explained : public Transaction {
  public:
    explicit Explained(Transaction& inner) : Transaction(inner.now()), inner_(inner) {}

    [[nodiscard]] Kind kind() const override { return inner_.kind(); }

    void lock(std::vector<std::string> names) override { inner_.lock(std::move(names)); }

    [[nodiscard]] const std::set<std::string>& plan() const { return plan_; }

  protected:
    std::size_t run(
        const std::string& sql,
        const Parameters& parameters,
        std::size_t columns,
        const std::function<bool(Row&)>& sink
    ) override {
        for (const Row& line : inner_.select("EXPLAIN QUERY PLAN " + sql, parameters, 4))
            plan_.insert(line.at(3).value());
        if (columns == 0) return inner_.execute(sql, parameters);
        for (Row& row : inner_.select(sql, parameters, columns)) {
            if (!sink(row)) break;
        }
        return 0;
    }

  private:
    Transaction& inner_;
    std::set<std::string> plan_;
};

/// The plan's lines that read a table or an index from end to end. Rows that the statement itself
/// brings along are none.
Ids end_to_end(const std::set<std::string>& plan) {
    Ids found;
    for (const std::string& line : plan) {
        const bool own_rows = line.ends_with("CONSTANT ROWS") || line == "SCAN CONSTANT ROW";
        const bool sifts = line.starts_with("BLOOM FILTER");
        if (sifts || (line.starts_with("SCAN") && !own_rows)) found.push_back(line);
    }
    return found;
}

}  // namespace

TEST_CASE("SQLite: long lists of members and groups are looked up in the index") {
    const auto count = GENERATE(std::size_t{1}, 100, 200, 300);
    CAPTURE(count);
    Fresh fresh(Kind::sqlite);
    const Tenant tenant(fresh.database);
    Ids users;
    Ids groups;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = "name" + std::to_string(i);
        users.push_back(tenant
                            .insert(
                                test::user_type(),
                                {
                                    {"userName", name}
        }
                            )
                            .id);
        groups.push_back(tenant
                             .insert(
                                 test::group_type(),
                                 {
                                     {"displayName", name}
        }
                             )
                             .id);
    }
    const auto plan = in_transaction(fresh.database, [&](Transaction& tx) {
        Explained explained(tx);
        for (const std::string& group : groups) {
            const auto key = tenant.group(test::group_type(), group);
            CHECK(add_members(explained, key, {"User"}, {users.front()}).added.size() == 1);
        }
        const auto first = tenant.group(test::group_type(), groups.front());
        CHECK(add_members(explained, first, {"User"}, users).added.size() == count - 1);
        CHECK(group_references(explained, tenant.id(), users).size() == 2 * count - 1);
        CHECK(user_facts(explained, tenant.id(), users).groups.size() == count);
        std::size_t seen = 0;
        each_member(explained, tenant.id(), groups, [&](const Member&) { ++seen; });
        CHECK(seen == 2 * count - 1);
        CHECK(remove_members(explained, first, users).removed.size() == count);
        return explained.plan();
    });
    CHECK(end_to_end(plan) == Ids{});
    CHECK_FALSE(plan.empty());
}

TEST_CASE("SQLite: a person's open requests are looked up by address, however many addresses") {
    const auto count = GENERATE(std::size_t{1}, 3, 20, 300);
    CAPTURE(count);
    Fresh fresh(Kind::sqlite);
    const Tenant tenant(fresh.database);
    IdentityKeys keys;
    for (std::size_t i = 0; i < count; ++i)
        keys.emails.push_back("name" + std::to_string(i) + "@one.example");
    const auto plan = in_transaction(fresh.database, [&](Transaction& tx) {
        Explained explained(tx);
        CHECK(find_encounters(explained, tenant.id(), keys, {}).request_ids.empty());
        CHECK(pending_request_ids(explained, tenant.id(), keys.emails).empty());
        return explained.plan();
    });
    std::size_t by_address = 0;
    for (const std::string& line : plan) {
        CAPTURE(line);
        CHECK(line.find("invitation_request_of_state") == std::string::npos);
        if (line.find("invitation_request_pending") != std::string::npos) ++by_address;
    }
    CHECK(by_address == 2);
    CHECK(end_to_end(plan) == Ids{});
}

}  // namespace sqlite_plans_test
