#include "http/route_pattern.hpp"

#include <algorithm>

namespace usher::http {

bool fits_pattern(
    std::string_view pattern, std::span<const std::string> path, const Capture& capture
) {
    for (const std::string& segment : path) {
        if (pattern.size() < 2) return false;
        pattern.remove_prefix(1);
        const std::string_view expected = pattern.substr(0, pattern.find('/'));
        pattern.remove_prefix(expected.size());
        const bool fits =
            expected.starts_with('{') ? capture(expected, segment) : expected == segment;
        if (!fits) return false;
    }
    return pattern.size() < 2;
}

void AllowedMethods::add(std::string_view method) {
    if (std::find(methods_.begin(), methods_.end(), method) != methods_.end()) return;
    methods_.push_back(method);
    if (method == "GET") methods_.emplace_back("HEAD");
}

std::string AllowedMethods::header() const {
    std::string text;
    for (const std::string_view method : methods_)
        text += std::string(method) + ", ";
    return text + "OPTIONS";
}

}  // namespace usher::http
