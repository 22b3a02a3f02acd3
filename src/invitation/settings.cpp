// One table: a row per setting, how it is read, checked and shown.
#include "invitation/settings.hpp"

#include "base/text.hpp"
#include "invitation/problem.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>
#include <string_view>

#include <nlohmann/json.hpp>

namespace usher::invitation {

namespace {

using scim::Json;

/// What is wrong with a value; empty: nothing.
using Fault = std::string;

constexpr std::size_t longest_text = 500;
constexpr std::size_t most_entries = 500;

Fault read_flag(const Json& value, bool& into) {
    if (!value.is_boolean()) return "must be true or false";
    into = value.get<bool>();
    return {};
}

Fault read_text(const Json& value, std::string& into) {
    if (!value.is_string()) return "must be a text";
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > longest_text) return "is too long";
    if (std::any_of(text.begin(), text.end(), [](char c) {
            return static_cast<unsigned char>(c) < ' ';
        })) {
        return "must not hold control characters";
    }
    into = text;
    return {};
}

Fault read_hours(const Json& value, std::chrono::hours& into) {
    constexpr int longest = 24 * 365;
    if (!value.is_number_integer() || value < 1 || value > longest) {
        return "must be a whole number of hours from 1 to " + std::to_string(longest);
    }
    into = std::chrono::hours(value.get<int>());
    return {};
}

Fault read_words(const Json& value, std::vector<std::string>& into) {
    if (!value.is_array()) return "must be a list of texts";
    if (value.size() > most_entries) return "has too many entries";
    std::vector<std::string> words;
    for (const Json& entry : value) {
        std::string word;
        if (Fault fault = read_text(entry, word); !fault.empty()) return "each entry " + fault;
        words.push_back(base::ascii_lower(base::trimmed(word)));
    }
    into = std::move(words);
    return {};
}

Fault read_domains(const Json& value, std::vector<std::string>& into) {
    std::vector<std::string> words;
    if (Fault fault = read_words(value, words); !fault.empty()) return fault;
    for (const std::string& word : words) {
        if (word.find('.') == std::string::npos || word.find('@') != std::string::npos ||
            word.find(' ') != std::string::npos) {
            return "must be domains such as example.org, not " + word;
        }
    }
    into = std::move(words);
    return {};
}

constexpr std::array<std::string_view, 6> requirable{
    "title", "department", "manager", "email", "mobile", "code"};

Fault read_fields(const Json& value, std::vector<std::string>& into) {
    std::vector<std::string> words;
    if (Fault fault = read_words(value, words); !fault.empty()) return fault;
    for (const std::string& word : words) {
        if (std::find(requirable.begin(), requirable.end(), word) == requirable.end()) {
            return "knows title, department, manager, email, mobile and code, not " + word;
        }
    }
    into = std::move(words);
    return {};
}

Fault read_region(const Json& value, std::string& into) {
    std::string region;
    if (Fault fault = read_text(value, region); !fault.empty()) return fault;
    const bool code = region.size() == 2 && std::all_of(region.begin(), region.end(), [](char c) {
                          return c >= 'A' && c <= 'Z';
                      });
    if (!region.empty() && !code) return "must be an ISO 3166 code such as ES";
    into = region;
    return {};
}

Fault read_seats(const Json& value, std::optional<std::size_t>& into) {
    if (!value.is_number_integer() || value < 1) return "must be a whole number from 1, or null";
    into = value.get<std::size_t>();
    return {};
}

constexpr std::array<std::string_view, 3> two_factor_names{"off", "optional", "required"};

Fault read_two_factor(const Json& value, TwoFactor& into) {
    for (std::size_t at = 0; at < two_factor_names.size(); ++at) {
        if (value == two_factor_names.at(at)) {
            into = static_cast<TwoFactor>(at);
            return {};
        }
    }
    return "must be off, optional or required";
}

Json show(bool value) {
    return value;
}

Json show(const std::string& value) {
    return value;
}

Json show(const std::vector<std::string>& value) {
    return value;
}

Json show(std::chrono::hours value) {
    return value.count();
}

Json show(const std::optional<std::size_t>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json show(TwoFactor value) {
    return two_factor_names.at(static_cast<std::size_t>(value));
}

struct Row {
    std::string_view name;
    Fault (*assign)(Settings& settings, const Json& value);
    void (*reset)(Settings& settings);
    Json (*show)(const Settings& settings);
};

/// A row for one member of Settings and the function that reads its kind of value.
template <auto member, auto read>
constexpr Row row(std::string_view name) {
    return {
        .name = name,
        .assign = [](Settings& settings, const Json& value) -> Fault {
            return read(value, settings.*member);
        },
        .reset = [](Settings& settings) { settings.*member = Settings().*member; },
        .show = [](const Settings& settings) -> Json { return show(settings.*member); }};
}

constexpr std::array settings_table{
    row<&Settings::requests_enabled, read_flag>("requests_enabled"),
    row<&Settings::invitation_ttl, read_hours>("invitation_ttl_hours"),
    row<&Settings::auto_approve_domains, read_domains>("auto_approve_domains"),
    row<&Settings::allowed_domains, read_domains>("allowed_domains"),
    row<&Settings::required_fields, read_fields>("required_fields"),
    row<&Settings::default_time_zone, read_text>("default_time_zone"),
    row<&Settings::default_region, read_region>("default_region"),
    row<&Settings::locale, read_text>("locale"),
    row<&Settings::two_factor, read_two_factor>("two_factor"),
    row<&Settings::terms_version, read_text>("terms_version"),
    row<&Settings::terms_url, read_text>("terms_url"),
    row<&Settings::seat_limit, read_seats>("seat_limit"),
    row<&Settings::support_contact, read_text>("support_contact"),
    row<&Settings::tombstone_retention, read_hours>("tombstone_retention_hours"),
    row<&Settings::profile_by_admin, read_flag>("profile_by_admin"),
};

const Row* find_row(std::string_view name) {
    const auto* const found =
        std::find_if(settings_table.begin(), settings_table.end(), [&](const Row& row) {
            return row.name == name;
        });
    return found == settings_table.end() ? nullptr : found;
}

}  // namespace

Settings read_settings(const std::string& text) {
    Settings settings;
    const Json stored = Json::parse(text);
    for (const auto& [name, value] : stored.items()) {
        const Row* row = find_row(name);
        if (row == nullptr || value.is_null()) continue;
        if (!row->assign(settings, value).empty()) {
            throw std::runtime_error("the stored setting " + name + " cannot be read");
        }
    }
    return settings;
}

std::string write_settings(const Settings& settings) {
    return scim::to_text(to_json(settings));
}

Settings apply_changes(Settings settings, const Json& changes) {
    std::vector<FieldProblem> faults;
    for (const auto& [name, value] : changes.items()) {
        const std::string pointer = "/settings/" + name;
        const Row* row = find_row(name);
        if (row == nullptr) {
            faults.push_back(
                {.pointer = pointer, .code = "unknown", .detail = name + " is no setting"}
            );
        } else if (value.is_null()) {
            row->reset(settings);
        } else if (Fault fault = row->assign(settings, value); !fault.empty()) {
            fault.insert(0, name + " ");
            faults.push_back({.pointer = pointer, .code = "invalid", .detail = std::move(fault)});
        }
    }
    if (!faults.empty()) throw Problem(std::move(faults));
    return settings;
}

Json to_json(const Settings& settings) {
    Json shown = Json::object();
    for (const Row& row : settings_table)
        shown[std::string(row.name)] = row.show(settings);
    return shown;
}

}  // namespace usher::invitation
