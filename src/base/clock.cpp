#include "base/clock.hpp"

#include <charconv>
#include <stdexcept>

namespace usher::base {

namespace {

constexpr std::string_view pattern = "0000-00-00T00:00:00.000Z";

void put(std::string& text, std::size_t position, std::size_t width, long value) {
    for (std::size_t i = position + width; i-- > position; value /= 10) {
        text[i] = static_cast<char>('0' + value % 10);
    }
}

int number(std::string_view text, std::size_t position, std::size_t width) {
    int value = 0;
    std::from_chars(text.data() + position, text.data() + position + width, value);
    return value;
}

bool has_the_pattern(std::string_view text) {
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == '0' ? !digit : text[i] != pattern[i]) return false;
    }
    return true;
}

}  // namespace

Time SystemClock::now() const {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()
    );
}

std::string to_text(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::milliseconds>(time - day)};
    const int year = static_cast<int>(date.year());
    if (year < 0 || year > 9999) throw std::out_of_range("a year of four digits is needed");
    std::string text(pattern);
    put(text, 0, 4, year);
    put(text, 5, 2, static_cast<long>(static_cast<unsigned>(date.month())));
    put(text, 8, 2, static_cast<long>(static_cast<unsigned>(date.day())));
    put(text, 11, 2, clock.hours().count());
    put(text, 14, 2, clock.minutes().count());
    put(text, 17, 2, clock.seconds().count());
    put(text, 20, 3, clock.subseconds().count());
    return text;
}

Time time_from(std::string_view text) {
    if (!has_the_pattern(text)) throw std::invalid_argument("not a time as to_text() writes it");
    const std::chrono::year_month_day date{
        std::chrono::year(number(text, 0, 4)),
        std::chrono::month(static_cast<unsigned>(number(text, 5, 2))),
        std::chrono::day(static_cast<unsigned>(number(text, 8, 2)))};
    const int hour = number(text, 11, 2);
    const int minute = number(text, 14, 2);
    const int second = number(text, 17, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) {
        throw std::invalid_argument("no such day or time of day");
    }
    return std::chrono::sys_days{date} + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + std::chrono::milliseconds(number(text, 20, 3));
}

}  // namespace usher::base
