#include "http/rate_limit.hpp"

#include <algorithm>

namespace usher::http {

RateLimit::RateLimit(std::size_t per_second, const base::Clock& clock)
    : per_second_(static_cast<double>(per_second)), clock_(clock) {}

std::optional<std::chrono::seconds> RateLimit::take(const std::string& who) {
    if (per_second_ <= 0) return std::nullopt;
    const base::Time now = clock_.now();
    const std::lock_guard lock(mutex_);
    Bucket& bucket =
        buckets_.try_emplace(who, Bucket{.left = per_second_, .filled_at = now}).first->second;
    const std::chrono::duration<double> passed = now - bucket.filled_at;
    bucket.left = std::min(per_second_, bucket.left + std::max(0.0, passed.count()) * per_second_);
    bucket.filled_at = now;
    if (bucket.left < 1) return std::chrono::seconds(1);
    bucket.left -= 1;
    return std::nullopt;
}

}  // namespace usher::http
