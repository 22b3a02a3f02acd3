// One table: a row per policy, how it is read, checked and shown.
#include "store/policies.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::store {

namespace {

using scim::Json;

/// What is wrong with a value; empty: nothing.
using Fault = std::string;

constexpr std::size_t longest_text = 200;
constexpr std::size_t most_rules = 200;

constexpr std::array<std::string_view, 3> precedence_names{
    "directory_wins", "merge", "require_click"};
constexpr std::array<std::string_view, 3> kind_names{"team", "chat", "area"};
constexpr std::array<std::string_view, 2> role_names{"team_admin", "account_admin"};

Fault read_flag(const Json& value, bool& into) {
    if (!value.is_boolean()) return "must be true or false";
    into = value.get<bool>();
    return {};
}

struct Bounds {
    std::size_t least;
    std::size_t most;
};

Fault read_count(const Json& value, Bounds bounds, std::size_t& into) {
    const bool whole = value.is_number_integer() && value >= 0;
    if (!whole || value < bounds.least || value > bounds.most) {
        return "must be a whole number from " + std::to_string(bounds.least) + " to " +
               std::to_string(bounds.most);
    }
    into = value.get<std::size_t>();
    return {};
}

Fault read_word(const Json& value, std::span<const std::string_view> words, std::string& into) {
    if (value.is_string()) {
        into = value.get<std::string>();
        if (std::find(words.begin(), words.end(), into) != words.end()) return {};
    }
    Fault fault = "must be one of";
    for (const std::string_view word : words)
        fault += " " + std::string(word);
    return fault;
}

Fault read_precedence(const Json& value, Precedence& into) {
    std::string word;
    if (Fault fault = read_word(value, precedence_names, word); !fault.empty()) return fault;
    const auto* const found = std::find(precedence_names.begin(), precedence_names.end(), word);
    into = static_cast<Precedence>(std::distance(precedence_names.begin(), found));
    return {};
}

/// How the entries of a list of rules look: a group's name, and a word that follows from it.
struct RuleShape {
    std::string name_key;
    std::string word_key;
    std::span<const std::string_view> words;
};

struct NameAndWord {
    std::string name;
    std::string word;
};

Fault read_rule(const Json& entry, const RuleShape& shape, NameAndWord& into) {
    if (!entry.is_object() || entry.size() != 2 || !entry.contains(shape.name_key) ||
        !entry.contains(shape.word_key) || !entry[shape.name_key].is_string()) {
        return "has entries of " + shape.name_key + " and " + shape.word_key;
    }
    into.name = entry[shape.name_key].get<std::string>();
    if (into.name.empty() || into.name.size() > longest_text) {
        return shape.name_key + ": 1 to " + std::to_string(longest_text) + " bytes";
    }
    const Fault fault = read_word(entry[shape.word_key], shape.words, into.word);
    return fault.empty() ? Fault() : shape.word_key + ": " + fault;
}

template <class Rule>
Fault read_rules(const Json& value, const RuleShape& shape, std::vector<Rule>& into) {
    if (!value.is_array()) return "must be a list";
    if (value.size() > most_rules) return "has too many entries";
    std::vector<Rule> rules;
    for (const Json& entry : value) {
        NameAndWord read;
        if (Fault fault = read_rule(entry, shape, read); !fault.empty()) return fault;
        rules.push_back({std::move(read.name), std::move(read.word)});
    }
    into = std::move(rules);
    return {};
}

Json show_kinds(const Policies& policies) {
    Json rules = Json::array();
    for (const GroupKindRule& rule : policies.group_kinds)
        rules.push_back({
            {"name", rule.name},
            {"kind", rule.kind}
        });
    return rules;
}

Json show_roles(const Policies& policies) {
    Json rules = Json::array();
    for (const GroupRoleRule& rule : policies.group_roles)
        rules.push_back({
            {"group", rule.group},
            {"role",  rule.role }
        });
    return rules;
}

struct PolicyRow {
    std::string_view name;  ///< "guard/percent": a key of an object in the object
    Fault (*assign)(Policies& policies, const Json& value);
    Json (*show)(const Policies& policies);
};

constexpr std::array table{
    PolicyRow{
              "adopt",               [](Policies& to, const Json& value) { return read_flag(value, to.adopt); },
              [](const Policies& of) { return Json(of.adopt); }                                                                                                                               },
    PolicyRow{
              "precedence",          [](Policies& to, const Json& value) { return read_precedence(value, to.precedence); },
              [](const Policies& of) {
            return Json(precedence_names.at(static_cast<std::size_t>(of.precedence)));
        }                                                                                                                                                                                     },
    PolicyRow{
              "unique_group_names",  [](Policies& to, const Json& value) { return read_flag(value, to.unique_group_names); },
              [](const Policies& of) { return Json(of.unique_group_names); }                                                                                                                  },
    PolicyRow{
              "default_group_kind",  [](Policies& to, const Json& value) {
            return read_word(value, kind_names, to.default_group_kind);
        },                                                               [](const Policies& of) { return Json(of.default_group_kind); }  },
    PolicyRow{
              "group_kinds",         [](Policies& to, const Json& value) {
            return read_rules(value, {"name", "kind", kind_names}, to.group_kinds);
        },                                                               show_kinds                                                      },
    PolicyRow{
              "group_roles",         [](Policies& to, const Json& value) {
            return read_rules(value, {"group", "role", role_names}, to.group_roles);
        },                                                               show_roles                                                      },
    PolicyRow{
              "guard/enabled",       [](Policies& to, const Json& value) { return read_flag(value, to.guard.enabled); },
              [](const Policies& of) { return Json(of.guard.enabled); }                                                                                                                       },
    PolicyRow{
              "guard/percent",       [](Policies& to, const Json& value) {
            return read_count(value, {1, 100}, to.guard.percent);
        },                                                               [](const Policies& of) { return Json(of.guard.percent); }       },
    PolicyRow{
              "guard/minimum",       [](Policies& to, const Json& value) {
            return read_count(value, {1, 10'000}, to.guard.minimum);
        },                                                               [](const Policies& of) { return Json(of.guard.minimum); }       },
    PolicyRow{
              "guard/minutes",       [](Policies& to, const Json& value) {
            std::size_t minutes = 0;
            Fault fault = read_count(value, {1, 24 * 60}, minutes);
            if (fault.empty()) to.guard.window = std::chrono::minutes(minutes);
            return fault;
        },                                                               [](const Policies& of) { return Json(of.guard.window.count()); }},
    PolicyRow{
              "requests_per_second", [](Policies& to, const Json& value) {
            return read_count(value, {0, 100'000}, to.requests_per_second);
        },                                                               [](const Policies& of) { return Json(of.requests_per_second); } },
    PolicyRow{
              "request_log_size",    [](Policies& to, const Json& value) {
            return read_count(value, {0, 10'000}, to.request_log_size);
        },                                                               [](const Policies& of) { return Json(of.request_log_size); }    },
};

void apply_row(
    Policies& policies, const std::string& name, const Json& value, std::vector<PolicyFault>& faults
) {
    const auto* const row = std::find_if(table.begin(), table.end(), [&](const PolicyRow& each) {
        return each.name == name;
    });
    if (row == table.end()) {
        faults.push_back({.name = name, .unknown = true, .detail = name + " is no policy"});
        return;
    }
    const Fault fault = row->assign(policies, value.is_null() ? row->show(Policies()) : value);
    if (!fault.empty()) faults.push_back({.name = name, .detail = name + ": " + fault});
}

/// Whether folded `text` fits folded `pattern`, where '*' is any text. Linear in the product.
bool fits(std::string_view pattern, std::string_view text) {
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    std::size_t at = 0;
    std::size_t in = 0;
    while (in < text.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            resume = in;
        } else if (at < pattern.size() && pattern[at] == text[in]) {
            ++at;
            ++in;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            in = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

}  // namespace

const std::string& Policies::kind_of(std::string_view display_name) const {
    const std::string name = base::fold_case(display_name);
    for (const GroupKindRule& rule : group_kinds) {
        if (fits(base::fold_case(rule.name), name)) return rule.kind;
    }
    return default_group_kind;
}

const std::string* Policies::role_of(std::string_view group_id, std::string_view display_name)
    const {
    if (group_roles.empty()) return nullptr;
    const std::string name = base::fold_case(display_name);
    for (const GroupRoleRule& rule : group_roles) {
        if (rule.group == group_id || base::fold_case(rule.group) == name) return &rule.role;
    }
    return nullptr;
}

Policies read_policies(const std::string& text) {
    std::vector<PolicyFault> faults;
    Policies policies = apply_changes({}, Json::parse(text), faults);
    // A newer program's policy is left alone; what this one knows must be readable.
    for (const PolicyFault& fault : faults) {
        if (!fault.unknown)
            throw std::runtime_error("a stored policy cannot be read: " + fault.name);
    }
    return policies;
}

std::string write_policies(const Policies& policies) {
    return scim::to_text(to_json(policies));
}

Policies apply_changes(Policies policies, const Json& changes, std::vector<PolicyFault>& faults) {
    for (const auto& [name, value] : changes.items()) {
        if (name != "guard") {
            apply_row(policies, name, value, faults);
        } else if (value.is_null()) {
            policies.guard = {};
        } else if (!value.is_object()) {
            faults.push_back({.name = name, .detail = "guard: must be an object"});
        } else {
            for (const auto& [key, inner] : value.items())
                apply_row(policies, "guard/" + key, inner, faults);
        }
    }
    return policies;
}

Json to_json(const Policies& policies) {
    Json shown = Json::object();
    for (const PolicyRow& row : table)
        shown[Json::json_pointer("/" + std::string(row.name))] = row.show(policies);
    return shown;
}

std::optional<std::string> group_kind_from(std::string_view word) {
    for (const std::string_view kind : kind_names) {
        if (base::equal_ignoring_case(kind, word)) return std::string(kind);
    }
    return std::nullopt;
}

}  // namespace usher::store
