// Checking passwords so that nobody learns from the time whether an account exists.
#pragma once

#include "base/secret.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace usher::desk {

/// Thread-safe. Slow by design: for the slow lane, outside of transactions.
class Passwords {
  public:
    /// Hashes a random password, which checks of nobody's are made against.
    Passwords();

    /// Whether `password` is the one of `hash`. nullopt (there is no such user, or they have no
    /// password): false, after the same work.
    [[nodiscard]] bool match(const base::Secret& password, const std::optional<std::string>& hash)
        const;

    /// How many hashes were computed by match().
    [[nodiscard]] std::uint64_t computed() const { return computed_; }

  private:
    std::string nobodys_hash_;
    mutable std::atomic<std::uint64_t> computed_ = 0;
};

}  // namespace usher::desk
