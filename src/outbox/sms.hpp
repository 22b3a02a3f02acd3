// One SMS, and who takes it away: one of the interfaces that tests may replace.
#pragma once

#include "outbox/http_poster.hpp"
#include "outbox/sending.hpp"

#include <memory>
#include <string>

namespace usher::outbox {

struct Sms {
    std::string id;  ///< of the delivery
    std::string to;  ///< E.164
    std::string text;
};

class SmsSender {
  public:
    SmsSender() = default;
    SmsSender(const SmsSender&) = delete;
    SmsSender& operator=(const SmsSender&) = delete;
    virtual ~SmsSender() = default;

    /// Thread-safe; takes as long as an HttpPost at most.
    [[nodiscard]] virtual Sending send(const Sms& sms) = 0;
};

/// The sender of a URL. https://USER:PASSWORD@HOST/PATH?From=NUMBER: an HTTP gateway that takes a
/// form with To, Body and what the query says, as Twilio's Messages resource does, and answers 2xx;
/// file:DIR: each SMS a file DELIVERY-ID.sms; empty: every SMS has `failed`. `poster` must outlive
/// it. Throws std::invalid_argument for a URL that it cannot read.
[[nodiscard]] std::unique_ptr<SmsSender> make_sms_sender(
    const std::string& url, HttpPoster& poster
);

}  // namespace usher::outbox
