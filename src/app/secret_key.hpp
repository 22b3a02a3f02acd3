// The server's key, from which every other secret is derived: configured, or kept in a file beside
// the SQLite file.
#pragma once

#include "base/config.hpp"
#include "base/secret.hpp"

#include <filesystem>
#include <optional>

namespace usher::app {

/// Where the key file is, or would be made: the SQLite file's path and ".key". Nothing for another
/// database or when the key is configured.
[[nodiscard]] std::optional<std::filesystem::path> key_file(const base::Config& config);

/// Reads a key file. Throws std::runtime_error naming it when it cannot be read, holds no key or is
/// open to others.
[[nodiscard]] base::Secret read_key_file(const std::filesystem::path& path);

/// Makes a key file with mode 0600 unless there is one, also when two processes start at once;
/// returns what it holds.
[[nodiscard]] base::Secret require_key_file(const std::filesystem::path& path);

}  // namespace usher::app
