#include "http/front/head_line.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace usher::http {

namespace {

constexpr std::string_view token_letters =
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

constexpr std::array<bool, 256> token_bytes = [] {
    std::array<bool, 256> allowed{};
    for (const char letter : token_letters) {
        allowed[static_cast<unsigned char>(letter)] = true;
    }
    return allowed;
}();

bool is_control(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f;
}

std::string_view without_blanks_around(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_target(std::string_view text) {
    return !text.empty() && std::none_of(text.begin(), text.end(), [](unsigned char byte) {
        return byte == ' ' || is_control(byte);
    });
}

}  // namespace

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char byte) {
        return token_bytes[byte];
    });
}

bool is_field_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](unsigned char byte) {
        return byte != '\t' && is_control(byte);
    });
}

bool is_authority(std::string_view text) {
    return text.find_first_of("/?#@\\\"<>, \t") == std::string_view::npos;
}

std::variant<RequestLine, FramingError> parse_request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) {
        return FramingError{400, "the request line is malformed"};
    }
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    if (!is_token(method)) return FramingError{400, "the method is malformed"};
    if (!is_target(target)) return FramingError{400, "the request target is malformed"};
    if (version == "HTTP/1.1") return RequestLine{method, target, false};
    if (version == "HTTP/1.0") return RequestLine{method, target, true};
    if (version.starts_with("HTTP/")) return FramingError{505, "only HTTP/1.1 is spoken here"};
    return FramingError{400, "the request line is malformed"};
}

std::optional<FieldLine> parse_field_line(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto name = line.substr(0, colon);
    const auto value = without_blanks_around(line.substr(colon + 1));
    if (!is_token(name) || !is_field_value(value)) return std::nullopt;
    return FieldLine{name, value};
}

bool lists_token(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (base::equal_ignoring_case(without_blanks_around(list.substr(0, comma)), token)) {
            return true;
        }
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

}  // namespace usher::http
