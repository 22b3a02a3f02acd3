// When a person may be disturbed: their working hours, in their time zone.
//
// The field is free text (api.md, `working_hours`); what reads like "Mon-Fri 9:00-17:00" (several
// such, separated by commas or semicolons: "Mon-Thu 9:00-17:00, Fri 9:00-14:00") says something
// about time, anything else says nothing. Time zones are IANA's, read from the system. Pure but for
// that.
#pragma once

#include "base/clock.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::outbox {

/// A stretch of a day, the end excluded; "22:00-6:00" is no stretch.
struct Stretch {
    std::chrono::minutes from{};
    std::chrono::minutes until{};
};

/// By weekday, from Sunday.
using WorkingHours = std::array<std::vector<Stretch>, 7>;

/// nullopt for text that is not of the form above. Days are English, three letters or more.
[[nodiscard]] std::optional<WorkingHours> parse_working_hours(std::string_view text);

/// The first moment from `now` on that lies within `hours` in `time_zone` (IANA; unknown: UTC):
/// `now` itself if it does.
[[nodiscard]] base::Time next_working_time(
    const WorkingHours& hours, const std::string& time_zone, base::Time now
);

/// "2026-11-30 09:05 CET" in `time_zone`.
[[nodiscard]] std::string local_text(base::Time time, const std::string& time_zone);

}  // namespace usher::outbox
