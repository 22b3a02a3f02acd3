// Text as the domain compares it: UTF-8, case, trimming. Pure.
#pragma once

#include <string>
#include <string_view>

namespace usher::base {

/// NFC, then simple Unicode case folding (one letter for one: "ß" is not "ss"), of valid UTF-8
/// (domain.md, "User name key"). Of other bytes, ASCII letters are lowered. Linear in the length.
[[nodiscard]] std::string fold_case(std::string_view text);

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates).
[[nodiscard]] bool valid_utf8(std::string_view text);

/// ASCII only, whatever the locale.
[[nodiscard]] constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

[[nodiscard]] constexpr bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// ASCII only: for keywords, header names, attribute names and URNs.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);
[[nodiscard]] std::string ascii_lower(std::string_view text);

/// Without leading and trailing spaces, tabs and line ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace usher::base
