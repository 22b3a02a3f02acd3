// Mail to a server, by SMTP (RFC 5321) with STARTTLS (RFC 3207), AUTH (RFC 4954) and SMTPUTF8
// (RFC 6531) as libcurl speaks them.
#pragma once

#include "outbox/curl_handle.hpp"
#include "outbox/mailer.hpp"

namespace usher::outbox {

class SmtpMailer : public Mailer {
  public:
    /// Throws std::invalid_argument for a URL that it cannot read.
    explicit SmtpMailer(const MailOptions& options);

    [[nodiscard]] Sending send(const Mail& mail) override;
    [[nodiscard]] std::optional<std::string> examine() override;

  private:
    void prepare(CurlHandle& handle) const;

    CurlUrl server_;
    std::string ca_file_;
    bool tls_required_ = false;
    std::stop_token cancelled_;
    CurlPool pool_;
};

}  // namespace usher::outbox
