// What linking two records and taking that back have in common: changes of one user's record,
// groups and role inside a unit of work, with their events.
#pragma once

#include "desk/locked_user.hpp"
#include "desk/office.hpp"
#include "store/merging.hpp"
#include "usher/scim/json.hpp"

#include <string>
#include <vector>

namespace usher::desk {

/// What a user's record is to be.
struct Rewrite {
    scim::Json document;
    store::Value directory_id;
    store::Value joined_at;
};

/// Lives no longer than the transaction's body.
class CaseChange {
  public:
    CaseChange(
        store::Transaction& tx,
        const Office& office,
        const Caller& caller,
        const Organization& organization
    );

    /// Writes over the user's record and its keys what differs.
    void write(LockedUser& user, Rewrite rewrite);

    /// The user is a member from now on; somebody else's seat becomes theirs.
    void join_organization(LockedUser& user);

    /// Puts the user into each group that is still there, in this role.
    void join(const std::string& user_id, const std::vector<store::MembershipOf>& groups);
    void leave(const std::string& user_id, const std::vector<store::MembershipOf>& groups);

    /// Sets the role in the organization.
    void give_role(const std::string& user_id, const std::string& role);

    /// Sets the role to `to` if it is still `from`.
    void take_role(const std::string& user_id, const std::string& from, const std::string& to);

    void move_password(const std::string& from, const std::string& to);

    /// The user goes, as any deleted one does.
    void remove(const store::StoredResource& user);

    /// Settles what is open about the user, who joins by it if `joins`.
    void arrive(LockedUser& user, bool joins);

    store::Effects effects;

  private:
    store::Transaction& tx_;
    const Office& office_;
    const Caller& caller_;
    const Organization& organization_;
    directory::Call call_;
};

}  // namespace usher::desk
