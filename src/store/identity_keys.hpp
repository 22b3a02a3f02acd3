// By what users are recognised, as rows: kept with each user's document, looked up by arrivals.
//
// The keys themselves are made by invitation/keys.hpp; user names are rows of the attribute index.
#pragma once

#include "store/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

/// Sorted, each once.
struct IdentityKeys {
    std::vector<std::string> emails;
    std::vector<std::string> phones;
    std::vector<std::string> likenesses = {};  ///< of the e-mails: recognise nobody
    bool operator==(const IdentityKeys&) const = default;

    [[nodiscard]] bool empty() const { return emails.empty() && phones.empty(); }
};

inline constexpr std::string_view email_kind = "email";
inline constexpr std::string_view phone_kind = "phone";
inline constexpr std::string_view likeness_kind = "likeness";

/// Turns the rows of `before` into those of `after`; two statements at most.
void replace_identity_keys(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const IdentityKeys& before,
    const IdentityKeys& after
);

/// The keys of one of several users.
struct UserKeys {
    std::string user_id;
    IdentityKeys keys;
};

/// Makes these the rows of each of the users, whatever they had; a few statements for all.
void set_identity_keys(
    Transaction& tx, const std::string& organization_id, const std::vector<UserKeys>& users
);

/// Removes every row of a user.
void remove_identity_keys(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
);

/// Who has `key`, in id order; at most `limit`.
[[nodiscard]] std::vector<std::string> holders_of_key(
    Session& session,
    const std::string& organization_id,
    std::string_view kind,
    const std::string& key,
    std::size_t limit = 10
);

/// A user with an address of a likeness: one for each of the user's addresses.
struct Lookalike {
    std::string likeness;
    std::string user_id;
    std::string display_name;
    std::string email_key;
};

/// Everybody who has one of `likenesses`, in the order of likeness and user.
[[nodiscard]] std::vector<Lookalike> lookalikes(
    Session& session, const std::string& organization_id, const std::vector<std::string>& likenesses
);

}  // namespace usher::store
