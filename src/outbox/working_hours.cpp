#include "outbox/working_hours.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <date/tz.h>

namespace usher::outbox {

namespace {

constexpr std::array<std::string_view, 7> day_names{
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
constexpr std::chrono::minutes whole_day = std::chrono::hours(24);

/// What is before `separator`, which goes too; all of `text` if it is not there.
std::string_view cut(std::string_view& text, std::string_view separators) {
    const auto at = text.find_first_of(separators);
    const auto before = base::trimmed(text.substr(0, at));
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return before;
}

std::optional<std::size_t> day_from(std::string_view text) {
    constexpr std::size_t least_letters = 3;
    const std::string name = base::ascii_lower(text);
    for (std::size_t day = 0; day < day_names.size(); ++day) {
        if (name.size() >= least_letters && day_names.at(day).starts_with(name)) return day;
    }
    return std::nullopt;
}

std::optional<int> number_from(std::string_view text, int most) {
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stopped != end || number < 0 || number > most) return std::nullopt;
    return number;
}

/// "9:00" or "9"
std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
    const auto hour = number_from(cut(text, ":."), 24);
    const auto minute = text.empty() ? std::optional(0) : number_from(text, 59);
    if (!hour || !minute) return std::nullopt;
    const auto time = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
    return time > whole_day ? std::nullopt : std::optional<std::chrono::minutes>(time);
}

/// "Mon-Fri 9:00-17:00"
bool read_entry(std::string_view entry, WorkingHours& hours) {
    const auto first_digit = entry.find_first_of("0123456789");
    if (first_digit == std::string_view::npos) return false;
    std::string_view days = base::trimmed(entry.substr(0, first_digit));
    std::string_view times = entry.substr(first_digit);
    const auto from = time_of_day(cut(times, "-"));
    const auto until = time_of_day(base::trimmed(times));
    const auto first = day_from(cut(days, "-"));
    const auto last = days.empty() ? first : day_from(base::trimmed(days));
    if (!from || !until || *from >= *until || !first || !last) return false;
    for (std::size_t day = *first;; day = (day + 1) % day_names.size()) {
        hours.at(day).push_back({.from = *from, .until = *until});
        if (day == *last) return true;
    }
}

const date::time_zone* zone_of(const std::string& name) {
    const auto& zones = date::get_tzdb().zones;
    const auto found = std::find_if(zones.begin(), zones.end(), [&](const date::time_zone& zone) {
        return zone.name() == name;
    });
    return found == zones.end() ? nullptr : &*found;
}

base::Time to_utc(const date::time_zone* zone, date::local_time<std::chrono::minutes> local) {
    if (zone == nullptr) return base::Time(local.time_since_epoch());
    // An hour that a change of clocks skips or repeats: the earlier reading.
    return date::floor<std::chrono::microseconds>(zone->to_sys(local, date::choose::earliest));
}

}  // namespace

std::optional<WorkingHours> parse_working_hours(std::string_view text) {
    WorkingHours hours;
    if (base::trimmed(text).empty()) return std::nullopt;
    while (!text.empty()) {
        if (!read_entry(cut(text, ",;"), hours)) return std::nullopt;
    }
    return hours;
}

base::Time next_working_time(
    const WorkingHours& hours, const std::string& time_zone, base::Time now
) {
    const auto* zone = zone_of(time_zone);
    const auto local_now = zone == nullptr
                               ? date::local_time<std::chrono::microseconds>(now.time_since_epoch())
                               : zone->to_local(now);
    const auto today = date::floor<date::days>(local_now);
    base::Time next = base::Time::max();
    for (int ahead = 0; ahead <= 7 && next == base::Time::max(); ++ahead) {
        const auto day = today + date::days(ahead);
        for (const Stretch& stretch : hours.at(date::weekday(day).c_encoding())) {
            if (now >= to_utc(zone, day + stretch.until)) continue;
            next = std::min(next, std::max(now, to_utc(zone, day + stretch.from)));
        }
    }
    return next == base::Time::max() ? now : next;
}

std::string local_text(base::Time time, const std::string& time_zone) {
    const auto* zone = zone_of(time_zone);
    const auto minute = date::floor<std::chrono::minutes>(time);
    if (zone == nullptr) return date::format("%F %H:%M UTC", minute);
    return date::format("%F %H:%M %Z", date::make_zoned(zone, minute));
}

}  // namespace usher::outbox
