#include "outbox/message_text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace usher::outbox {

namespace {

constexpr std::string_view line_end = "\r\n";

std::string in_hex(char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {'=', digits[byte >> 4U], digits[byte & 0xfU]};
}

bool continues_letter(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80;
}

bool is_plain(char c) {
    return base::is_letter(c) || base::is_digit(c);
}

/// One letter of UTF-8, from `text`.
std::string_view next_letter(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && continues_letter(text[size]))
        ++size;
    return text.substr(0, size);
}

/// RFC 2047 section 4.2, for words in any place of a header: only letters and digits as they are.
std::string encoded_letter(std::string_view letter) {
    std::string encoded;
    for (const char c : letter) {
        if (c == ' ') {
            encoded += '_';
        } else {
            encoded += is_plain(c) ? std::string(1, c) : in_hex(c);
        }
    }
    return encoded;
}

std::string encoded_words(std::string_view text) {
    constexpr std::size_t most = 52;
    std::string words;
    std::string word;
    const auto close = [&] {
        words += (words.empty() ? "=?UTF-8?Q?" : "\r\n =?UTF-8?Q?") + word + "?=";
        word.clear();
    };
    while (!text.empty()) {
        const auto letter = next_letter(text);
        const std::string encoded = encoded_letter(letter);
        if (word.size() + encoded.size() > most) close();
        word += encoded;
        text.remove_prefix(letter.size());
    }
    if (!word.empty()) close();
    return words;
}

std::string without_controls(std::string_view text) {
    std::string clean(text);
    std::replace_if(clean.begin(), clean.end(), base::is_control, ' ');
    return clean;
}

/// A display name: encoded unless it is a few plain words, which need no quotes either.
std::string phrase(std::string_view name) {
    const std::string clean = without_controls(name);
    constexpr std::size_t most = 64;
    const bool plain = clean.size() <= most && std::all_of(clean.begin(), clean.end(), [](char c) {
                           return is_plain(c) || c == ' ';
                       });
    return plain ? clean : encoded_words(clean);
}

std::string mailbox(std::string_view name, const std::string& address) {
    return name.empty() ? "<" + address + ">" : phrase(name) + "\r\n <" + address + ">";
}

std::string part(const std::string& boundary, const std::string& type, const std::string& text) {
    return "--" + boundary + "\r\nContent-Type: " + type +
           "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
           quoted_printable(text) + "\r\n";
}

std::string headers(const Mail& mail, const std::string& boundary) {
    std::string text;
    const auto add = [&](std::string_view name, const std::string& value) {
        text += std::string(name) + ": " + value + std::string(line_end);
    };
    add("Date", header_date(mail.at));
    add("From", mailbox(mail.from_name, mail.from));
    add("To", mailbox("", mail.to));
    if (is_mailbox(mail.reply_to)) add("Reply-To", mailbox("", mail.reply_to));
    add("Subject", header_text(mail.subject));
    add("Message-ID", "<" + mail.id + mail.from.substr(mail.from.rfind('@')) + ">");
    // RFC 3834, and what Exchange reads instead.
    add("Auto-Submitted", "auto-generated");
    add("X-Auto-Response-Suppress", "All");
    // RFC 2369, without RFC 8058's one click: no letter keeps coming by itself
    // (docs/operations.md).
    if (is_mailbox(mail.unsubscribe)) {
        add("List-Unsubscribe", "<mailto:" + mail.unsubscribe + "?subject=unsubscribe>");
    }
    if (!mail.locale.empty()) add("Content-Language", without_controls(mail.locale));
    add("MIME-Version", "1.0");
    add("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
    return text;
}

}  // namespace

std::string message_text(const Mail& mail) {
    // "=_" cannot occur in quoted-printable.
    const std::string boundary = "=_" + mail.id;
    return headers(mail, boundary) + std::string(line_end) +
           part(boundary, "text/plain", mail.text) + part(boundary, "text/html", mail.html) + "--" +
           boundary + "--\r\n";
}

bool is_mailbox(std::string_view address) {
    constexpr std::size_t most = 254;
    constexpr std::string_view refused = " \"(),:;<>[\\]";
    const auto at = address.find('@');
    return address.size() <= most && at != std::string_view::npos && at > 0 &&
           at + 1 < address.size() && address.find('@', at + 1) == std::string_view::npos &&
           std::none_of(address.begin(), address.end(), [&](char c) {
               return base::is_control(c) || refused.find(c) != std::string_view::npos;
           });
}

std::string header_text(std::string_view text) {
    const std::string clean = without_controls(text);
    constexpr std::size_t most = 65;
    const bool plain = clean.size() <= most && clean.find("=?") == std::string::npos &&
                       std::all_of(clean.begin(), clean.end(), [](char c) {
                           return static_cast<unsigned char>(c) < 0x7f;
                       });
    return plain ? clean : encoded_words(clean);
}

std::string quoted_printable(std::string_view text) {
    constexpr std::size_t longest_line = 75;
    std::string encoded;
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\r') continue;
        if (c == '\n') {
            encoded += line_end;
            column = 0;
            continue;
        }
        const bool last_of_line = at + 1 == text.size() || text[at + 1] == '\n';
        const bool blank = (c == ' ' || c == '\t') && !last_of_line;
        const bool plain = blank || (c > ' ' && c < 0x7f && c != '=');
        const std::string piece = plain ? std::string(1, c) : in_hex(c);
        if (column + piece.size() > longest_line) {
            encoded += "=\r\n";
            column = 0;
        }
        encoded += piece;
        column += piece.size();
    }
    return encoded;
}

std::string header_date(base::Time time) {
    constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    std::array<char, 40> text{};
    const int size = std::snprintf(
        text.data(),
        text.size(),
        "%s, %02u %s %04d %02d:%02d:%02d +0000",
        days.at(std::chrono::weekday(day).c_encoding()),
        static_cast<unsigned>(date.day()),
        months.at(static_cast<unsigned>(date.month()) - 1),
        static_cast<int>(date.year()),
        static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count())
    );
    return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace usher::outbox
