// An organization with a directory, and resources put into it the way the directory layer does.
#pragma once

#include "store/access.hpp"
#include "store/attribute_index.hpp"
#include "store/members.hpp"
#include "store/resources.hpp"
#include "tests/support/databases.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::store {

class Tenant {
  public:
    explicit Tenant(Database& database, const std::string& slug = "acme");

    [[nodiscard]] Database& database() const { return database_; }

    [[nodiscard]] const Organization& organization() const { return organization_; }

    [[nodiscard]] const std::string& id() const { return organization_.id; }

    /// The first directory; add_directory() makes more.
    [[nodiscard]] const CreatedDirectory& directory() const { return directory_; }

    [[nodiscard]] CreatedDirectory add_directory() const;

    /// What try_insert() made, which must not meet a taken value.
    StoredResource insert(
        const scim::ResourceType& type, const scim::Json& document, const Value& directory_id = {}
    ) const;
    /// Inserts `document` in a transaction of its own; the path whose value is taken, if one is:
    /// then nothing was inserted.
    std::optional<std::string> try_insert(
        const scim::ResourceType& type, StoredResource& resource, const scim::Json& document
    ) const;
    /// Overwrites the document; returns the taken path.
    std::optional<std::string> try_update(
        const scim::ResourceType& type,
        StoredResource& resource,
        const scim::Json& before,
        const scim::Json& after
    ) const;
    void remove(const scim::ResourceType& type, const StoredResource& resource) const;

    [[nodiscard]] std::optional<StoredResource> find(
        const scim::ResourceType& type, const std::string& id
    ) const;

    [[nodiscard]] GroupKey group(const scim::ResourceType& type, const std::string& id) const;

    [[nodiscard]] std::string new_id() const;

  private:
    Database& database_;
    Organization organization_;
    CreatedDirectory directory_;
};

/// Runs `body` in a transaction that records no event; returns what it returns.
template <class Body>
auto in_transaction(Database& database, const Body& body) {
    using Result = decltype(body(std::declval<Transaction&>()));
    return database.change([&](Transaction& tx) {
        return Outcome<Result>{.value = body(tx), .events = {}};
    });
}

/// A migrated database of one kind.
struct Fresh {
    explicit Fresh(Kind kind) : database({.url = test::fresh_database_url(kind)}, clock) {}

    base::SystemClock clock;
    Database database;
};

}  // namespace usher::store
