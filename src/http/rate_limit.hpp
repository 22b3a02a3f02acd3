// How fast somebody may send requests: a token bucket each, of a directory (off unless an operator
// sets it, or an admin for that directory) or of a network that has not signed in.
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace usher::http {

struct Rate {
    std::size_t requests = 0;  ///< 0: everything passes
    std::chrono::seconds per{1};
};

/// Lets `rate.requests` through each `rate.per`, and as many at once after a pause. Thread-safe.
class RateLimit {
  public:
    /// `clock` must outlive it.
    RateLimit(Rate rate, const base::Clock& clock);

    /// Counts a request of `who`, who may have a rate of its own (0: the common one). Returns how
    /// long to wait if it is one too many: whole seconds, as Okta understands nothing else (OK11).
    [[nodiscard]] std::optional<std::chrono::seconds> take(
        const std::string& who, std::size_t own_per_second = 0
    );

  private:
    struct Bucket {
        double left = 0;
        base::Time filled_at;
    };

    void forget_full(base::Time now);

    Rate rate_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace usher::http
