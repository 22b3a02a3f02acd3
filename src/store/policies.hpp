// A directory's policies (domain.md, "What a directory's push means"): typed, with their defaults.
//
// Stored as JSON text in `directory.policies`; a key that is not there has its default. What the
// API takes and shows is the same JSON. Pure.
#pragma once

#include "usher/scim/json.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

/// What an old invitation or request may still add to a user whom the directory manages.
enum class Precedence { directory_wins, merge, require_click };

/// Against a mass deactivation by mistake (directory/guard.hpp).
struct GuardPolicy {
    bool enabled = true;
    std::size_t percent = 20;   ///< of the users that the directory manages
    std::size_t minimum = 200;  ///< with fewer managed users the guard sleeps
    std::chrono::minutes window{10};

    bool operator==(const GuardPolicy&) const = default;
};

/// Groups whose displayName fits `name` ('*' is any text, letter case does not count) have `kind`.
struct GroupKindRule {
    std::string name;
    std::string kind;  ///< team, chat, area

    bool operator==(const GroupKindRule&) const = default;
};

/// Members of `group` (its id, or its displayName in any letter case) have an organization role.
struct GroupRoleRule {
    std::string group;
    std::string role;  ///< team_admin, account_admin: nobody becomes founder over SCIM

    bool operator==(const GroupRoleRule&) const = default;
};

struct Policies {
    bool adopt = true;
    Precedence precedence = Precedence::directory_wins;
    bool unique_group_names = true;
    std::string default_group_kind = "team";
    std::vector<GroupKindRule> group_kinds;  ///< the first that fits decides
    std::vector<GroupRoleRule> group_roles;
    GuardPolicy guard;
    std::size_t requests_per_second = 0;  ///< 0: no limit of its own
    std::size_t request_log_size = 1000;  ///< 0: no log

    bool operator==(const Policies&) const = default;

    /// The kind of a group that names none itself.
    [[nodiscard]] const std::string& kind_of(std::string_view display_name) const;
    /// The organization role of a group's members; nullptr: none.
    [[nodiscard]] const std::string* role_of(
        std::string_view group_id, std::string_view display_name
    ) const;
};

/// What is wrong with one key of a change.
struct PolicyFault {
    std::string name;  ///< "guard/percent"
    bool unknown = false;
    std::string detail;
};

/// Throws std::runtime_error for text that write_policies() did not make.
[[nodiscard]] Policies read_policies(const std::string& text);
[[nodiscard]] std::string write_policies(const Policies& policies);

/// `policies` with the keys of `changes` (an object) set; null: the default. What does not fit is
/// told in `faults`, and then the result is of no use.
[[nodiscard]] Policies apply_changes(
    Policies policies, const scim::Json& changes, std::vector<PolicyFault>& faults
);

[[nodiscard]] scim::Json to_json(const Policies& policies);

/// team, chat, area: in any letter case as SCIM sends it.
[[nodiscard]] std::optional<std::string> group_kind_from(std::string_view word);

}  // namespace usher::store
