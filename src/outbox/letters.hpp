// From a delivery to what is sent: looks at the state again, finds the stored address, derives the
// secret that the letter may hold, and writes it in the recipient's language.
//
// What is no longer true is not sent: the answer is then why not.
#pragma once

#include "base/secret.hpp"
#include "outbox/mailer.hpp"
#include "outbox/sms.hpp"
#include "store/deliveries.hpp"

#include <string>
#include <variant>

namespace usher::outbox {

/// It is not sent; `reason` is a word for admins: "invitation_revoked", "no_address".
struct Dropped {
    std::string reason;
};

/// It must wait, for the person's working hours.
struct PutOff {
    base::Time until;
};

using Letter = std::variant<Mail, Sms, Dropped, PutOff>;

struct LetterOptions {
    std::string public_url;
    std::string mail_from;  ///< address
};

/// Thread-safe.
class LetterWriter {
  public:
    LetterWriter(LetterOptions options, const base::Secret& server_key);

    /// The letter of `delivery` as it must read at `now`.
    [[nodiscard]] Letter write(
        store::Session& session, const store::Delivery& delivery, base::Time now
    ) const;

  private:
    LetterOptions options_;
    base::Secret link_key_;
    base::Secret challenge_key_;
};

}  // namespace usher::outbox
