// A change of one user by the desk inside a unit of work: locked, written through src/directory,
// with everything that it settles.
#pragma once

#include "desk/office.hpp"
#include "directory/unit_of_work.hpp"
#include "store/database.hpp"
#include "store/resources.hpp"
#include "usher/scim/json.hpp"

#include <string>
#include <string_view>

namespace usher::desk {

/// A user, locked, who may be written over. Lives no longer than the transaction's body.
class UserChange {
  public:
    /// Throws Problem not_found unless `caller` may see the user.
    UserChange(
        store::Transaction& tx,
        const Office& office,
        const Caller& caller,
        const Organization& organization,
        const std::string& id
    );

    [[nodiscard]] store::StoredResource& user() { return user_; }

    /// The document as it stands; change it, then call write().
    [[nodiscard]] scim::Json& document() { return document_; }

    /// Writes document() over the user if it differs, and settles what that means. Problem
    /// validation_failed with /user_name or /code where somebody else has the user name or code.
    void write();

    void add(event::Event event) { effects.events.push_back(std::move(event)); }

    store::Effects effects;

  private:
    /// Refuses a new value at `path` that somebody else has.
    void require_free(std::string_view path, const char* pointer, const std::string& what) const;

    store::Transaction& tx_;
    const Office& office_;
    directory::Call call_;
    directory::UnitOfWork work_;
    store::StoredResource user_;
    scim::Json before_;
    scim::Json document_;
};

}  // namespace usher::desk
