// The outbox of `serve`: the ways out that are configured, and the threads that use them.
#pragma once

#include "base/config.hpp"
#include "base/secret.hpp"
#include "outbox/dispatcher.hpp"
#include "outbox/http_poster.hpp"
#include "outbox/mailer.hpp"
#include "outbox/sms.hpp"
#include "outbox/worker.hpp"

#include <memory>
#include <stop_token>
#include <string>

namespace usher::app {

/// The configured mailer.
[[nodiscard]] std::unique_ptr<outbox::Mailer> make_mailer(
    const base::Config& config, std::stop_token cancelled = {}
);

/// Where mail comes from: mail.from, else usher@ and the host of public_url.
[[nodiscard]] std::string mail_from(const base::Config& config);

class Outbox {
  public:
    /// Throws std::invalid_argument for a URL that cannot be read.
    Outbox(
        const base::Config& config,
        const outbox::Surroundings& surroundings,
        const base::Secret& server_key
    );

    void start() { worker_.start(); }

    /// Claims nothing any more; what is in flight goes on.
    void request_stop() { worker_.request_stop(); }

    /// Ends what is in flight still: it will leave again, under the same id.
    void stop();

    [[nodiscard]] const outbox::Dispatcher& dispatcher() const { return dispatcher_; }

  private:
    std::stop_source cancelled_;
    std::unique_ptr<outbox::HttpPoster> http_;
    std::unique_ptr<outbox::Mailer> mail_;
    std::unique_ptr<outbox::SmsSender> sms_;
    outbox::Dispatcher dispatcher_;
    outbox::Worker worker_;
};

}  // namespace usher::app
