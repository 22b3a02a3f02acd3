#include "invitation/keys.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <idn2.h>
#include <memory>
#include <optional>
#include <utf8proc.h>

namespace usher::invitation {

namespace {

/// Letters of another script, each with the Latin one below it that it looks like.
struct Script {
    std::u32string_view letters;
    std::string_view like;
};

/// In lower case; after confusables.txt of Unicode TS 39, of which these are the ones that are
/// typed as letters of words.
constexpr std::array scripts{
  // Latin: dotless i, and phonetic letters
    Script{U"\u0131\u0251\u0261\u0269\u028b",                                           "laglu"       },
 // Greek
    Script{U"\u03b1\u03b3\u03b9\u03ba\u03bd\u03bf\u03c1\u03c3\u03c4\u03c5\u03c7",       "aylkvopotux" },
 // Cyrillic
    Script{
           U"\u0430\u0432\u0433\u0435\u043a\u043e\u043f\u0440\u0441\u0442\u0443\u0445", "abrekonpctyx"},
    Script{U"\u0455\u0456\u0458\u0475\u04bb\u04cf\u0501\u051b\u051d",                   "sljvhldqw"   },
 // Armenian
    Script{U"\u0561\u0563\u0566\u0570\u0578\u057d\u0581\u0585",                         "wqqhnugo"    },
};

/// The Latin letter that `character` looks like; nullopt: none, or it is one.
std::optional<char> latin_like(char32_t character) {
    for (const Script& script : scripts) {
        const auto at = script.letters.find(character);
        if (at != std::u32string_view::npos) return script.like.at(at);
    }
    return std::nullopt;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80;
    });
}

/// Compatibility forms as what they stand for, without accents, in lower case; a look-alike of
/// another script as the Latin letter. Text that is no UTF-8 stays as it is.
std::string in_latin(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    utf8proc_uint8_t* mapped = nullptr;
    constexpr auto how = static_cast<utf8proc_option_t>(
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
        UTF8PROC_IGNORE
    );
    const auto size = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()),
        &mapped,
        how
    );
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
    if (size < 0) return std::string(text);
    std::string latin;
    for (utf8proc_ssize_t at = 0; at < size;) {
        utf8proc_int32_t character = 0;
        const auto length = utf8proc_iterate(mapped + at, size - at, &character);
        if (length <= 0) return std::string(text);
        if (const auto like = latin_like(static_cast<char32_t>(character))) {
            latin += *like;
        } else {
            latin.append(reinterpret_cast<const char*>(mapped + at), std::size_t(length));
        }
        at += length;
    }
    return latin;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at))
        text.replace(at, from.size(), to);
}

std::string skeleton(std::string_view text) {
    std::string like = in_latin(text);
    for (char& c : like) {
        if (c == '0') c = 'o';
        if (c == '1' || c == 'i' || c == '|') c = 'l';
    }
    replace_all(like, "rn", "m");
    replace_all(like, "vv", "w");
    return like;
}

/// A domain as a reader sees it.
std::string in_unicode(const std::string& domain) {
    char* found = nullptr;
    const int answer = idn2_to_unicode_8z8z(domain.c_str(), &found, 0);
    const std::unique_ptr<char, decltype(&idn2_free)> owned(found, &idn2_free);
    return answer == IDN2_OK && found != nullptr ? std::string(found) : domain;
}

}  // namespace

std::string email_likeness(std::string_view email_key) {
    const auto at = email_key.rfind('@');
    std::string local(email_key.substr(0, at));
    // "+tag" alone is all that there is of some addresses.
    if (const auto plus = local.find('+'); plus != std::string::npos && plus > 0)
        local.resize(plus);
    std::erase(local, '.');
    const std::string domain(domain_of(email_key));
    const bool has_labels = domain.find("xn--") != std::string::npos;
    return skeleton(local) + "@" + skeleton(has_labels ? in_unicode(domain) : domain);
}

}  // namespace usher::invitation
