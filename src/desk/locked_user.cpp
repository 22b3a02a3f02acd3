#include "desk/locked_user.hpp"

#include "invitation/matching.hpp"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

store::IdentityKeys keys_of(const store::StoredResource& user, const Organization& organization) {
    return invitation::keys_of(
        scim::parse_json(user.document), organization.settings.default_region
    );
}

}  // namespace

std::vector<LockedUser> lock_users(
    store::Transaction& tx, const Organization& organization, std::vector<std::string> ids
) {
    const std::string& organization_id = organization.row.id;
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<std::string> locks;
    for (const std::string& id : ids) {
        const auto user = store::find_resource(tx, organization_id, "User", id);
        if (!user) continue;
        const auto names = invitation::locks_of(organization_id, keys_of(*user, organization));
        std::copy(names.begin(), names.end(), std::back_inserter(locks));
    }
    tx.lock(std::move(locks));
    std::vector<LockedUser> locked;
    for (const std::string& id : ids) {
        auto user = store::lock_resource(tx, organization_id, "User", id);
        if (!user) continue;
        auto keys = keys_of(*user, organization);
        locked.push_back({.resource = std::move(*user), .keys = std::move(keys)});
    }
    return locked;
}

}  // namespace usher::desk
