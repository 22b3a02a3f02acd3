#include "http/rate_limit.hpp"

#include <algorithm>

namespace usher::http {

RateLimit::RateLimit(std::size_t per_second, const base::Clock& clock)
    : per_second_(static_cast<double>(per_second)), clock_(clock) {}

std::optional<std::chrono::seconds> RateLimit::take(
    const std::string& who, std::size_t own_per_second
) {
    const double rate = own_per_second > 0 ? static_cast<double>(own_per_second) : per_second_;
    if (rate <= 0) return std::nullopt;
    const base::Time now = clock_.now();
    const std::lock_guard lock(mutex_);
    Bucket& bucket =
        buckets_.try_emplace(who, Bucket{.left = rate, .filled_at = now}).first->second;
    const std::chrono::duration<double> passed = now - bucket.filled_at;
    bucket.left = std::min(rate, bucket.left + std::max(0.0, passed.count()) * rate);
    bucket.filled_at = now;
    if (bucket.left < 1) return std::chrono::seconds(1);
    bucket.left -= 1;
    return std::nullopt;
}

}  // namespace usher::http
