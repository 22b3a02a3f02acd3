// Time as the program sees it: one of the three interfaces that tests replace.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace usher::base {

/// UTC, microseconds.
using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Time now() const = 0;  ///< thread-safe
};

class SystemClock : public Clock {
  public:
    [[nodiscard]] Time now() const override;
};

/// RFC 3339 UTC with milliseconds and fixed width: "2026-11-23T09:05:00.123Z". Texts order as
/// times do. Throws std::out_of_range for a year that four digits cannot hold.
[[nodiscard]] std::string to_text(Time time);

/// The inverse of to_text(). Throws std::invalid_argument for anything else.
[[nodiscard]] Time time_from(std::string_view text);

}  // namespace usher::base
