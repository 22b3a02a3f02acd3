// What the desk knows of a user beside the SCIM document (table `person`), and an organization's
// settings.
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

/// No row means exactly this value: a plain member whom a directory brought.
struct Person {
    std::string user_id;
    std::string source = "scim";  ///< manual, csv, scim, sso, request, invitation
    std::string organization_role = "member";
    std::string permissions = "{}";  ///< JSON: {"users.invite": true}, what differs from the role's
    Value locale;
    Value submitted_profile;  ///< JSON, waiting for an admin
    Value profile_note;
    Value terms_accepted_at;
    Value sms_consent_at;
    Value sms_consent_by;
};

/// Never fails: see Person.
[[nodiscard]] Person person_of(
    Session& session, const std::string& organization_id, const std::string& user_id
);

/// Writes every field.
void store_person(Transaction& tx, const std::string& organization_id, const Person& person);

/// Forgets a person, when their tombstone is erased.
void erase_person(Transaction& tx, const std::string& organization_id, const std::string& user_id);

/// Ends every session of a user, when they are deactivated.
void end_sessions_of_user(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
);
/// As above, and removes second factors and challenges, when a user is deleted. The password goes
/// with the resource.
void forget_secrets_of_user(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
);

/// profile_state and terms_version stand in the user's row, where SCIM shows them.
void set_profile_state(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::string_view state
);
void set_terms_version(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const std::string& version
);

/// Live, active, joined users of `role`, in id order.
[[nodiscard]] std::vector<std::string> members_of_role(
    Session& session, const std::string& organization_id, std::string_view role
);

/// The JSON text of an organization's settings (invitation/settings.hpp), its slug and its name.
struct OrganizationRow {
    std::string id;
    std::string slug;
    std::string name;
    std::string settings;
};

[[nodiscard]] std::optional<OrganizationRow> find_organization_row(
    Session& session, const std::string& organization_id
);
/// Holds the row until the transaction ends.
[[nodiscard]] std::optional<OrganizationRow> lock_organization_row(
    Transaction& tx, const std::string& organization_id
);
void update_organization_row(Transaction& tx, const OrganizationRow& organization);

/// Every organization, for what works through all of them one by one (sweeper, outbox).
[[nodiscard]] std::vector<std::string> organization_ids(Session& session);

}  // namespace usher::store
