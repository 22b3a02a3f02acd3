#include "outbox/mailer.hpp"

#include "outbox/file_mailer.hpp"
#include "outbox/smtp_mailer.hpp"

namespace usher::outbox {

namespace {

class NoMailer : public Mailer {
  public:
    [[nodiscard]] Sending send(const Mail& /*mail*/) override {
        return {.end = Sending::End::failed, .detail = "mail.url is not set"};
    }

    [[nodiscard]] std::optional<std::string> examine() override { return "mail.url is not set"; }
};

}  // namespace

std::unique_ptr<Mailer> make_mailer(const MailOptions& options) {
    if (options.url.empty()) return std::make_unique<NoMailer>();
    if (options.url.starts_with(file_scheme))
        return std::make_unique<FileMailer>(options.url.substr(file_scheme.size()));
    return std::make_unique<SmtpMailer>(options);
}

}  // namespace usher::outbox
