// What admins do with users: register, change, pause, delete, restore; and the profile (domain.md,
// "A user's fields", "Digital identity").
#pragma once

#include "desk/office.hpp"
#include "desk/registration.hpp"
#include "store/resources.hpp"
#include "usher/scim/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace usher::desk {

/// POST /users.
struct RegisterWish {
    scim::Json fields;  ///< as write_fields() takes them, user_name optional
    std::vector<store::PromisedGroup> groups;
    std::vector<std::string> invite_channels;  ///< empty: register only
    std::string source = "manual";
    bool complete_profile = false;  ///< account and digital identity in one step
};

/// What became of a user; `warnings` are words: no_group_access.
struct UserChanged {
    store::StoredResource user;
    std::vector<std::string> warnings;
};

/// Thread-safe. Each call is one unit of work. Errors are invitation::Problem.
class People {
  public:
    explicit People(const Office& office) : office_(office) {}

    [[nodiscard]] UserChanged register_user(const Caller& caller, RegisterWish wish);

    /// PATCH /users/{id}: `fields` beside `organization_role`, `permissions`, `locale`. `version`
    /// (If-Match) must be the present one where given.
    [[nodiscard]] UserChanged update(
        const Caller& caller,
        const std::string& id,
        const scim::Json& fields,
        std::optional<std::uint64_t> version
    );

    [[nodiscard]] UserChanged set_active(const Caller& caller, const std::string& id, bool active);
    void remove(const Caller& caller, const std::string& id);
    /// From the tombstone, with the same id. Problem conflict where the name or an address has been
    /// taken since.
    [[nodiscard]] UserChanged restore(const Caller& caller, const std::string& id);

    /// An admin fills the profile in, or takes over what the person submitted.
    [[nodiscard]] UserChanged complete_profile(
        const Caller& caller, const std::string& id, const scim::Json& fields
    );
    [[nodiscard]] UserChanged return_profile(
        const Caller& caller, const std::string& id, const std::string& reason
    );
    /// By the person: waits for an admin.
    [[nodiscard]] UserChanged submit_profile(const Caller& self, const scim::Json& fields);

    /// GET /users/availability: each part null where it was not asked for.
    [[nodiscard]] scim::Json availability(
        const Caller& caller, const std::string& user_name, const std::string& email
    );

  private:
    const Office& office_;
};

}  // namespace usher::desk
