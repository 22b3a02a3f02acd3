// Secrets and what may be done with them: make, hash, sign, compare; never print.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace usher::base {

/// A secret value. Has no stream operator and no conversion: reveal() is easy to search for.
class Secret {
  public:
    explicit Secret(std::string value) : value_(std::move(value)) {}

    [[nodiscard]] const std::string& reveal() const { return value_; }

  private:
    std::string value_;
};

/// `size` bytes from OpenSSL's generator. Throws std::runtime_error if it has none.
[[nodiscard]] std::string random_bytes(std::size_t size);

/// 32 raw bytes.
[[nodiscard]] std::string sha256(std::string_view bytes);
/// 32 raw bytes.
[[nodiscard]] std::string hmac_sha256(const Secret& key, std::string_view message);

/// A key of 32 bytes for one purpose, derived from the server's key (HKDF-SHA-256 without salt,
/// `purpose` as info). Throws std::invalid_argument for an empty server key.
[[nodiscard]] Secret derive_key(const Secret& server_key, std::string_view purpose);

/// In time that depends on the lengths only.
[[nodiscard]] bool equal_in_constant_time(std::string_view left, std::string_view right);

/// Without padding (RFC 4648, section 5).
[[nodiscard]] std::string base64url(std::string_view bytes);
/// Empty for anything that is not canonical base64url.
[[nodiscard]] std::string from_base64url(std::string_view text);
/// Lower case.
[[nodiscard]] std::string hex(std::string_view bytes);

/// A stored password: yescrypt at libcrypt's default cost (`$y$...`). Slow by design: call it in
/// the slow lane. Throws std::invalid_argument for what libcrypt would cut off: U+0000 and more
/// than 511 bytes.
[[nodiscard]] std::string hash_password(const Secret& password);
/// False too for a password that hash_password() refuses and for a `hash` that libcrypt cannot
/// read.
[[nodiscard]] bool password_matches(const Secret& password, const std::string& hash);

}  // namespace usher::base
