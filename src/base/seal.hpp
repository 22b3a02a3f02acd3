// Authenticated encryption of small values that travel through a client and come back (cursors).
#pragma once

#include "base/secret.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace usher::base {

/// AES-256-GCM with a random nonce; `key` is 32 bytes (derive_key()). `context` is not contained
/// but must be the same to open.
[[nodiscard]] std::string seal(const Secret& key, std::string_view plain, std::string_view context);

/// The plain text, or nullopt for anything that seal() did not make with this key and context.
[[nodiscard]] std::optional<std::string> open_sealed(
    const Secret& key, std::string_view sealed, std::string_view context
);

}  // namespace usher::base
