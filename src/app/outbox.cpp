#include "app/outbox.hpp"

#include "app/wiring.hpp"

#include <random>

namespace usher::app {

namespace {

/// "https://usher.example.org:8443/x" → "usher.example.org"; what is no name of a host: localhost.
std::string host_of(const std::string& url) {
    const auto scheme = url.find("://");
    std::string host = scheme == std::string::npos ? url : url.substr(scheme + 3);
    host.resize(std::min(host.find_first_of(":/"), host.size()));
    const bool is_name =
        !host.empty() && host.find_first_not_of("0123456789.[") != std::string::npos;
    return is_name ? host : "localhost";
}

/// For waits that must not fall together, not for secrets.
double chance() {
    thread_local std::mt19937_64 engine(std::random_device{}());
    return std::uniform_real_distribution<double>(0, 1)(engine);
}

outbox::DispatchOptions dispatch_options(const base::Config& config) {
    return {
        .letters = {.public_url = public_url_of(config), .mail_from = mail_from(config)},
        .webhook_reach =
            config.outbox.private_webhooks ? outbox::Reach::network : outbox::Reach::internet,
        .schedule = {                                   },
        .chance = chance
    };
}

}  // namespace

std::unique_ptr<outbox::Mailer> make_mailer(const base::Config& config, std::stop_token cancelled) {
    return outbox::make_mailer({
        .url = config.mail.url,
        .ca_file = config.mail.ca_file,
        .cancelled = std::move(cancelled),
    });
}

std::string mail_from(const base::Config& config) {
    return config.mail.from.empty() ? "usher@" + host_of(config.public_url) : config.mail.from;
}

Outbox::Outbox(
    const base::Config& config,
    const outbox::Surroundings& surroundings,
    const base::Secret& server_key
)
    : http_(outbox::make_http_poster({.cancelled = cancelled_.get_token()})),
      mail_(make_mailer(config, cancelled_.get_token())),
      sms_(outbox::make_sms_sender(config.sms.url, *http_)),
      dispatcher_(surroundings, {*mail_, *sms_, *http_}, server_key, dispatch_options(config)),
      worker_(surroundings, dispatcher_, {.threads = config.outbox.workers}) {}

void Outbox::stop() {
    cancelled_.request_stop();
    worker_.stop();
}

}  // namespace usher::app
