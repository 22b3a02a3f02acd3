#include "invitation/keys.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <idn2.h>
#include <memory>
#include <phonenumbers/phonenumberutil.h>
#include <utf8proc.h>

namespace usher::invitation {

namespace {

constexpr std::size_t longest_address = 254;  // RFC 5321, erratum 1690
constexpr std::size_t longest_number = 60;
/// A domain in U-labels is longer than in A-labels, but not without limit.
constexpr std::size_t longest_written = 4 * longest_address;

/// RFC 5322 `atext`.
bool is_atom_character(char c) {
    constexpr std::string_view signs = "!#$%&'*+-/=?^_`{|}~";
    return base::is_letter(c) || base::is_digit(c) || signs.find(c) != std::string_view::npos;
}

/// Whether a reader sees every character: no control, space, format or unassigned one.
bool is_visible(std::string_view text) {
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t character = 0;
        const auto size = utf8proc_iterate(at, left, &character);
        if (size <= 0) return false;
        switch (utf8proc_category(character)) {
            case UTF8PROC_CATEGORY_CN:
            case UTF8PROC_CATEGORY_CC:
            case UTF8PROC_CATEGORY_CF:
            case UTF8PROC_CATEGORY_CS:
            case UTF8PROC_CATEGORY_CO:
            case UTF8PROC_CATEGORY_ZS:
            case UTF8PROC_CATEGORY_ZL:
            case UTF8PROC_CATEGORY_ZP:
                return false;
            default:
                break;
        }
        at += size;
        left -= size;
    }
    return true;
}

/// RFC 5321 `Dot-string` with RFC 6531's letters.
bool is_local_part(std::string_view text) {
    if (text.empty() || text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != std::string_view::npos) return false;
    const bool atoms = std::all_of(text.begin(), text.end(), [](char c) {
        return c == '.' || static_cast<unsigned char>(c) >= 0x80 || is_atom_character(c);
    });
    return atoms && is_visible(text);
}

/// Letters, digits, hyphens; two labels at least, none empty, and no network address. (libidn2's
/// own rule for these characters drops what it does not know, so that "a_b" became "ab".)
bool is_domain_name(std::string_view ascii) {
    const bool known = std::all_of(ascii.begin(), ascii.end(), [](char c) {
        return c == '.' || c == '-' || base::is_letter(c) || base::is_digit(c);
    });
    const auto last_dot = ascii.rfind('.');
    if (!known || last_dot == std::string_view::npos) return false;
    const std::string_view top = ascii.substr(last_dot + 1);
    if (top.empty() || std::all_of(top.begin(), top.end(), base::is_digit)) return false;
    return ascii.front() != '.' && ascii.find("..") == std::string_view::npos;
}

constexpr std::string_view no_region = "ZZ";  // libphonenumber's word

std::optional<std::string> in_e164(std::string_view written, std::string_view region) {
    using i18n::phonenumbers::PhoneNumber;
    using i18n::phonenumbers::PhoneNumberUtil;
    const PhoneNumberUtil& plans = *PhoneNumberUtil::GetInstance();
    PhoneNumber parsed;
    const auto answer = plans.Parse(std::string(written), std::string(region), &parsed);
    if (answer != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
    // Two colleagues' extensions of one switchboard are no number of either.
    if (parsed.has_extension()) return std::nullopt;
    if (plans.IsPossibleNumberWithReason(parsed) != PhoneNumberUtil::IS_POSSIBLE) {
        return std::nullopt;
    }
    std::string text;
    plans.Format(parsed, PhoneNumberUtil::E164, &text);
    return text;
}

}  // namespace

std::optional<std::string> email_key(std::string_view address) {
    const std::string_view written = base::trimmed(address);
    const auto at = written.find('@');
    if (written.size() > longest_written || at == std::string_view::npos) return std::nullopt;
    const std::string_view local = written.substr(0, at);
    if (!is_local_part(local)) return std::nullopt;
    const auto domain = domain_key(written.substr(at + 1));
    if (!domain) return std::nullopt;
    std::string key = base::ascii_lower(local) + "@" + *domain;
    if (key.size() > longest_address) return std::nullopt;
    return key;
}

std::string_view domain_of(std::string_view email_key) {
    return email_key.substr(email_key.rfind('@') + 1);
}

std::optional<std::string> domain_key(std::string_view domain) {
    const std::string written(base::trimmed(domain));
    const bool readable = base::valid_utf8(written) && written.find('\0') == std::string::npos;
    if (!readable || written.size() > longest_written) return std::nullopt;
    char* found = nullptr;
    const int answer =
        idn2_to_ascii_8z(written.c_str(), &found, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, decltype(&idn2_free)> owned(found, &idn2_free);
    if (answer != IDN2_OK || owned == nullptr) return std::nullopt;
    std::string key = base::ascii_lower(owned.get());
    if (!is_domain_name(key)) return std::nullopt;
    return key;
}

std::optional<std::string> phone_key(std::string_view number, std::string_view region) {
    const std::string_view written = base::trimmed(number);
    if (written.size() > longest_number || !base::valid_utf8(written)) return std::nullopt;
    auto key = in_e164(written, region.empty() ? no_region : region);
    // Superfluous zeros can survive the first reading; nobody has such a number.
    if (!key || in_e164(*key, no_region) != key) return std::nullopt;
    return key;
}

}  // namespace usher::invitation
