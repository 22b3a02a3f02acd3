// How often somebody may guess: failures are free at first, then each one doubles the wait, up to a
// bound. Nobody is ever locked out for good: whoever waits may try again.
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace usher::desk {

/// The bounds of one kind of guessing.
struct AttemptBounds {
    std::size_t free = 5;               ///< failures without a wait
    std::chrono::seconds first{2};      ///< the wait after the next one; it doubles
    std::chrono::seconds longest{900};  ///< but gets no longer than this
};

/// Counts by any text ("ana from 192.0.2.1"), of which it keeps a hash only. In memory: a restart
/// forgives. Thread-safe.
class AttemptLimit {
  public:
    /// `clock` must outlive it.
    AttemptLimit(AttemptBounds bounds, const base::Clock& clock);

    /// Counts an attempt as failed, before it is known to be. Returns how long to wait if it is one
    /// too many: then it is not counted, and must not be made.
    [[nodiscard]] std::optional<std::chrono::seconds> take(const std::string& who);

    /// The attempt was right: `who` has not failed at all.
    void forgive_all(const std::string& who);
    /// The attempt was right, which says nothing of the others that `who` made.
    void forgive_one(const std::string& who);

  private:
    struct Failures {
        std::size_t count = 0;
        base::Time last;
    };

    void forget_old(base::Time now);

    AttemptBounds bounds_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, Failures> failures_;  // by SHA-256 of who
};

}  // namespace usher::desk
