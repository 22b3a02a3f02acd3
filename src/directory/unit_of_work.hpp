// The steps that POST, PUT, PATCH and DELETE share, inside one write transaction.
#pragma once

#include "directory/arrivals.hpp"
#include "directory/call.hpp"
#include "store/members.hpp"
#include "store/resources.hpp"
#include "usher/scim/schema.hpp"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::directory {

/// Lives no longer than the transaction's body. Errors are scim::Error and end the transaction.
class UnitOfWork {
  public:
    UnitOfWork(const Call& call, const scim::ResourceType& type, store::Transaction& tx);

    /// The resource, locked, if this directory may write it and `if_match` (the header, or empty)
    /// allows it. One whose directory was deleted is nobody's from then on. Throws
    /// Error::not_found, forbidden, precondition_failed.
    [[nodiscard]] store::StoredResource lock(const std::string& id, const std::string& if_match)
        const;

    struct Inserted {
        store::StoredResource resource;
        store::Effects effects;
        bool reclaimed = false;
    };

    /// Inserts `document`; or, where its user name or address is that of a user that this POST may
    /// reclaim (adoption, reactivation), overwrites that one. Settles what was open about the
    /// person. Throws Error::uniqueness.
    [[nodiscard]] Inserted insert_or_reclaim(const scim::Json& document) const;

    /// Writes `after` over `resource` if it differs from `before`, and settles what that means.
    /// No events mean nothing happened.
    [[nodiscard]] store::Effects overwrite(
        store::StoredResource& resource, const scim::Json& before, const scim::Json& after
    ) const;

    /// Deletes `resource` and ends what was open about it.
    [[nodiscard]] store::Effects remove(
        const scim::Registry& registry, const store::StoredResource& resource
    ) const;

    void store_password(const store::StoredResource& resource, const std::string& hash) const;

    [[nodiscard]] store::GroupKey group(const store::StoredResource& resource) const;

    /// Adds the events of a change of members and of what follows from it, and counts it as a
    /// change of the group unless `events` show that one was counted already.
    void count_members(
        store::StoredResource& resource,
        const store::MembersChanged& changed,
        std::vector<event::Event>& events
    ) const;

    /// The events alone, for a group that is born with its members.
    void add_member_events(
        const store::StoredResource& resource,
        const store::MembersChanged& changed,
        std::vector<event::Event>& events
    ) const;

    /// Takes `id` out of whatever refers to it by an indexed reference (manager).
    void clear_references(const scim::Registry& registry, const std::string& id) const;

  private:
    [[nodiscard]] std::vector<store::IndexEntry> index(
        const scim::Json& document, const std::string& directory_id
    ) const;
    [[nodiscard]] bool managed_by_another(const store::StoredResource& resource) const;
    void orphan(store::StoredResource& resource) const;
    [[nodiscard]] store::StoredResource fresh(const scim::Json& document) const;
    [[nodiscard]] Inserted insert(const scim::Json& document, const std::optional<Meeting>& meeting)
        const;
    [[nodiscard]] Inserted reclaim(store::StoredResource existing, const scim::Json& document)
        const;
    [[nodiscard]] std::optional<store::StoredResource> lock_reclaimable(
        const std::string& id, const scim::Json& document
    ) const;
    [[nodiscard]] std::optional<store::StoredResource> holder_of(
        const scim::Json& document, const std::string& taken_path
    ) const;
    [[nodiscard]] store::Effects write_over(
        store::StoredResource& resource,
        const scim::Json& before,
        const scim::Json& after,
        bool arrives
    ) const;
    [[nodiscard]] bool may_reclaim(
        const store::StoredResource& existing, const scim::Json& document
    ) const;
    void clear_references_at(
        const scim::ResourceType& type, const scim::BoundPath& path, const std::string& id
    ) const;

    const Call& call_;
    const scim::ResourceType& type_;
    store::Transaction& tx_;
    std::optional<Arrivals> arrivals_;  ///< where the type is about people
};

}  // namespace usher::directory
