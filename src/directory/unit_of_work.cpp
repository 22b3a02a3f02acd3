#include "directory/unit_of_work.hpp"

#include "base/id.hpp"
#include "directory/change_events.hpp"
#include "directory/documents.hpp"
#include "directory/etag.hpp"
#include "directory/status.hpp"
#include "store/attribute_index.hpp"
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

StoredResource UnitOfWork::lock(const std::string& id, const std::string& if_match) const {
    auto resource = base::is_id(id)
                        ? store::lock_resource(tx_, call_.organization_id, type_.name, id)
                        : std::nullopt;
    if (!resource) throw scim::Error::not_found(type_.name + " " + id);
    if (resource->directory_id && *resource->directory_id != call_.directory.id) {
        throw scim::Error::forbidden("another directory manages this resource");
    }
    if (!if_match.empty() && !names_version(if_match, resource->version)) {
        throw scim::Error::precondition_failed();
    }
    return std::move(*resource);
}

bool UnitOfWork::joins_on_creation(const StoredResource& resource) const {
    return shows_status(type_) && resource.active && !resource.joined_at &&
           call_.directory.on_create == "activate";
}

StoredResource UnitOfWork::fresh(const Json& document) const {
    StoredResource resource;
    resource.id = base::new_id(tx_.now());
    resource.directory_id = call_.directory.id;
    resource.document = stored_text(document, resource.id, type_);
    resource.display = display_of(document, type_);
    resource.active = is_active(document);
    if (joins_on_creation(resource)) resource.joined_at = base::to_text(tx_.now());
    return resource;
}

UnitOfWork::Inserted UnitOfWork::insert_or_reclaim(const Json& document) const {
    StoredResource resource = fresh(document);
    const auto taken = store::insert_resource(
        tx_,
        call_.organization_id,
        type_.name,
        resource,
        store::index_entries(document, type_, call_.directory.id)
    );
    if (!taken) {
        resource.created_at = base::to_text(tx_.now());
        resource.modified_at = resource.created_at;
        return {.resource = resource, .events = created_events(call_, type_, resource)};
    }

    store::discard_resource(tx_, call_.organization_id, type_.name, resource.id);
    resource = reclaim(document, *taken);
    const Json before = document_of(resource);
    resource.active = is_active(document);
    const bool joins = joins_on_creation(resource);
    resource.active = is_active(before);
    if (joins) resource.joined_at = base::to_text(tx_.now());
    auto events = overwrite(resource, before, document);
    if (joins) events.push_back(call_.event(event::Action::user_joined, "user", resource.id));
    return {.resource = std::move(resource), .events = std::move(events), .reclaimed = true};
}

StoredResource UnitOfWork::reclaim(const Json& document, const std::string& taken_path) const {
    if (!shows_status(type_)) throw taken_error(taken_path);
    const auto entries = store::index_entries(document, type_, call_.directory.id);
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& candidate) {
        return candidate.path == taken_path;
    });
    const auto holders = store::holders_of(
        tx_, call_.organization_id, type_.name, {.path = taken_path, .fold = entry->fold}, 1
    );
    if (holders.empty()) throw taken_error(taken_path);
    auto existing = store::lock_resource(tx_, call_.organization_id, type_.name, holders.front());
    if (!existing || !may_reclaim(*existing, document)) throw taken_error(taken_path);
    return std::move(*existing);
}

bool UnitOfWork::may_reclaim(const StoredResource& existing, const Json& document) const {
    if (!existing.directory_id) return true;
    if (*existing.directory_id != call_.directory.id || existing.active) return false;
    const Json held = document_of(existing);
    const auto had = held.find("externalId");
    const auto has = document.find("externalId");
    return had == held.end() || has == document.end() || *had == *has;
}

std::vector<event::Event> UnitOfWork::overwrite(
    StoredResource& resource, const Json& before, const Json& after
) const {
    const std::string text = stored_text(after, resource.id, type_);
    const bool adopted = !resource.directory_id;
    if (text == resource.document && !adopted) return {};

    const StoredResource old = resource;
    resource.document = text;
    resource.display = display_of(after, type_);
    resource.active = is_active(after);
    resource.directory_id = call_.directory.id;
    const auto taken = store::update_resource(
        tx_,
        call_.organization_id,
        type_.name,
        resource,
        store::index_entries(before, type_, old.directory_id.value_or("")),
        store::index_entries(after, type_, call_.directory.id)
    );
    if (taken) throw taken_error(*taken);
    auto events = updated_events(call_, type_, old, resource, changed_attributes(before, after));
    if (adopted && shows_status(type_)) events.push_back(adopted_event(call_, resource));
    return events;
}

void UnitOfWork::store_password(const StoredResource& resource, const std::string& hash) const {
    store::store_password(tx_, call_.organization_id, type_.name, resource.id, hash);
}

store::GroupKey UnitOfWork::group(const StoredResource& resource) const {
    return {.organization_id = call_.organization_id, .type = type_.name, .id = resource.id};
}

void UnitOfWork::count_members(
    StoredResource& resource,
    const store::MembersChanged& changed,
    std::vector<event::Event>& events
) const {
    if (changed.nothing()) return;
    if (events.empty()) store::touch_resource(tx_, call_.organization_id, type_.name, resource);
    for (event::Event& event : membership_events(call_, resource.id, changed)) {
        events.push_back(std::move(event));
    }
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
