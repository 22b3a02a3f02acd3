// A mail as RFC 5322 text: multipart/alternative in quoted-printable, header texts in RFC 2047
// encoded words, addresses as they are (RFC 6532 where they are not ASCII).
//
// No header can be broken out of: control characters never reach one, and an address that holds
// anything but one mailbox is none. Pure.
#pragma once

#include "outbox/mailer.hpp"

#include <string>
#include <string_view>

namespace usher::outbox {

/// With CRLF line ends. `mail.to` and `mail.from` satisfy is_mailbox().
[[nodiscard]] std::string message_text(const Mail& mail);

/// Whether `address` is LOCAL@DOMAIN and nothing beside: no spaces, quotes, brackets, lists,
/// comments or control characters; at most 254 bytes.
[[nodiscard]] bool is_mailbox(std::string_view address);

/// "subject" as the value of a header: as it is if it is short plain ASCII, else encoded words.
/// Control characters become spaces.
[[nodiscard]] std::string header_text(std::string_view text);

/// RFC 2045 section 6.7, with CRLF line ends.
[[nodiscard]] std::string quoted_printable(std::string_view text);

/// RFC 5322 date: "Tue, 24 Nov 2026 09:05:00 +0000".
[[nodiscard]] std::string header_date(base::Time time);

}  // namespace usher::outbox
