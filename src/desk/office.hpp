// What every use case of the desk works with: made once, handed to each by reference.
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "desk/caller.hpp"
#include "directory/call.hpp"
#include "invitation/opening.hpp"
#include "invitation/settings.hpp"
#include "store/database.hpp"
#include "store/people.hpp"
#include "usher/scim/schema.hpp"

#include <string>
#include <string_view>

namespace usher::desk {

/// Thread-safe, as its parts are.
struct Office {
    store::Database& database;
    const scim::Registry& registry;
    const base::Clock& clock;
    base::Secret server_key;
    std::string public_url;  ///< "https://usher.example.org", without a slash at the end

    [[nodiscard]] const scim::ResourceType& user_type() const;
    [[nodiscard]] const scim::ResourceType& group_type() const;
    /// "https://usher.example.org/join/SECRET"
    [[nodiscard]] std::string join_url(const base::Secret& secret) const;
};

/// An organization as a unit of work reads it.
struct Organization {
    store::OrganizationRow row;
    invitation::Settings settings;
};

/// Throws Problem not_found for an organization that is not there.
[[nodiscard]] Organization require_organization(
    store::Session& session, const std::string& organization_id
);

/// The resource writes of a caller: what src/directory does on their behalf.
[[nodiscard]] directory::Call call_of(const Caller& caller, const Organization& organization);
[[nodiscard]] invitation::Cause cause_of(const Caller& caller);

/// Throws Problem forbidden that names the permission.
void require_permission(const Caller& caller, invitation::Permission permission);

/// Throws Problem not_found unless `caller` may see the user: a team admin sees the people of the
/// teams where they are manager.
void require_sight(store::Session& session, const Caller& caller, const std::string& user_id);

}  // namespace usher::desk
