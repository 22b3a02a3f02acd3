// A clock that stands still until a test lets time pass.
#pragma once

#include "base/clock.hpp"

#include <atomic>
#include <chrono>

namespace usher::test {

/// Thread-safe.
class StillClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override {
        return base::Time(std::chrono::microseconds(microseconds_.load()));
    }

    void pass(std::chrono::microseconds time) { microseconds_ += time.count(); }

  private:
    std::atomic<std::int64_t> microseconds_{1'795'593'600'000'000};  // 2026-11-25T08:00:00Z
};

}  // namespace usher::test
