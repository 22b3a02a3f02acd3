// Who may speak: organizations, their directories, and bearer tokens.
//
// A token is base64url of organization id (16 bytes), token id (16) and a secret of 256 bits; the
// store keeps SHA-256 of the secret only. Because the organization stands in the token, its query
// too names the organization first.
#pragma once

#include "base/secret.hpp"
#include "store/database.hpp"
#include "store/policies.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace usher::store {

struct Organization {
    std::string id;
    std::string slug;
    std::string name;
};

struct Directory {
    std::string id;
    std::string name;
    std::string on_create;  ///< auto, activate, invite, register
    std::string dialect;    ///< auto, strict, entra, okta
    Policies policies = {};
    bool stopped = false;  ///< an admin lets it change nothing for now
};

/// A token as given out: its text exists nowhere else.
struct IssuedToken {
    std::string id;
    base::Secret text;
};

/// What a valid token proves.
struct Grant {
    std::string organization_id;
    std::string token_id;
    std::optional<Directory> directory;        ///< a SCIM token
    std::string role;                          ///< an admin token; empty for SCIM
    std::string organization_settings = "{}";  ///< JSON (invitation/settings.hpp)
};

/// 1-63 of a-z, 0-9 and '-' (Okta refuses '_' in base URLs). nullopt: the slug is taken or not of
/// that form.
[[nodiscard]] std::optional<Organization> create_organization(
    Database& database, const std::string& slug, const std::string& name
);

[[nodiscard]] std::optional<Organization> find_organization(
    Database& database, const std::string& slug
);

struct CreatedDirectory {
    Directory directory;
    IssuedToken token;
};

/// `on_create` and `dialect` must be words of Directory's lists. A directory's first token has no
/// expiry.
[[nodiscard]] CreatedDirectory create_directory(
    Database& database, const Organization& organization, const Directory& wish
);

/// Another token for a directory. Rotation: at most two are valid at once; nullopt when two are
/// already, or there is no such directory.
[[nodiscard]] std::optional<IssuedToken> rotate_token(
    Database& database,
    const Organization& organization,
    const std::string& directory_id,
    std::optional<std::chrono::seconds> old_tokens_end_after
);

/// As the two above, inside a unit of work of the caller's, who tells what happened.
[[nodiscard]] CreatedDirectory insert_directory(
    Transaction& tx, const std::string& organization_id, const Directory& wish
);
[[nodiscard]] std::optional<IssuedToken> add_token(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& directory_id,
    std::optional<std::chrono::seconds> old_tokens_end_after
);

[[nodiscard]] IssuedToken create_admin_token(
    Database& database,
    const Organization& organization,
    const std::string& role,
    std::optional<std::chrono::seconds> time_to_live
);

/// The grant of a token that exists, has the right secret and has not expired at `now`.
[[nodiscard]] std::optional<Grant> authenticate(
    Database& database, std::string_view token, base::Time now
);

/// Notes that a token was used; callers do so seldom (once a minute), as it is a write.
void record_use(Database& database, const Grant& grant);

}  // namespace usher::store
