// What a write of a user means for the desk: whom it is about, who must be asked, what it settles
// (domain.md, "What a directory's push means"). The bridge from SCIM resources to src/invitation.
#pragma once

#include "directory/call.hpp"
#include "invitation/arrival.hpp"
#include "invitation/matching.hpp"
#include "store/database.hpp"
#include "store/resources.hpp"
#include "usher/scim/schema.hpp"

#include <string>
#include <vector>

namespace usher::directory {

/// Whom a document's keys meet. Their mailbox locks are held from then on.
struct Meeting {
    store::IdentityKeys keys;
    invitation::Match match;
    std::vector<std::string> request_ids;
};

/// A user as it was before a write, beside its document.
struct Former {
    const store::StoredResource& resource;
    const scim::Json& document;
};

/// Lives no longer than the transaction's body. Only for resource types that show a status. Throws
/// invitation::Problem seat_limit and last_founder.
class Arrivals {
  public:
    Arrivals(const Call& call, const scim::ResourceType& type, store::Transaction& tx);

    /// The first thing that the creation of a user does.
    [[nodiscard]] Meeting meet(const scim::Json& document) const;

    /// Whether somebody whom this call brings joins by it.
    [[nodiscard]] bool joins() const;

    /// Gets a seat for somebody who is about to be inserted as joined.
    void require_seat() const;

    /// After the insert of a new user.
    [[nodiscard]] store::Effects created(store::StoredResource& user, const Meeting& meeting) const;

    /// After a write over an existing user: `document` is the new one. `arrives`: the write was a
    /// POST that found this record, or the first one by the directory.
    [[nodiscard]] store::Effects changed(
        const Former& before, store::StoredResource& user, const scim::Json& document, bool arrives
    ) const;

    /// Before the deletion of a user.
    [[nodiscard]] store::Effects removed(const store::StoredResource& user) const;

  private:
    [[nodiscard]] invitation::Cause cause() const;
    [[nodiscard]] invitation::Road road(bool joins) const;
    [[nodiscard]] store::Encounters encounters(
        const scim::Json& document, const store::IdentityKeys& keys
    ) const;
    [[nodiscard]] store::Effects open_cases(
        const std::string& user_id, const std::vector<invitation::Suspicion>& suspicions
    ) const;
    [[nodiscard]] store::Effects admit(
        store::StoredResource& user,
        const store::IdentityKeys& keys,
        const std::optional<std::vector<std::string>>& request_ids
    ) const;
    [[nodiscard]] store::Effects invite(const store::StoredResource& user) const;
    [[nodiscard]] store::Effects rekeyed(
        const store::IdentityKeys& before,
        const store::IdentityKeys& after,
        store::StoredResource& user,
        const scim::Json& document
    ) const;
    [[nodiscard]] store::Effects deactivated(const store::StoredResource& user) const;
    void keep_a_founder(const std::string& user_id) const;

    const Call& call_;
    const scim::ResourceType& type_;
    store::Transaction& tx_;
    invitation::Settings settings_;
};

}  // namespace usher::directory
