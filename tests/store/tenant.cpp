#include "tests/store/tenant.hpp"

#include "base/id.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::store {

namespace {

const Directory wish{.id = "", .name = "HR", .on_create = "activate", .dialect = "auto"};

/// Carries the taken path out of a transaction that must not commit.
struct Taken {
    std::string path;
};

template <class Body>
std::optional<std::string> unless_taken(Database& database, const Body& body) {
    try {
        in_transaction(database, [&](Transaction& tx) {
            if (const auto path = body(tx)) throw Taken{*path};
            return true;
        });
        return std::nullopt;
    } catch (const Taken& taken) {
        return taken.path;
    }
}

}  // namespace

Tenant::Tenant(Database& database, const std::string& slug)
    : database_(database),
      organization_(create_organization(database, slug, slug).value()),
      directory_(create_directory(database, organization_, wish)) {}

CreatedDirectory Tenant::add_directory() const {
    return create_directory(database_, organization_, wish);
}

StoredResource Tenant::insert(
    const scim::ResourceType& type, const scim::Json& document, const Value& directory_id
) const {
    StoredResource resource;
    resource.id = new_id();
    resource.directory_id = directory_id;
    resource.display = document.value("displayName", "");
    if (const auto path = try_insert(type, resource, document))
        throw std::runtime_error("taken: " + *path);
    return find(type, resource.id).value();
}

std::optional<std::string> Tenant::try_insert(
    const scim::ResourceType& type, StoredResource& resource, const scim::Json& document
) const {
    if (resource.id.empty()) resource.id = new_id();
    resource.document = scim::to_text(document);
    return unless_taken(database_, [&](Transaction& tx) {
        const auto index = index_entries(document, type, resource.directory_id.value_or(""));
        return insert_resource(tx, id(), type.name, resource, index);
    });
}

std::optional<std::string> Tenant::try_update(
    const scim::ResourceType& type,
    StoredResource& resource,
    const scim::Json& before,
    const scim::Json& after
) const {
    const std::string directory = resource.directory_id.value_or("");
    return unless_taken(database_, [&](Transaction& tx) {
        StoredResource written = lock_resource(tx, id(), type.name, resource.id).value();
        written.document = scim::to_text(after);
        const auto taken = update_resource(
            tx,
            id(),
            type.name,
            written,
            index_entries(before, type, directory),
            index_entries(after, type, directory)
        );
        if (!taken) resource = written;
        return taken;
    });
}

void Tenant::remove(const scim::ResourceType& type, const StoredResource& resource) const {
    in_transaction(database_, [&](Transaction& tx) {
        delete_resource(tx, id(), type.name, resource);
        return true;
    });
}

std::optional<StoredResource> Tenant::find(const scim::ResourceType& type, const std::string& id)
    const {
    return database_.read([&](Session& session) {
        return find_resource(session, organization_.id, type.name, id);
    });
}

GroupKey Tenant::group(const scim::ResourceType& type, const std::string& id) const {
    return {.organization_id = organization_.id, .type = type.name, .id = id};
}

std::string Tenant::new_id() const {
    return base::new_id(base::SystemClock().now());
}

}  // namespace usher::store
