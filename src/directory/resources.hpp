// What a directory may do with resources: the only writers of SCIM resources.
//
// One class for every resource type: what differs (members, passwords, status) is a facet of the
// type. Each call is one unit of work: it happens wholly, with its events, or not at all.
// Thread-safe. Errors are scim::Error; store::Unavailable passes through.
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "directory/call.hpp"
#include "directory/render.hpp"
#include "store/database.hpp"
#include "usher/scim/discovery.hpp"
#include "usher/scim/messages.hpp"
#include "usher/scim/project.hpp"
#include "usher/scim/schema.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace usher::directory {

/// A resource as it stands after a write.
struct Written {
    store::StoredResource resource;
    bool related_to_nothing = false;  ///< just made: in no group, without members
};

/// A representation to send.
struct Shown {
    std::uint64_t version = 0;
    std::string location;
    std::string body;
};

class Resources {
  public:
    /// All but the key must outlive it. `cursor_key` has 32 bytes (base::derive_key).
    Resources(
        store::Database& database,
        const scim::Registry& registry,
        const base::Clock& clock,
        const scim::ServiceLimits& limits,
        std::string base_url,
        base::Secret cursor_key
    );

    [[nodiscard]] const Renderer& renderer() const { return renderer_; }

    /// POST (RFC 7644 §3.3). A user whom nobody manages and who has the same user name or e-mail is
    /// adopted, an inactive one of this directory is reactivated (domain.md, "What a directory's
    /// push means"): then `id` is the existing one. Throws Error::uniqueness.
    Written create(Call& call, const scim::ResourceType& type, scim::Json body);

    /// GET by id (§3.4.1). Throws Error::not_found, also for an id of another type or organization.
    [[nodiscard]] Shown show(
        const Call& call,
        const scim::ResourceType& type,
        const std::string& id,
        const scim::Projection& projection
    );

    /// The representation of what was just written, for the answer to POST, PUT and PATCH.
    [[nodiscard]] Shown show(
        const Call& call,
        const scim::ResourceType& type,
        const Written& written,
        const scim::Projection& projection
    );

    /// PUT (§3.5.1). `if_match` is the header's value, or empty. A body equal to what is there
    /// changes nothing, not even the version.
    Written replace(
        Call& call,
        const scim::ResourceType& type,
        const std::string& id,
        scim::Json body,
        const std::string& if_match
    );

    /// PATCH (§3.5.2), atomic. As replace() otherwise.
    Written patch(
        Call& call,
        const scim::ResourceType& type,
        const std::string& id,
        scim::Json message,
        const std::string& if_match
    );

    /// DELETE (§3.6): leaves a tombstone, takes the resource out of every group and reference
    /// (U08).
    void remove(
        Call& call,
        const scim::ResourceType& type,
        const std::string& id,
        const std::string& if_match
    );

    /// GET on an endpoint, on the root, or POST /.search: a ListResponse. `endpoint` names where,
    /// for cursors.
    [[nodiscard]] std::string search(
        Call& call,
        const std::vector<const scim::ResourceType*>& types,
        const scim::SearchRequest& request,
        const std::string& endpoint
    );

  private:
    /// Runs `body` as a unit of work; what the desk refuses becomes a scim::Error, and the admins
    /// are told of a seat limit.
    template <class Body>
    auto write(const Call& call, Body&& body);

    store::Database& database_;
    const scim::Registry& registry_;
    const base::Clock& clock_;
    scim::ServiceLimits limits_;
    Renderer renderer_;
    base::Secret cursor_key_;
};

}  // namespace usher::directory
