// How fast one directory may send requests: a token bucket each (off unless an operator sets it, or
// an admin for that directory).
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace usher::http {

/// Lets `per_second` requests through each second, and as many at once after a pause. Thread-safe.
class RateLimit {
  public:
    /// 0 per second: everything passes. `clock` must outlive it.
    RateLimit(std::size_t per_second, const base::Clock& clock);

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

    double per_second_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace usher::http
