#include "outbox/retry_schedule.hpp"

namespace usher::outbox {

std::optional<std::chrono::milliseconds> wait_after(
    const RetrySchedule& schedule, std::uint32_t attempt, double chance
) {
    if (attempt >= schedule.attempts) return std::nullopt;
    std::chrono::milliseconds wait = schedule.first;
    for (std::uint32_t step = 1; step < attempt && wait < schedule.longest; ++step)
        wait *= schedule.factor;
    if (wait > schedule.longest) wait = schedule.longest;
    constexpr double least = 0.75;
    constexpr double spread = 0.5;
    const double spread_wait = static_cast<double>(wait.count()) * (least + spread * chance);
    return std::chrono::milliseconds(static_cast<std::int64_t>(spread_wait));
}

}  // namespace usher::outbox
