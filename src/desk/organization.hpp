// An organization as its admins see and change it: name and settings.
#pragma once

#include "desk/caller.hpp"
#include "store/database.hpp"
#include "usher/scim/json.hpp"

#include <optional>
#include <string>

namespace usher::desk {

/// What is to be changed; absent parts stay as they are.
struct OrganizationChange {
    std::optional<std::string> name;
    const scim::Json* settings = nullptr;  ///< an object of settings; null gives one its default
};

/// `{slug, name, settings}`. Throws Problem::not_found.
[[nodiscard]] scim::Json show_organization(
    store::Database& database, const std::string& organization_id
);

/// Changes it and shows what has become of it; the event names what changed. Throws Problem for a
/// name or setting that does not fit.
[[nodiscard]] scim::Json change_organization(
    store::Database& database, const Caller& caller, const OrganizationChange& change
);

}  // namespace usher::desk
