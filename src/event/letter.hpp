// What must leave for people after a commit: a mail or an SMS, named, not yet written.
//
// A letter is recorded with the change that causes it (store::Outcome). The outbox looks at the
// state again before it sends, writes the text from a template, and derives the secret it may hold:
// a letter itself holds none, and no address: mail goes to the stored address of its subject.
#pragma once

#include "event/event.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace usher::event {

/// Each kind has a template of its name (outbox/templates).
enum class LetterKind {
    invitation,          ///< subject: invitation; to the invited person, with the link
    invitation_moved,    ///< subject: invitation; to data.email, the address that it left
    sign_in_hint,        ///< subject: user; somebody asked for an invitation and is a member
    request_reconciled,  ///< subject: request; to the requester: you are in, this is how
    request_approved,    ///< subject: request; where the approval is not followed by a link
    request_dismissed,   ///< subject: request; data.reason, if the admin wants it told
    code,                ///< subject: challenge; a code of six digits
    sign_in_link,        ///< subject: challenge; a one-time link
    request_waiting,     ///< subject: request; to each reviewer (data.user_id)
    seat_limit_reached,  ///< subject: organization; to an admin (data.user_id)
    directory_paused,    ///< subject: directory; to an admin (data.user_id)
};

inline constexpr std::size_t letter_kind_count =
    static_cast<std::size_t>(LetterKind::directory_paused) + 1;

[[nodiscard]] std::string_view name_of(LetterKind kind);
[[nodiscard]] const std::array<std::string_view, letter_kind_count>& letter_kind_names();
[[nodiscard]] std::optional<LetterKind> letter_kind_from(std::string_view name);

enum class Channel { mail, sms };

[[nodiscard]] std::string_view name_of(Channel channel);

struct Letter {
    std::string organization_id;
    Channel channel = Channel::mail;
    LetterKind kind;
    Party subject;
    std::string data = "{}";  ///< JSON text
};

}  // namespace usher::event
