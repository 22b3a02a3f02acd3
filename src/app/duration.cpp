#include "app/duration.hpp"

#include <charconv>

namespace usher::app {

namespace {

constexpr std::chrono::seconds longest = std::chrono::days(3653);

std::chrono::seconds unit(char letter) {
    switch (letter) {
        case 's':
            return std::chrono::seconds(1);
        case 'm':
            return std::chrono::minutes(1);
        case 'h':
            return std::chrono::hours(1);
        case 'd':
            return std::chrono::days(1);
        default:
            return std::chrono::seconds(0);
    }
}

}  // namespace

std::optional<std::chrono::seconds> duration_from(std::string_view text) {
    if (text.size() < 2) return {};
    const auto one = unit(text.back());
    std::int64_t count = 0;
    const char* end = text.data() + text.size() - 1;
    const auto [stopped, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc() || stopped != end || one.count() == 0) return {};
    if (count < 1 || count > longest / one) return {};
    return count * one;
}

}  // namespace usher::app
