// Time-based one-time passwords of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds,
// which every app understands).
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace usher::desk {

/// 20 random bytes, as many as SHA-1 gives (RFC 4226 §4, R6).
[[nodiscard]] base::Secret new_totp_key();

/// The code of `key` at `time`: six digits.
[[nodiscard]] base::Secret totp_code(const base::Secret& key, base::Time time);

/// The time step (30 seconds since 1970) to which `typed` belongs, of the present one and its two
/// neighbours, so that a phone may be half a minute off; spaces aside. nullopt: of none. Whether
/// the step was used before is for the store to say.
[[nodiscard]] std::optional<std::int64_t> totp_step(
    const base::Secret& key, std::string_view typed, base::Time now
);

/// The key as people type it: base32.
[[nodiscard]] base::Secret totp_key_text(const base::Secret& key);

/// What a QR code for the app holds: otpauth://totp/ISSUER:ACCOUNT?secret=...
[[nodiscard]] base::Secret totp_url(
    const base::Secret& key, const std::string& issuer, const std::string& account
);

}  // namespace usher::desk
