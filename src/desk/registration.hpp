// Making a user inside a unit of work: what registering, inviting and approving share.
#pragma once

#include "desk/office.hpp"
#include "invitation/opening.hpp"
#include "store/database.hpp"
#include "store/resources.hpp"
#include "usher/scim/json.hpp"

#include <string>
#include <vector>

namespace usher::desk {

/// What is registered.
struct Registration {
    scim::Json document;                       ///< SCIM, as write_fields() made it
    std::string source;                        ///< a word of person.source
    std::vector<store::PromisedGroup> groups;  ///< joined at once; empty role: the group's default
    store::Value locale;
};

struct Registered {
    store::StoredResource user;
    store::Effects effects;
};

/// Locks the addresses, refuses a user name, address or code that somebody has (Problem with
/// pointers /user_name, /email, /code), inserts the user, settles pending requests (an arrival by
/// the admin's road), puts the user into the groups. Rights are checked by the caller.
[[nodiscard]] Registered register_user(
    store::Transaction& tx,
    const Office& office,
    const Caller& caller,
    const Organization& organization,
    Registration registration
);

/// Whether `caller` may put people into each of `groups`. Throws Problem forbidden or not_found
/// naming the group.
void require_groups(
    store::Session& session, const Caller& caller, const std::vector<store::PromisedGroup>& groups
);

/// A user name for a new account: the local part of `email`, with a number if it is taken.
[[nodiscard]] std::string suggest_user_name(
    store::Session& session,
    const Office& office,
    const std::string& organization_id,
    const std::string& email
);

}  // namespace usher::desk
