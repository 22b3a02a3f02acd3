// When something that has failed is tried again: later each time, and when never. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace usher::outbox {

/// By default 10 s, 40 s, 3 min, 11 min, 43 min, 3 h, then every 6 h: ten attempts in some 29 h.
struct RetrySchedule {
    std::uint32_t attempts = 10;
    std::chrono::seconds first{10};
    std::uint32_t factor = 4;
    std::chrono::seconds longest = std::chrono::hours(6);
};

/// How long to wait after attempt number `attempt` (from 1) has failed; nullopt: it was the last.
/// `chance` from [0, 1) spreads the wait by a quarter to either side, so that what failed together
/// does not come back together.
[[nodiscard]] std::optional<std::chrono::milliseconds> wait_after(
    const RetrySchedule& schedule, std::uint32_t attempt, double chance
);

}  // namespace usher::outbox
