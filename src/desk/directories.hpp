// What admins do with directories: connect an identity provider, set its policies, rotate its
// tokens, look at what it sent, and let it go on after the guard has paused it (domain.md, "What a
// directory's push means").
#pragma once

#include "desk/office.hpp"
#include "usher/scim/json.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace usher::desk {

/// What is to be set; absent parts keep their value, or have their default in a new directory.
struct DirectoryChange {
    std::optional<std::string> name;
    std::optional<std::string> on_create;  ///< auto, activate, invite, register
    std::optional<std::string> dialect;    ///< auto, strict, entra, okta
    const scim::Json* policies = nullptr;  ///< an object (store/policies.hpp)
};

/// Thread-safe. Each call is one unit of work and needs the permission directories.manage. Answers
/// are the API's items. Errors are invitation::Problem; not_found also for a deleted directory.
class Directories {
  public:
    explicit Directories(const Office& office) : office_(office) {}

    /// Throws Problem not_found unless there is such a directory.
    void require(const Caller& caller, const std::string& id);
    /// An array of items. An organization has few.
    [[nodiscard]] scim::Json list(const Caller& caller);
    [[nodiscard]] scim::Json show(const Caller& caller, const std::string& id);

    /// The item with `token` {id, token}: its text is shown this once.
    [[nodiscard]] scim::Json create(const Caller& caller, const DirectoryChange& wish);
    [[nodiscard]] scim::Json update(
        const Caller& caller, const std::string& id, const DirectoryChange& change
    );
    /// Its tokens end now; whom it manages nobody manages from then on.
    void remove(const Caller& caller, const std::string& id);

    /// Another token, {id, token}: two are good at once, a third is a conflict. The older one ends
    /// after `old_ends_after`, if that is given.
    [[nodiscard]] scim::Json issue_token(
        const Caller& caller,
        const std::string& id,
        std::optional<std::chrono::seconds> old_ends_after
    );
    void end_token(const Caller& caller, const std::string& id, const std::string& token_id);

    /// A line of the request log, with its bodies.
    [[nodiscard]] scim::Json request(
        const Caller& caller, const std::string& id, const std::string& request_id
    );

    /// Lets a paused or stopped directory go on; the guard sleeps for its window. Conflict: it is
    /// not paused.
    [[nodiscard]] scim::Json release(const Caller& caller, const std::string& id);
    /// From now on it may only read, until release().
    [[nodiscard]] scim::Json stop(const Caller& caller, const std::string& id);

  private:
    const Office& office_;
};

}  // namespace usher::desk
