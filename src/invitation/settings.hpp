// An organization's settings (api.md, /organization): typed, with their defaults.
//
// Stored as JSON text in `organization.settings`; a key that is not there has its default.
#pragma once

#include "store/database.hpp"
#include "usher/scim/json.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace usher::invitation {

enum class TwoFactor { off, optional, required };

struct Settings {
    bool requests_enabled = false;
    std::chrono::hours invitation_ttl{7 * 24};
    std::vector<std::string> auto_approve_domains;  ///< A-labels, lower case
    std::vector<std::string> allowed_domains;       ///< empty: every domain
    std::vector<std::string> required_fields;       ///< API names: "title", "department", ...
    std::string default_time_zone = "UTC";
    std::string default_region;  ///< ISO 3166, for phone numbers without a country; empty: none
    std::string locale = "en";
    TwoFactor two_factor = TwoFactor::off;
    std::string terms_version;  ///< empty: there are no terms to accept
    std::string terms_url;
    std::optional<std::size_t> seat_limit;
    std::string support_contact;  ///< a mail address or URL, shown to invitees
    std::chrono::hours tombstone_retention{30 * 24};
    bool profile_by_admin = false;  ///< who makes the digital identity when nobody says otherwise
};

/// Throws std::runtime_error for text that write_settings() did not make.
[[nodiscard]] Settings read_settings(const std::string& text);
[[nodiscard]] std::string write_settings(const Settings& settings);

/// `settings` with the keys of `changes` (a JSON object as the API takes it) set; null: the
/// default. Throws Problem with a FieldProblem per key that is unknown or does not fit.
[[nodiscard]] Settings apply_changes(Settings settings, const scim::Json& changes);

/// As the API shows them.
[[nodiscard]] scim::Json to_json(const Settings& settings);

}  // namespace usher::invitation
