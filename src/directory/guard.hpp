// The guard against mass deactivation by mistake (domain.md, "mass change"): if a directory would
// remove more of its users than its policy allows within the window, it is paused, the admins are
// told, and its removals are refused until one of them releases it. Other writes go on.
#pragma once

#include "directory/call.hpp"
#include "store/database.hpp"
#include "store/resources.hpp"
#include "usher/scim/schema.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

namespace usher::directory {

/// When an identity provider should ask again.
inline constexpr std::chrono::minutes retry_when_paused{5};

/// The guard refuses a removal. It ends the unit of work; pause_by_guard() writes down why.
class RemovalRefused : public std::runtime_error {
  public:
    RemovalRefused() : std::runtime_error("this directory is paused: an admin must release it") {}

    RemovalRefused(std::size_t removed, std::size_t managed) : RemovalRefused() {
        removed_ = removed;
        managed_ = managed;
    }

    /// 0: it was paused before.
    [[nodiscard]] std::size_t removed() const { return removed_; }

    [[nodiscard]] std::size_t managed() const { return managed_; }

  private:
    std::size_t removed_ = 0;
    std::size_t managed_ = 0;
};

/// Watches what a unit of work does to one resource. Lives no longer than the transaction's body.
class Guard {
  public:
    /// `resource` as it is before the change.
    Guard(
        const Call& call,
        const scim::ResourceType& type,
        store::Transaction& tx,
        const store::StoredResource& resource
    );

    /// The last thing that the unit of work does, as removals of one directory queue here. Throws
    /// RemovalRefused.
    void after_change(const store::StoredResource& changed) const;
    void after_deletion() const;

  private:
    void count(bool deleted) const;

    const Call& call_;
    store::Transaction& tx_;
    std::string user_id_;
    bool watched_ = false;  ///< a user whom this directory manages
    bool active_ = false;
};

/// Pauses the directory, unless it is paused, with its event and a letter to each admin. A unit of
/// work of its own: what tripped the guard has left nothing behind.
void pause_by_guard(store::Database& database, const Call& call, const RemovalRefused& refused);

}  // namespace usher::directory
