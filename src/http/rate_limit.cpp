#include "http/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace usher::http {

namespace {

constexpr std::size_t many = 10'000;

}  // namespace

RateLimit::RateLimit(Rate rate, const base::Clock& clock) : rate_(rate), clock_(clock) {}

std::optional<std::chrono::seconds> RateLimit::take(
    const std::string& who, std::size_t own_per_second
) {
    const Rate rate = own_per_second > 0 ? Rate{.requests = own_per_second} : rate_;
    if (rate.requests == 0) return std::nullopt;
    const auto most = static_cast<double>(rate.requests);
    const double per_second = most / static_cast<double>(rate.per.count());
    const base::Time now = clock_.now();
    const std::lock_guard lock(mutex_);
    if (buckets_.size() >= many) forget_full(now);
    Bucket& bucket =
        buckets_.try_emplace(who, Bucket{.left = most, .filled_at = now}).first->second;
    const std::chrono::duration<double> passed = now - bucket.filled_at;
    bucket.left = std::min(most, bucket.left + std::max(0.0, passed.count()) * per_second);
    bucket.filled_at = now;
    if (bucket.left < 1) {
        const double wait = std::ceil((1 - bucket.left) / per_second);
        return std::chrono::seconds(std::max(1L, static_cast<long>(wait)));
    }
    bucket.left -= 1;
    return std::nullopt;
}

void RateLimit::forget_full(base::Time now) {
    std::erase_if(buckets_, [&](const auto& entry) {
        return now - entry.second.filled_at >= rate_.per;
    });
}

}  // namespace usher::http
