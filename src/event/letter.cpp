#include "event/letter.hpp"

#include <algorithm>
#include <iterator>

namespace usher::event {

const std::array<std::string_view, letter_kind_count>& letter_kind_names() {
    static constexpr std::array<std::string_view, letter_kind_count> names{
        "invitation",
        "invitation_moved",
        "sign_in_hint",
        "request_reconciled",
        "request_approved",
        "request_dismissed",
        "code",
        "sign_in_link",
        "request_waiting",
        "seat_limit_reached",
        "directory_paused",
    };
    return names;
}

std::string_view name_of(LetterKind kind) {
    return letter_kind_names().at(static_cast<std::size_t>(kind));
}

std::optional<LetterKind> letter_kind_from(std::string_view name) {
    const auto& names = letter_kind_names();
    const auto* const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<LetterKind>(std::distance(names.begin(), found));
}

std::string_view name_of(Channel channel) {
    return channel == Channel::mail ? "mail" : "sms";
}

}  // namespace usher::event
