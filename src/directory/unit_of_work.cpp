#include "directory/unit_of_work.hpp"

#include "base/id.hpp"
#include "directory/change_events.hpp"
#include "directory/documents.hpp"
#include "directory/etag.hpp"
#include "directory/group_roles.hpp"
#include "directory/status.hpp"
#include "invitation/group_role.hpp"
#include "store/attribute_index.hpp"
#include "store/directories.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/validate.hpp"

#include <algorithm>

namespace usher::directory {

namespace {

using scim::Json;
using store::StoredResource;

scim::Error taken_error(const std::string& path) {
    return scim::Error::uniqueness(path + ": somebody else has this value");
}

}  // namespace

UnitOfWork::UnitOfWork(const Call& call, const scim::ResourceType& type, store::Transaction& tx)
    : call_(call), type_(type), tx_(tx) {
    if (shows_status(type)) arrivals_.emplace(call, type, tx);
}

StoredResource UnitOfWork::lock(const std::string& id, const std::string& if_match) const {
    auto resource = base::is_id(id)
                        ? store::lock_resource(tx_, call_.organization_id, type_.name, id)
                        : std::nullopt;
    if (!resource) throw scim::Error::not_found(type_.name + " " + id);
    if (managed_by_another(*resource)) {
        throw scim::Error::forbidden("another directory manages this resource");
    }
    if (!if_match.empty() && !names_version(if_match, resource->version)) {
        throw scim::Error::precondition_failed();
    }
    if (!call_.by_directory() || resource->directory_id == call_.directory.id) {
        return std::move(*resource);
    }
    if (!call_.directory.policies.adopt) {
        throw scim::Error::forbidden(
            "no directory manages this resource, and this one does not adopt (policy adopt)"
        );
    }
    if (resource->directory_id) orphan(*resource);
    return std::move(*resource);
}

bool UnitOfWork::managed_by_another(const StoredResource& resource) const {
    return call_.by_directory() && resource.directory_id &&
           *resource.directory_id != call_.directory.id &&
           store::directory_lives(tx_, call_.organization_id, *resource.directory_id);
}

void UnitOfWork::orphan(StoredResource& resource) const {
    const Json before = document_of(resource);
    Json after = before;
    after.erase("externalId");
    const std::string former = resource.directory_id.value_or("");
    resource.directory_id.reset();
    resource.document = stored_text(after, resource.id, type_);
    const auto taken = store::update_resource(
        tx_, call_.organization_id, type_.name, resource, index(before, former), index(after, "")
    );
    if (taken) throw taken_error(*taken);
}

std::vector<store::IndexEntry> UnitOfWork::index(
    const Json& document, const std::string& directory_id
) const {
    auto entries = store::index_entries(document, type_, directory_id);
    if (type_.members == nullptr || call_.directory.policies.unique_group_names) return entries;
    for (const scim::IndexedPath& indexed : type_.indexed) {
        if (indexed.unique != scim::UniqueWithin::directory) continue;
        const std::string path = indexed.path.text();
        for (store::IndexEntry& entry : entries) {
            if (entry.path == path) entry.unique_in.reset();
        }
    }
    return entries;
}

StoredResource UnitOfWork::fresh(const Json& document) const {
    StoredResource resource;
    resource.id = base::new_id(tx_.now());
    if (call_.by_directory()) resource.directory_id = call_.directory.id;
    resource.document = stored_text(document, resource.id, type_);
    resource.display = display_of(document, type_);
    resource.active = is_active(document);
    if (arrivals_ && resource.active && arrivals_->joins()) {
        arrivals_->require_seat();
        resource.joined_at = base::to_text(tx_.now());
    }
    return resource;
}

UnitOfWork::Inserted UnitOfWork::insert_or_reclaim(const Json& document) const {
    std::optional<Meeting> meeting;
    if (arrivals_) meeting = arrivals_->meet(document);
    if (meeting && meeting->match.user_id) {
        if (auto existing = lock_reclaimable(*meeting->match.user_id, document)) {
            return reclaim(std::move(*existing), document);
        }
        if (meeting->match.by_user_name) throw taken_error("userName");
    }
    return insert(document, meeting);
}

UnitOfWork::Inserted UnitOfWork::insert(const Json& document, const std::optional<Meeting>& meeting)
    const {
    StoredResource resource = fresh(document);
    const auto taken = store::insert_resource(
        tx_, call_.organization_id, type_.name, resource, index(document, call_.directory.id)
    );
    if (taken) {
        // Somebody else's transaction was quicker than the meeting.
        store::discard_resource(tx_, call_.organization_id, type_.name, resource.id);
        auto existing = holder_of(document, *taken);
        if (!existing) throw taken_error(*taken);
        return reclaim(std::move(*existing), document);
    }
    resource.created_at = base::to_text(tx_.now());
    resource.modified_at = resource.created_at;
    store::Effects effects{.events = created_events(call_, type_, resource), .letters = {}};
    if (arrivals_) effects.append(arrivals_->created(resource, *meeting));
    return {.resource = std::move(resource), .effects = std::move(effects)};
}

UnitOfWork::Inserted UnitOfWork::reclaim(StoredResource existing, const Json& document) const {
    const Json before = document_of(existing);
    auto effects = write_over(existing, before, document, true);
    return {.resource = std::move(existing), .effects = std::move(effects), .reclaimed = true};
}

std::optional<StoredResource> UnitOfWork::holder_of(
    const Json& document, const std::string& taken_path
) const {
    if (!arrivals_) return std::nullopt;
    const auto entries = index(document, call_.directory.id);
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& candidate) {
        return candidate.path == taken_path;
    });
    const auto holders = store::holders_of(
        tx_, call_.organization_id, type_.name, {.path = taken_path, .fold = entry->fold}, 1
    );
    if (holders.empty()) return std::nullopt;
    return lock_reclaimable(holders.front(), document);
}

std::optional<StoredResource> UnitOfWork::lock_reclaimable(
    const std::string& id, const Json& document
) const {
    if (!call_.by_directory()) return std::nullopt;
    auto existing = store::lock_resource(tx_, call_.organization_id, type_.name, id);
    if (!existing) return std::nullopt;
    const bool foreign = existing->directory_id && *existing->directory_id != call_.directory.id;
    if (foreign && !managed_by_another(*existing) && call_.directory.policies.adopt) {
        orphan(*existing);
    }
    if (!may_reclaim(*existing, document)) return std::nullopt;
    return existing;
}

bool UnitOfWork::may_reclaim(const StoredResource& existing, const Json& document) const {
    if (!existing.directory_id) return call_.directory.policies.adopt;
    if (*existing.directory_id != call_.directory.id || existing.active) return false;
    const Json held = document_of(existing);
    const auto had = held.find("externalId");
    const auto has = document.find("externalId");
    return had == held.end() || has == document.end() || *had == *has;
}

store::Effects UnitOfWork::overwrite(
    StoredResource& resource, const Json& before, const Json& after
) const {
    return write_over(resource, before, after, false);
}

store::Effects UnitOfWork::write_over(
    StoredResource& resource, const Json& before, const Json& after, bool arrives
) const {
    const std::string text = stored_text(after, resource.id, type_);
    const bool adopted = call_.by_directory() && !resource.directory_id;
    if (text == resource.document && !adopted && !arrives) return {};

    const StoredResource old = resource;
    resource.document = text;
    resource.display = display_of(after, type_);
    resource.active = is_active(after);
    if (call_.by_directory()) resource.directory_id = call_.directory.id;
    const auto taken = store::update_resource(
        tx_,
        call_.organization_id,
        type_.name,
        resource,
        index(before, old.directory_id.value_or("")),
        index(after, resource.directory_id.value_or(""))
    );
    if (taken) throw taken_error(*taken);
    store::Effects effects{
        .events = updated_events(call_, type_, old, resource, changed_attributes(before, after)),
        .letters = {}};
    if (adopted && shows_status(type_)) effects.events.push_back(adopted_event(call_, resource));
    if (arrivals_) {
        effects.append(arrivals_->changed(
            {.resource = old, .document = before}, resource, after, adopted || arrives
        ));
    }
    return effects;
}

store::Effects UnitOfWork::remove(const scim::Registry& registry, const StoredResource& resource)
    const {
    store::Effects effects;
    effects.events.push_back(deleted_event(call_, type_, resource.id));
    if (arrivals_) effects.append(arrivals_->removed(resource));
    clear_references(registry, resource.id);
    store::MembersChanged leaving;
    if (type_.members != nullptr &&
        call_.directory.policies.role_of(resource.id, resource.display) != nullptr) {
        leaving.removed = store::member_ids(tx_, group(resource));
    }
    store::delete_resource(tx_, call_.organization_id, type_.name, resource);
    for (event::Event& event : follow_group_roles(call_, tx_, resource, leaving))
        effects.events.push_back(std::move(event));
    return effects;
}

void UnitOfWork::store_password(const StoredResource& resource, const std::string& hash) const {
    store::store_password(tx_, call_.organization_id, type_.name, resource.id, hash);
}

store::GroupKey UnitOfWork::group(const StoredResource& resource) const {
    return {
        .organization_id = call_.organization_id,
        .type = type_.name,
        .id = resource.id,
        .member_role = invitation::default_role_of(resource.document)};
}

void UnitOfWork::count_members(
    StoredResource& resource,
    const store::MembersChanged& changed,
    std::vector<event::Event>& events
) const {
    if (changed.nothing()) return;
    if (events.empty()) store::touch_resource(tx_, call_.organization_id, type_.name, resource);
    add_member_events(resource, changed, events);
}

void UnitOfWork::add_member_events(
    const StoredResource& resource,
    const store::MembersChanged& changed,
    std::vector<event::Event>& events
) const {
    for (event::Event& event : membership_events(call_, resource.id, changed))
        events.push_back(std::move(event));
    for (event::Event& event : follow_group_roles(call_, tx_, resource, changed))
        events.push_back(std::move(event));
}

void UnitOfWork::clear_references(const scim::Registry& registry, const std::string& id) const {
    for (const scim::ResourceType& other : registry.resource_types()) {
        for (const scim::IndexedPath& indexed : other.indexed) {
            if (indexed.references == type_.name) clear_references_at(other, indexed.path, id);
        }
    }
}

void UnitOfWork::clear_references_at(
    const scim::ResourceType& type, const scim::BoundPath& path, const std::string& id
) const {
    constexpr std::size_t everybody = 1'000'000;
    const auto holders = store::holders_of(
        tx_, call_.organization_id, type.name, {.path = path.text(), .fold = id}, everybody
    );
    for (const std::string& holder : holders) {
        auto resource = store::lock_resource(tx_, call_.organization_id, type.name, holder);
        if (!resource) continue;
        const Json before = document_of(*resource);
        Json after = before;
        if (!remove_reference(after, path, id)) continue;
        after = scim::settle(std::move(after), type);
        resource->document = stored_text(after, holder, type);
        const std::string directory = resource->directory_id.value_or("");
        const auto taken = store::update_resource(
            tx_,
            call_.organization_id,
            type.name,
            *resource,
            store::index_entries(before, type, directory),
            store::index_entries(after, type, directory)
        );
        if (taken) throw taken_error(*taken);
    }
}

}  // namespace usher::directory
