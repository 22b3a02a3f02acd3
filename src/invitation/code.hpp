// What proves a challenge (a row of `challenge`): a code to type, or a one-time link. Both are
// derived from the challenge's id, never stored: the outbox derives them to write a letter, the
// desk to compare.
//
// A code is six decimal digits of HMAC-SHA-256 over organization and challenge under a key of its
// own; attempts are counted and few, so that six are enough. A link's secret is base64url of
// organization id (16 bytes), challenge id (16) and the whole HMAC (32).
#pragma once

#include "base/secret.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace usher::invitation {

inline constexpr std::size_t code_digits = 6;

/// What a code or one-time link names.
struct ChallengeTarget {
    std::string organization_id;
    std::string challenge_id;
    bool operator==(const ChallengeTarget&) const = default;
};

/// The key for codes and one-time links, from the server's key.
[[nodiscard]] base::Secret challenge_key(const base::Secret& server_key);

/// "042317"
[[nodiscard]] base::Secret challenge_code(
    const base::Secret& challenge_key, const ChallengeTarget& target
);
/// Whether `typed` is the code, spaces and hyphens aside. Compared in constant time.
[[nodiscard]] bool challenge_code_matches(
    const base::Secret& challenge_key, const ChallengeTarget& target, std::string_view typed
);

/// The secret of the page /sign-in/{secret}.
[[nodiscard]] base::Secret challenge_link(
    const base::Secret& challenge_key, const ChallengeTarget& target
);
/// What `secret` names, if it was made with `challenge_key`. Compared in constant time.
[[nodiscard]] std::optional<ChallengeTarget> open_challenge_link(
    const base::Secret& challenge_key, std::string_view secret
);

}  // namespace usher::invitation
