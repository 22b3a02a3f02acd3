#include "desk/attempts.hpp"

#include "base/secret.hpp"

#include <algorithm>

namespace usher::desk {

namespace {

constexpr std::chrono::hours remembered_for{1};
constexpr std::size_t many = 10'000;

}  // namespace

AttemptLimit::AttemptLimit(AttemptBounds bounds, const base::Clock& clock)
    : bounds_(bounds), clock_(clock) {}

std::optional<std::chrono::seconds> AttemptLimit::take(const std::string& who) {
    const base::Time now = clock_.now();
    const std::lock_guard lock(mutex_);
    if (failures_.size() >= many) forget_old(now);
    Failures& failures = failures_[base::sha256(who)];
    if (now - failures.last >= remembered_for) failures.count = 0;
    if (failures.count >= bounds_.free) {
        constexpr std::size_t most_doublings = 20;
        const auto doublings = std::min(failures.count - bounds_.free, most_doublings);
        const auto wait =
            std::min<std::chrono::seconds>(bounds_.first * (1L << doublings), bounds_.longest);
        const auto left = wait - (now - failures.last);
        if (left > std::chrono::seconds::zero()) {
            return std::chrono::ceil<std::chrono::seconds>(left);
        }
    }
    ++failures.count;
    failures.last = now;
    return std::nullopt;
}

void AttemptLimit::forgive_all(const std::string& who) {
    const std::lock_guard lock(mutex_);
    failures_.erase(base::sha256(who));
}

void AttemptLimit::forgive_one(const std::string& who) {
    const std::lock_guard lock(mutex_);
    const auto found = failures_.find(base::sha256(who));
    if (found != failures_.end() && found->second.count > 0) --found->second.count;
}

void AttemptLimit::forget_old(base::Time now) {
    std::erase_if(failures_, [&](const auto& entry) {
        return now - entry.second.last >= remembered_for;
    });
}

}  // namespace usher::desk
