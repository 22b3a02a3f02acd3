#include "desk/recipients.hpp"

#include "invitation/keys.hpp"
#include "invitation/problem.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace usher::desk {

namespace {

constexpr std::size_t shown_bytes = 200;

/// At most shown_bytes, not cutting a character of UTF-8 in two.
std::string shown(std::string_view text) {
    if (text.size() <= shown_bytes) return std::string(text);
    std::size_t end = shown_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string(text.substr(0, end)) + "…";
}

/// What a person who mistyped it would want to know.
std::string what_is_wrong(std::string_view address) {
    const auto at_signs = std::ranges::count(address, '@');
    if (address.empty()) return "there is no address";
    if (at_signs == 0) return "there is no @";
    if (address.find_first_of(" \t\r\n") != std::string_view::npos) {
        return "there is a space in the address";
    }
    if (at_signs > 1) return "there is more than one @";
    const auto domain = address.substr(address.find('@') + 1);
    if (domain.find('.') == std::string_view::npos) return "the domain has no dot";
    return "this is not the address of a mailbox";
}

}  // namespace

void RecipientList::count() {
    if (++entries_ <= most_entries) return;
    throw invitation::Problem(
        invitation::ProblemCode::payload_too_large,
        "at most " + std::to_string(most_entries) + " addresses in one call"
    );
}

void RecipientList::refuse(
    std::size_t line, std::string_view text, std::string_view reason, std::string detail
) {
    count();
    gathered_.not_recognised.push_back(
        {.line = line,
         .text = shown(text),
         .reason = std::string(reason),
         .detail = std::move(detail)}
    );
}

void RecipientList::add(RecipientEntry recipient) {
    // No address holds a space, so no key of one looks like a user's.
    auto key = recipient.user_id.empty() ? invitation::email_key(recipient.email)
                                         : std::optional("user " + recipient.user_id);
    if (!key) {
        return refuse(
            recipient.line, recipient.email, invalid_email, what_is_wrong(recipient.email)
        );
    }
    const auto [known, is_new] = line_of_key_.try_emplace(std::move(*key), recipient.line);
    if (!is_new) {
        auto detail = "the same address as in line " + std::to_string(known->second);
        const auto& text = recipient.user_id.empty() ? recipient.email : recipient.user_id;
        return refuse(recipient.line, text, duplicate, std::move(detail));
    }
    count();
    gathered_.recognised.push_back(std::move(recipient));
}

Recipients RecipientList::take() {
    return std::exchange(gathered_, {});
}

}  // namespace usher::desk
