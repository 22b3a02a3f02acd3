// A directory's policies as text, as API changes, and as answers to questions.
#include "store/policies.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace policies_test {

using namespace usher;
using namespace usher::store;
using scim::Json;

namespace {

Policies changed(const Json& changes) {
    std::vector<PolicyFault> faults;
    Policies policies = apply_changes({}, changes, faults);
    REQUIRE(faults.empty());
    return policies;
}

std::vector<std::string> faults_of(const Json& changes) {
    std::vector<PolicyFault> faults;
    (void)apply_changes({}, changes, faults);
    std::vector<std::string> names;
    for (const PolicyFault& fault : faults) {
        CHECK_FALSE(fault.detail.empty());
        names.push_back(fault.name);
    }
    return names;
}

}  // namespace

TEST_CASE("A directory without policies has the defaults of the domain") {
    const Policies policies = read_policies("{}");
    CHECK(policies.adopt);
    CHECK(policies.precedence == Precedence::directory_wins);
    CHECK(policies.unique_group_names);
    CHECK(policies.default_group_kind == "team");
    CHECK(policies.guard.enabled);
    CHECK(policies.guard.percent == 20);
    CHECK(policies.guard.minimum == 200);
    CHECK(policies.guard.window == std::chrono::minutes(10));
    CHECK(policies.requests_per_second == 0);
}

TEST_CASE("What is written is read again, every policy") {
    const Policies policies = changed({
        {"adopt",               false                                                                 },
        {"precedence",          "require_click"                                                       },
        {"unique_group_names",  false                                                                 },
        {"default_group_kind",  "area"                                                                },
        {"group_kinds",         Json::array({{{"name", "Chat *"}, {"kind", "chat"}}})                 },
        {"group_roles",         Json::array({{{"group", "IT"}, {"role", "team_admin"}}})              },
        {"guard",               {{"enabled", false}, {"percent", 50}, {"minimum", 10}, {"minutes", 3}}},
        {"requests_per_second", 40                                                                    },
        {"request_log_size",    7                                                                     },
    });
    CHECK(policies != Policies());
    CHECK(read_policies(write_policies(policies)) == policies);
    CHECK(policies.guard.window == std::chrono::minutes(3));
    CHECK(policies.precedence == Precedence::require_click);
}

TEST_CASE("A change leaves the other policies alone, and null is the default") {
    Policies policies = changed({
        {"guard", {{"percent", 50}, {"minimum", 10}}},
        {"adopt", false                             }
    });
    std::vector<PolicyFault> faults;
    policies = apply_changes(
        policies,
        {
            {"guard", {{"percent", nullptr}}}
    },
        faults
    );
    CHECK(faults.empty());
    CHECK(policies.guard.percent == 20);
    CHECK(policies.guard.minimum == 10);
    CHECK_FALSE(policies.adopt);
    CHECK(
        apply_changes(
            policies,
            {
                {"guard", nullptr}
    },
            faults
        )
            .guard == GuardPolicy()
    );
}

TEST_CASE("Every fault of a change is named by its place") {
    using Names = std::vector<std::string>;
    CHECK(
        faults_of({
            {"adopt",    "yes"},
            {"nonsense", 1    }
    }) == Names{"adopt", "nonsense"}
    );
    CHECK(
        faults_of({
            {"guard", {{"percent", 0}, {"minimum", -1}, {"minutes", 1.5}, {"x", 1}}}
    }) ==
        Names{"guard/percent", "guard/minimum", "guard/minutes", "guard/x"}
    );
    CHECK(
        faults_of({
            {"guard", true}
    }) == Names{"guard"}
    );
    CHECK(
        faults_of({
            {"precedence", "whoever"}
    }) == Names{"precedence"}
    );
    CHECK(
        faults_of({
            {"default_group_kind", "club"}
    }) == Names{"default_group_kind"}
    );
    const Json founders = Json::array({
        {{"group", "IT"}, {"role", "founder"}}
    });
    CHECK(
        faults_of({
            {"group_roles", founders}
    }) == Names{"group_roles"}
    );
    CHECK(
        faults_of({
            {"group_kinds", Json::array({1})}
    }) == Names{"group_kinds"}
    );
}

TEST_CASE("A group's kind is that of the first rule whose pattern fits its name") {
    const Policies policies = changed({
        {"default_group_kind", "team"},
        {"group_kinds",
         Json::array(
             {{{"name", "Chat *"}, {"kind", "chat"}},
              {{"name", "*-AREA-*"}, {"kind", "area"}},
              {{"name", "Straße"}, {"kind", "area"}}}
         )                           }
    });
    CHECK(policies.kind_of("chat about cats") == "chat");
    CHECK(policies.kind_of("Chats") == "team");
    CHECK(policies.kind_of("north-area-") == "area");
    CHECK(policies.kind_of("north-area") == "team");
    CHECK(policies.kind_of("STRAßE") == "area");
    CHECK(policies.kind_of("") == "team");
}

TEST_CASE("A group's members have the organization role of the rule that names the group") {
    const Policies policies = changed({
        {"group_roles",
         Json::array(
             {{{"group", "IT Admins"}, {"role", "account_admin"}},
              {{"group", "0190-id"}, {"role", "team_admin"}}}
         )}
    });
    REQUIRE(policies.role_of("x", "it admins") != nullptr);
    CHECK(*policies.role_of("x", "it admins") == "account_admin");
    CHECK(*policies.role_of("0190-id", "whatever") == "team_admin");
    CHECK(policies.role_of("x", "IT") == nullptr);
}

}  // namespace policies_test
