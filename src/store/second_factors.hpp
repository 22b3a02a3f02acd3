// Second factors of users: which they have, with their secrets sealed under the server's key
// (base/seal.hpp; the desk seals and opens).
#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

struct SecondFactor {
    std::string kind;            ///< totp, email, sms
    Value sealed_secret;         ///< totp: its key; sms: the proved number; base64url
    std::int64_t last_step = 0;  ///< totp: the time step used last
    std::string created_at = {};
    Value confirmed_at = {};  ///< NULL: being set up, does not count yet
};

/// In the order of their kinds.
[[nodiscard]] std::vector<SecondFactor> second_factors_of(
    Session& session, const std::string& organization_id, const std::string& user_id
);

/// Begins to set a factor up, in place of one that was begun before. False: the user has a
/// confirmed one of this kind.
[[nodiscard]] bool begin_second_factor(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const SecondFactor& factor
);

/// The factor counts from now on. False: there is none of this kind that was begun.
[[nodiscard]] bool confirm_second_factor(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::string_view kind
);

/// Uses up the TOTP time step `step`, and with it all before. False: it was used already.
[[nodiscard]] bool use_totp_step(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::int64_t step
);

/// False: there was none.
[[nodiscard]] bool remove_second_factor(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::string_view kind
);

/// Removes all, for an admin's reset. Returns how many there were.
std::size_t remove_second_factors(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
);

}  // namespace usher::store
