// One mail, and who takes it away: one of the interfaces that tests may replace.
#pragma once

#include "base/clock.hpp"
#include "outbox/sending.hpp"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace usher::outbox {

/// Everything of a mail that is not form. Texts are UTF-8; what would break a header is taken out
/// when it is written (message_text.hpp).
struct Mail {
    std::string id;           ///< of the delivery: the same Message-ID at every attempt
    std::string from;         ///< address
    std::string from_name;    ///< may be empty
    std::string to;           ///< address
    std::string reply_to;     ///< address; may be empty
    std::string unsubscribe;  ///< address for List-Unsubscribe; empty: the header is left out
    std::string locale;       ///< Content-Language
    std::string subject;
    std::string text;
    std::string html;
    base::Time at{};  ///< Date
};

class Mailer {
  public:
    Mailer() = default;
    Mailer(const Mailer&) = delete;
    Mailer& operator=(const Mailer&) = delete;
    virtual ~Mailer() = default;

    /// Thread-safe; takes a minute at most. An address that no mail can be sent to is `refused`.
    [[nodiscard]] virtual Sending send(const Mail& mail) = 0;
    /// Whether mail could be sent now, without sending any: what is wrong, or nothing.
    [[nodiscard]] virtual std::optional<std::string> examine() = 0;
};

struct MailOptions {
    /// smtp://[USER:PASSWORD@]HOST[:PORT][?tls=required], smtps://..., file:DIR; empty: no mail.
    std::string url;
    std::string ca_file = {};        ///< PEM; empty: the system's authorities
    std::stop_token cancelled = {};  ///< ends what is being sent, unfinished
};

/// The mailer of a URL. smtp: STARTTLS wherever it is offered; with a password or tls=required
/// nothing is said without TLS and a certificate that is valid for the host. Without a URL every
/// mail has `failed`. Throws std::invalid_argument for a URL that it cannot read.
[[nodiscard]] std::unique_ptr<Mailer> make_mailer(const MailOptions& options);

}  // namespace usher::outbox
