#include "base/text.hpp"
#include "usher/scim/comparison.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>

namespace usher::scim {
namespace {

using namespace std::chrono;

/// Reads fixed parts off the front of a text; once one is missing, `good` stays false.
class FrontReader {
  public:
    explicit FrontReader(std::string_view text) : rest_(text) {}

    /// Exactly `width` digits.
    int number(std::size_t width) {
        int value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            if (rest_.empty() || !base::is_digit(rest_.front())) {
                reject();
                return 0;
            }
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }

    bool accept(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    void expect(char c) {
        if (!accept(c)) reject();
    }

    void reject() { good_ = false; }

    /// One or more digits of a fraction, as nanoseconds; what is finer is cut off.
    nanoseconds fraction() {
        std::int64_t value = 0;
        std::size_t digits = 0;
        for (; !rest_.empty() && base::is_digit(rest_.front()); ++digits, rest_.remove_prefix(1)) {
            if (digits < 9) value = value * 10 + (rest_.front() - '0');
        }
        if (digits == 0) reject();
        for (; digits < 9; ++digits) {
            value *= 10;
        }
        return nanoseconds(value);
    }

    [[nodiscard]] bool good() const { return good_; }

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_;
    bool good_ = true;
};

/// What an xsd:dateTime spells out.
struct WrittenTime {
    year_month_day date;
    minutes minute_of_day{};
    int second = 0;
    nanoseconds fraction{};
    minutes offset{};
};

/// `Z`, `+hh:mm`, `-hh:mm` or nothing, as minutes east of UTC. XML Schema ends at 14:00.
minutes read_offset(FrontReader& reader) {
    if (reader.at_end() || reader.accept('Z')) return minutes(0);
    const bool west = reader.accept('-');
    if (!west) reader.expect('+');
    const int hour = reader.number(2);
    reader.expect(':');
    const int minute = reader.number(2);
    const minutes offset = hours(hour) + minutes(minute);
    if (minute > 59 || offset > hours(14)) reader.reject();
    return west ? -offset : offset;
}

std::optional<WrittenTime> read_date_time(std::string_view text) {
    FrontReader reader(text);
    WrittenTime time;
    const year y(reader.number(4));
    reader.expect('-');
    const month m(static_cast<unsigned>(reader.number(2)));
    reader.expect('-');
    const day d(static_cast<unsigned>(reader.number(2)));
    time.date = y / m / d;
    reader.expect('T');
    const int hour = reader.number(2);
    reader.expect(':');
    const int minute = reader.number(2);
    time.minute_of_day = hours(hour) + minutes(minute);
    reader.expect(':');
    time.second = reader.number(2);
    if (reader.accept('.')) time.fraction = reader.fraction();
    time.offset = read_offset(reader);
    if (!reader.good() || !reader.at_end() || !time.date.ok()) return std::nullopt;
    if (hour > 24 || minute > 59 || time.second > 60) return std::nullopt;
    return time;
}

/// 24:00:00 ends a day, and 23:59:60 UTC may be a leap second; no other time goes past its unit.
bool clock_allows(const WrittenTime& time) {
    const minutes one_day = days(1);
    if (time.minute_of_day > one_day) return false;
    if (time.minute_of_day == one_day) return time.second == 0 && time.fraction.count() == 0;
    const minutes last = one_day - minutes(1);
    return time.second < 60 || (time.minute_of_day - time.offset + one_day) % one_day == last;
}

/// "2026-11-23T09:05:00.123456789Z"; nullopt outside the years that have four digits.
std::optional<std::string> fixed_width(sys_seconds time, nanoseconds fraction) {
    const sys_days date = floor<days>(time);
    const year_month_day ymd(date);
    if (int(ymd.year()) < 0 || int(ymd.year()) > 9999) return std::nullopt;
    const hh_mm_ss clock(time - date);
    std::array<char, 64> buffer{};
    const int size = std::snprintf(
        buffer.data(),
        buffer.size(),
        "%04d-%02u-%02uT%02d:%02d:%02d.%09dZ",
        int(ymd.year()),
        unsigned(ymd.month()),
        unsigned(ymd.day()),
        int(clock.hours().count()),
        int(clock.minutes().count()),
        int(clock.seconds().count()),
        int(fraction.count())
    );
    return std::string(buffer.data(), static_cast<std::size_t>(size));
}

}  // namespace

std::optional<std::string> canonical_date_time(std::string_view text) {
    const std::optional<WrittenTime> time = read_date_time(text);
    if (!time || !clock_allows(*time)) return std::nullopt;
    const sys_seconds utc =
        sys_days(time->date) + time->minute_of_day - time->offset + seconds(time->second);
    return fixed_width(utc, time->fraction);
}

}  // namespace usher::scim
