#include "desk/paste.hpp"

#include "base/text.hpp"
#include "invitation/problem.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace usher::desk {

namespace {

/// No-break space, zero-width spaces and joiners, word joiner, byte order mark: what is copied
/// along from pages without being seen.
constexpr std::array<std::string_view, 7> unseen{
    "\u00A0", "\u200B", "\u200C", "\u200D", "\u2060", "\u202F", "\uFEFF"};

constexpr std::string_view spaces = " \t\v\f";

std::string_view without_front(std::string_view text) {
    for (bool found = true; found;) {
        found = !text.empty() && spaces.find(text.front()) != std::string_view::npos;
        if (found) text.remove_prefix(1);
        for (const auto space : unseen) {
            if (!text.starts_with(space)) continue;
            text.remove_prefix(space.size());
            found = true;
        }
    }
    return text;
}

std::string_view without_back(std::string_view text) {
    for (bool found = true; found;) {
        found = !text.empty() && spaces.find(text.back()) != std::string_view::npos;
        if (found) text.remove_suffix(1);
        for (const auto space : unseen) {
            if (!text.ends_with(space)) continue;
            text.remove_suffix(space.size());
            found = true;
        }
    }
    return text;
}

std::string_view trim(std::string_view text) {
    return without_back(without_front(text));
}

/// Takes the first word off `text`; empty at the end.
std::string_view take_word(std::string_view& text) {
    text = without_front(text);
    const auto word = text.substr(0, text.find_first_of(spaces));
    text.remove_prefix(word.size());
    return word;
}

/// With single spaces between the words, and no control characters.
std::string tidy(std::string_view name) {
    std::string words(name);
    std::ranges::replace_if(
        words, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' '
    );
    std::string result;
    std::string_view rest = words;
    for (auto word = take_word(rest); !word.empty(); word = take_word(rest)) {
        if (!result.empty()) result += ' ';
        result += word;
    }
    return result;
}

/// `"a \"b\" c"` → `a "b" c` (RFC 5322 §3.2.4); other text as it is.
std::string unquoted(std::string_view name) {
    if (name.size() < 2 || !name.starts_with('"') || !name.ends_with('"')) return std::string(name);
    name = name.substr(1, name.size() - 2);
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '\\' && i + 1 < name.size()) ++i;
        text += name[i];
    }
    return text;
}

void set_name(RecipientEntry& recipient, const std::string& name) {
    if (const auto comma = name.find(','); comma != std::string::npos) {
        recipient.family_name = tidy(std::string_view(name).substr(0, comma));
        recipient.given_name = tidy(std::string_view(name).substr(comma + 1));
        return;
    }
    const std::string words = tidy(name);
    const auto first = words.find(' ');
    recipient.given_name = words.substr(0, first);
    if (first != std::string::npos) recipient.family_name = words.substr(first + 1);
}

/// `name <address>`; nullopt if the brackets are not just around an address at the end.
std::optional<RecipientEntry> named_entry(std::string_view entry) {
    const auto open = entry.rfind('<');
    if (open == std::string_view::npos || !entry.ends_with('>')) return std::nullopt;
    const auto address = entry.substr(open + 1, entry.size() - open - 2);
    if (address.find('>') != std::string_view::npos) return std::nullopt;
    RecipientEntry recipient{.email = std::string(trim(address))};
    set_name(recipient, unquoted(trim(entry.substr(0, open))));
    return recipient;
}

/// Whether `entry` is several words, each of which may be an address.
bool is_several(std::string_view entry) {
    int words = 0;
    for (auto word = take_word(entry); !word.empty(); word = take_word(entry)) {
        if (word.find('@') == std::string_view::npos) return false;
        ++words;
    }
    return words > 1;
}

void read_entry(std::string_view entry, std::size_t line, RecipientList& list) {
    if (entry.find_first_of("<>") != std::string_view::npos) {
        auto recipient = named_entry(entry);
        if (!recipient) {
            return list.refuse(
                line, entry, invalid_email, "this is not of the form Name <address>"
            );
        }
        recipient->line = line;
        return list.add(std::move(*recipient));
    }
    if (!is_several(entry)) return list.add({.line = line, .email = std::string(entry)});
    for (auto word = take_word(entry); !word.empty(); word = take_word(entry)) {
        list.add({.line = line, .email = std::string(trim(word))});
    }
}

/// Where the entry at the front of `line` ends. `last_quote` is the place of the line's last one:
/// a quote that nothing closes is a letter like another.
std::size_t end_of_entry(std::string_view line, std::size_t start, std::size_t last_quote) {
    const auto first = line.find_first_not_of(spaces, start);
    if (first != std::string_view::npos && line[first] == '"' && first < last_quote) {
        std::size_t at = first + 1;
        while (at < last_quote && line[at] != '"')
            at += line[at] == '\\' ? 2 : 1;
        start = std::min(at, last_quote) + 1;
    }
    return std::min(line.find_first_of(",;", start), line.size());
}

void read_line(std::string_view line, std::size_t number, RecipientList& list) {
    const auto found = line.rfind('"');
    const std::size_t last_quote = found == std::string_view::npos ? 0 : found;
    for (std::size_t start = 0; start <= line.size();) {
        const auto end = end_of_entry(line, start, last_quote);
        const auto entry = trim(line.substr(start, end - start));
        if (!entry.empty()) read_entry(entry, number, list);
        start = end + 1;
    }
}

}  // namespace

Recipients read_pasted(std::string_view text) {
    if (!base::valid_utf8(text)) {
        throw invitation::Problem::invalid("/text", "not_utf8", "the text is not UTF-8");
    }
    RecipientList list;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find_first_of("\r\n"), text.size());
        read_line(text.substr(0, end), number, list);
        const bool pair = text.substr(end).starts_with("\r\n");
        text.remove_prefix(std::min(text.size(), end + (pair ? 2 : 1)));
    }
    return list.take();
}

}  // namespace usher::desk
