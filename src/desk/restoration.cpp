#include "desk/restoration.hpp"

#include "base/id.hpp"
#include "directory/documents.hpp"
#include "invitation/arrival.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "invitation/seats.hpp"
#include "store/attribute_index.hpp"
#include "store/identity_keys.hpp"
#include "store/tombstones.hpp"
#include "usher/scim/validate.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using scim::Json;
using store::Transaction;

/// Whoever they referred to (a manager) may have gone since.
void drop_dangling_references(
    Transaction& tx, const Office& office, const std::string& organization_id, Json& document
) {
    for (const scim::IndexedPath& indexed : office.user_type().indexed) {
        if (indexed.references.empty()) continue;
        std::vector<std::string> gone;
        for (const Json* value : store::values_at(document, indexed.path)) {
            const auto id = value->get<std::string>();
            if (!store::find_resource(tx, organization_id, indexed.references, id)) {
                gone.push_back(id);
            }
        }
        for (const std::string& id : gone)
            directory::remove_reference(document, indexed.path, id);
    }
}

/// Throws Problem conflict if somebody else is known by one of the addresses by now.
void require_free(
    Transaction& tx,
    const std::string& organization_id,
    const store::IdentityKeys& keys,
    const Restoration& restoration
) {
    for (const std::string& key : keys.emails) {
        const auto holders = store::holders_of_key(tx, organization_id, store::email_kind, key);
        const auto other = std::find_if(holders.begin(), holders.end(), [&](const auto& holder) {
            return holder != restoration.user_id && holder != restoration.beside;
        });
        if (other == holders.end()) continue;
        throw Problem::conflict("user " + *other + " has the address " + key + " by now");
    }
}

/// The tombstone, held, and the locks of its addresses.
store::StoredResource lock_deleted(
    Transaction& tx, const Organization& organization, const std::string& id
) {
    const std::string& organization_id = organization.row.id;
    const auto found =
        base::is_id(id) ? store::find_tombstone(tx, organization_id, "User", id) : std::nullopt;
    if (found) {
        const Json document = scim::parse_json(found->resource.document);
        tx.lock(invitation::locks_of(
            organization_id, invitation::keys_of(document, organization.settings.default_region)
        ));
        auto locked = store::lock_tombstone(tx, organization_id, "User", id);
        if (locked) return std::move(locked->resource);
    }
    if (store::find_resource(tx, organization_id, "User", id)) {
        throw Problem::conflict("user " + id + " is not deleted");
    }
    throw Problem::not_found("deleted user " + id);
}

}  // namespace

RestoredUser bring_back(
    Transaction& tx,
    const Office& office,
    const Caller& caller,
    const Organization& organization,
    const Restoration& restoration
) {
    const std::string& organization_id = organization.row.id;
    const scim::ResourceType& type = office.user_type();
    store::StoredResource user = lock_deleted(tx, organization, restoration.user_id);
    Json document = directory::document_of(user);
    user.directory_id = restoration.directory_id;
    // Only the directory that manages a record may have an externalId on it.
    if (!user.directory_id) document.erase("externalId");
    drop_dangling_references(tx, office, organization_id, document);
    document = scim::settle(std::move(document), type);
    const auto keys = invitation::keys_of(document, organization.settings.default_region);
    require_free(tx, organization_id, keys, restoration);

    user.document = directory::stored_text(document, user.id, type);
    user.display = directory::display_of(document, type);
    user.active = directory::is_active(document);
    if (user.active && user.joined_at) {
        invitation::require_seat(
            tx, organization_id, organization.settings, invitation::Seat::reserve
        );
    }
    const auto taken = store::revive_resource(
        tx,
        organization_id,
        type.name,
        user,
        store::index_entries(document, type, user.directory_id.value_or(""))
    );
    if (taken) throw Problem::conflict("somebody else has this " + *taken + " by now");
    store::set_identity_keys(
        tx,
        organization_id,
        {
            {.user_id = user.id, .keys = keys}
    }
    );
    RestoredUser restored{
        .user = store::find_resource(tx, organization_id, type.name, user.id).value(),
        .effects = {}};
    restored.effects.events.push_back(
        caller.event(event::Action::user_restored, user_party(user.id))
    );
    restored.effects.append(invitation::arrive(
        tx,
        organization.settings,
        {.user = restored.user, .keys = keys, .request_ids = std::nullopt},
        {.kind = invitation::RoadKind::admin,
         .joins = false,
         .cause = cause_of(caller),
         .directory_id = {},
         .connection_id = {}}
    ));
    return restored;
}

}  // namespace usher::desk
