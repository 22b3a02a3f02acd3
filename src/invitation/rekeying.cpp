#include "invitation/rekeying.hpp"

#include "invitation/matching.hpp"
#include "invitation/settings.hpp"
#include "store/identity_keys.hpp"
#include "store/people.hpp"
#include "store/unkeyed_users.hpp"

#include <nlohmann/json.hpp>

namespace usher::invitation {

namespace {

constexpr std::size_t batch = 256;

std::size_t make_some(store::Transaction& tx, const std::string& organization_id) {
    const auto organization = store::find_organization_row(tx, organization_id);
    if (!organization) return 0;
    const Settings settings = read_settings(organization->settings);
    std::vector<store::UserKeys> keyed;
    for (const auto& user : store::take_unkeyed_users(tx, organization_id, batch)) {
        keyed.push_back(
            {.user_id = user.id,
             .keys = keys_of(scim::parse_json(user.document), settings.default_region)}
        );
    }
    store::set_identity_keys(tx, organization_id, keyed);
    return keyed.size();
}

}  // namespace

std::size_t make_missing_keys(store::Database& database) {
    std::size_t made = 0;
    // Looked at anew after each batch: another program may be at work on the same list.
    for (;;) {
        const auto waiting = database.read(store::organization_with_unkeyed_users);
        if (!waiting) return made;
        made += database.change([&](store::Transaction& tx) {
            return store::Outcome<std::size_t>{.value = make_some(tx, *waiting), .events = {}};
        });
    }
}

}  // namespace usher::invitation
