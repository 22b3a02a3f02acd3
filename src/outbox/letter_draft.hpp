// What each kind of letter looks at again before it leaves, to whom it goes, and what it says.
#pragma once

#include "base/secret.hpp"
#include "invitation/settings.hpp"
#include "outbox/letters.hpp"
#include "outbox/person_text.hpp"
#include "outbox/wording.hpp"
#include "store/deliveries.hpp"

#include <string>
#include <variant>

namespace usher::outbox {

/// What is known of a letter before it is worded.
struct Draft {
    std::string to;      ///< the stored address, or the number in E.164; empty: there is none
    std::string locale;  ///< the recipient's; empty: the organization's
    PersonText person;
    bool sms_consent = false;
    Values values;
};

using Drafted = std::variant<Draft, Dropped>;

/// What links and codes in letters are made of.
struct LetterLinks {
    std::string public_url;
    base::Secret link_key;
    base::Secret challenge_key;
};

/// The letter of `delivery` if it is still true at `now`.
[[nodiscard]] Drafted draft_letter(
    store::Session& session,
    const store::Delivery& delivery,
    const invitation::Settings& settings,
    const LetterLinks& links,
    base::Time now
);

}  // namespace usher::outbox
