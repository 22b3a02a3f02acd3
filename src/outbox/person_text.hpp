// What a letter takes from a person's SCIM document, and names as they may stand in a letter.
#pragma once

#include <string>
#include <string_view>

namespace usher::outbox {

struct PersonText {
    std::string given_name;
    std::string email;  ///< the primary one, else the first; empty: none
    std::string phone;  ///< the primary mobile one, else the first mobile, primary or first; E.164?
    std::string time_zone;
    std::string working_hours;
};

/// `document` is a stored SCIM user. What it does not say is empty.
[[nodiscard]] PersonText person_text(const std::string& document);

/// A name that strangers may have chosen, for a letter: one line of at most 80 letters, without
/// anything that a mail program would make a link of.
[[nodiscard]] std::string shown_name(std::string_view name);
/// The same for a message: at most 500 letters.
[[nodiscard]] std::string shown_message(std::string_view message);

}  // namespace usher::outbox
