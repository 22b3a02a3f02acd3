// The steps that POST, PUT, PATCH and DELETE share, inside one write transaction.
#pragma once

#include "directory/call.hpp"
#include "store/members.hpp"
#include "store/resources.hpp"
#include "usher/scim/schema.hpp"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::directory {

/// Lives no longer than the transaction's body. Errors are scim::Error and end the transaction.
class UnitOfWork {
  public:
    UnitOfWork(const Call& call, const scim::ResourceType& type, store::Transaction& tx)
        : call_(call), type_(type), tx_(tx) {}

    /// The resource, locked, if this directory may write it and `if_match` (the header, or empty)
    /// allows it. Throws Error::not_found, forbidden, precondition_failed.
    [[nodiscard]] store::StoredResource lock(const std::string& id, const std::string& if_match)
        const;

    struct Inserted {
        store::StoredResource resource;
        std::vector<event::Event> events;
        bool reclaimed = false;
    };

    /// Inserts `document`; or, where its user name is held by a user that this POST may reclaim
    /// (adoption, reactivation), overwrites that one. Throws Error::uniqueness.
    [[nodiscard]] Inserted insert_or_reclaim(const scim::Json& document) const;

    /// Writes `after` over `resource` if it differs from `before`. Returns the events; none means
    /// nothing happened.
    [[nodiscard]] std::vector<event::Event> overwrite(
        store::StoredResource& resource, const scim::Json& before, const scim::Json& after
    ) const;

    void store_password(const store::StoredResource& resource, const std::string& hash) const;

    [[nodiscard]] store::GroupKey group(const store::StoredResource& resource) const;

    /// Adds the events of a change of members, and counts it as a change of the group unless
    /// `events` show that one was counted already.
    void count_members(
        store::StoredResource& resource,
        const store::MembersChanged& changed,
        std::vector<event::Event>& events
    ) const;

    /// Takes `id` out of whatever refers to it by an indexed reference (manager).
    void clear_references(const scim::Registry& registry, const std::string& id) const;

  private:
    [[nodiscard]] store::StoredResource fresh(const scim::Json& document) const;
    [[nodiscard]] store::StoredResource reclaim(
        const scim::Json& document, const std::string& taken_path
    ) const;
    [[nodiscard]] bool may_reclaim(
        const store::StoredResource& existing, const scim::Json& document
    ) const;
    void clear_references_at(
        const scim::ResourceType& type, const scim::BoundPath& path, const std::string& id
    ) const;
    [[nodiscard]] bool joins_on_creation(const store::StoredResource& resource) const;

    const Call& call_;
    const scim::ResourceType& type_;
    store::Transaction& tx_;
};

}  // namespace usher::directory
