// Texts from outside, as they stand in error details.
#pragma once

#include <string>
#include <string_view>

namespace usher::scim {

/// `text` in double quotes; of a long one the beginning, cut between characters.
inline std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 100;
    if (text.size() <= longest) return '"' + std::string(text) + '"';
    std::size_t end = longest;
    const auto continues = [&](char unit) {
        return (static_cast<unsigned char>(unit) & 0xC0U) == 0x80U;
    };
    while (end > 0 && continues(text[end]))
        --end;
    return '"' + std::string(text.substr(0, end)) + "...\"";
}

}  // namespace usher::scim
