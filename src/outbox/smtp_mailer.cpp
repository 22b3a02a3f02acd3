#include "outbox/smtp_mailer.hpp"

#include "outbox/message_text.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace usher::outbox {

namespace {

constexpr long connect_seconds = 10;
constexpr long whole_seconds = 60;

/// The text that libcurl reads, and the server's last line but its good-bye.
struct Exchange {
    std::string_view rest;
    std::string last_answer;
};

std::size_t give_text(char* into, std::size_t size, std::size_t count, void* exchange) {
    auto& rest = static_cast<Exchange*>(exchange)->rest;
    const std::size_t taken = std::min(size * count, rest.size());
    std::memcpy(into, rest.data(), taken);
    rest.remove_prefix(taken);
    return taken;
}

std::size_t note_answer(char* line, std::size_t size, std::size_t count, void* exchange) {
    const std::string_view answer(line, size * count);
    if (!answer.starts_with("221"))
        static_cast<Exchange*>(exchange)->last_answer = one_line(answer);
    return size * count;
}

/// RFC 4954: these are about who sends, and an operator mends that. RFC 5321 section 4.2.1: any
/// other 5yz answer would be the same again.
bool is_final(CURLcode code, long answer) {
    constexpr std::array<long, 4> about_authentication{530, 534, 535, 538};
    const bool permanent = answer >= 500 && answer < 600;
    return permanent && code != CURLE_LOGIN_DENIED &&
           std::find(about_authentication.begin(), about_authentication.end(), answer) ==
               about_authentication.end();
}

Sending outcome(CURLcode code, const CurlHandle& handle, const Exchange& exchange) {
    const long answer = handle.response_code();
    if (code == CURLE_OK) return {.end = Sending::End::sent, .detail = exchange.last_answer};
    const bool answered = answer >= 400 && answer < 600 && !exchange.last_answer.empty();
    return {
        .end = is_final(code, answer) ? Sending::End::refused : Sending::End::failed,
        .detail = answered ? exchange.last_answer : handle.error_text(code),
        .retry_after = {},
        .unreachable = !answered};
}

}  // namespace

SmtpMailer::SmtpMailer(const MailOptions& options)
    : ca_file_(options.ca_file), cancelled_(options.cancelled), pool_(options.cancelled) {
    const auto url = parse_url(options.url);
    if (!url || (url->scheme != "smtp" && url->scheme != "smtps"))
        throw std::invalid_argument("the mail server's URL cannot be read");
    if (!url->query.empty() && url->query != "tls=required")
        throw std::invalid_argument("the mail server's URL may say ?tls=required, nothing else");
    server_ = *url;
    tls_required_ = url->scheme == "smtps" || !url->password.empty() || !url->query.empty();
}

void SmtpMailer::prepare(CurlHandle& handle) const {
    handle.set(CURLOPT_URL, server_.bare.c_str());
    handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    handle.set(CURLOPT_CONNECTTIMEOUT, connect_seconds);
    handle.set(CURLOPT_TIMEOUT, whole_seconds);
    handle.set(CURLOPT_USE_SSL, tls_required_ ? long{CURLUSESSL_ALL} : long{CURLUSESSL_TRY});
    handle.set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    // Where plain text would do too, a certificate that nobody vouches for is no worse (RFC 7435).
    handle.set(CURLOPT_SSL_VERIFYPEER, tls_required_ ? 1L : 0L);
    handle.set(CURLOPT_SSL_VERIFYHOST, tls_required_ ? 2L : 0L);
    if (!ca_file_.empty()) handle.set(CURLOPT_CAINFO, ca_file_.c_str());
    if (!server_.user.empty()) {
        handle.set(CURLOPT_USERNAME, server_.user.c_str());
        handle.set(CURLOPT_PASSWORD, server_.password.c_str());
    }
}

Sending SmtpMailer::send(const Mail& mail) {
    if (!is_mailbox(mail.to)) return {.end = Sending::End::refused, .detail = "invalid_address"};
    const std::string text = message_text(mail);
    Exchange exchange{.rest = text, .last_answer = {}};
    CurlList recipients;
    recipients.add("<" + mail.to + ">");
    auto handle = pool_.take();
    prepare(*handle);
    handle->set(CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
    handle->set(CURLOPT_MAIL_RCPT, recipients.get());
    handle->set(CURLOPT_READFUNCTION, &give_text);
    handle->set(CURLOPT_READDATA, &exchange);
    handle->set(CURLOPT_HEADERFUNCTION, &note_answer);
    handle->set(CURLOPT_HEADERDATA, &exchange);
    handle->set(CURLOPT_UPLOAD, 1L);
    const CURLcode code = handle->perform();
    Sending sending = outcome(code, *handle, exchange);
    // After a failure the next mail begins with a connection of its own.
    if (code == CURLE_OK) pool_.give_back(std::move(handle));
    return sending;
}

std::optional<std::string> SmtpMailer::examine() {
    Exchange exchange;
    CurlHandle handle(cancelled_);
    handle.reset();
    prepare(handle);
    handle.set(CURLOPT_CONNECT_ONLY, 1L);
    handle.set(CURLOPT_HEADERFUNCTION, &note_answer);
    handle.set(CURLOPT_HEADERDATA, &exchange);
    const CURLcode code = handle.perform();
    if (code == CURLE_OK) return std::nullopt;
    return outcome(code, handle, exchange).detail;
}

}  // namespace usher::outbox
