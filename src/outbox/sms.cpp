#include "outbox/sms.hpp"

#include "base/text.hpp"
#include "outbox/curl_handle.hpp"
#include "outbox/file_mailer.hpp"
#include "outbox/http_outcome.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::outbox {

namespace {

/// application/x-www-form-urlencoded
std::string form_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain =
            base::is_letter(c) || base::is_digit(c) || c == '-' || c == '.' || c == '_';
        if (plain) {
            encoded += c;
        } else {
            encoded += {'%', digits[byte >> 4U], digits[byte & 0xfU]};
        }
    }
    return encoded;
}

/// The gateway's own number for what is wrong (Twilio: {"code": 21211, ...}), to be looked up.
std::string gateway_code(const std::string& body) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object() || !json.contains("code") || !json["code"].is_number_integer()) return "";
    return " code " + std::to_string(json["code"].get<std::int64_t>());
}

class GatewaySender : public SmsSender {
  public:
    GatewaySender(CurlUrl gateway, HttpPoster& poster)
        : gateway_(std::move(gateway)), poster_(poster) {}

    [[nodiscard]] Sending send(const Sms& sms) override {
        std::string form = "To=" + form_encoded(sms.to) + "&Body=" + form_encoded(sms.text);
        if (!gateway_.query.empty()) form += "&" + gateway_.query;
        const HttpAnswer answer = poster_.post(
            {.url = gateway_.bare,
             .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
             .body = form,
             .user = gateway_.user,
             .password = gateway_.password,
             .reach = Reach::anywhere}
        );
        Sending sending = outcome_of(answer, true);
        // Who may not send is for the operator to mend.
        if (answer.status == 401 || answer.status == 403) sending.end = Sending::End::failed;
        if (sending.end != Sending::End::sent) sending.detail += gateway_code(answer.body);
        return sending;
    }

  private:
    CurlUrl gateway_;
    HttpPoster& poster_;
};

class FileSender : public SmsSender {
  public:
    explicit FileSender(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] Sending send(const Sms& sms) override {
        return write_letter(folder_, sms.id + ".sms", "To: " + sms.to + "\n\n" + sms.text + "\n");
    }

  private:
    std::filesystem::path folder_;
};

class NoSender : public SmsSender {
  public:
    [[nodiscard]] Sending send(const Sms& /*sms*/) override {
        return {.end = Sending::End::failed, .detail = "sms.url is not set"};
    }
};

}  // namespace

std::unique_ptr<SmsSender> make_sms_sender(const std::string& url, HttpPoster& poster) {
    if (url.empty()) return std::make_unique<NoSender>();
    if (url.starts_with(file_scheme))
        return std::make_unique<FileSender>(url.substr(file_scheme.size()));
    auto gateway = parse_url(url);
    if (!gateway || (gateway->scheme != "http" && gateway->scheme != "https"))
        throw std::invalid_argument("the SMS gateway's URL cannot be read");
    return std::make_unique<GatewaySender>(std::move(*gateway), poster);
}

}  // namespace usher::outbox
