#include "conformance/engine/client.hpp"

#include <atomic>
#include <optional>
#include <stdexcept>

#include <httplib.h>

namespace usher::conformance {

namespace {

std::atomic<bool> stopping{false};

/// Where the path of a URL begins.
std::size_t path_begin(const std::string& url) {
    const auto scheme = url.find("://");
    if (scheme == std::string::npos ||
        (!url.starts_with("http://") && !url.starts_with("https://")))
        throw std::invalid_argument("\"" + url + "\" is no http:// or https:// URL");
    const auto slash = std::min(url.find('/', scheme + 3), url.size());
    if (slash == scheme + 3) throw std::invalid_argument("\"" + url + "\" names no host");
    return slash;
}

/// As a report shows them: without the token.
Headers shown(Headers headers, const std::string& token) {
    for (auto& [name, value] : headers)
        if (!token.empty() && value.find(token) != std::string::npos) value = "Bearer <token>";
    return headers;
}

}  // namespace

struct Client::Connection {
    explicit Connection(const Address& address)
        : path(address.base_url.substr(path_begin(address.base_url))),
          http(address.base_url.substr(0, path_begin(address.base_url))) {
        http.set_keep_alive(true);
        http.set_tcp_nodelay(true);
        http.set_url_encode(false);
        http.set_follow_location(false);
        http.set_connection_timeout(address.timeout_seconds);
        http.set_read_timeout(address.timeout_seconds);
        http.set_write_timeout(address.timeout_seconds);
        http.enable_server_certificate_verification(!address.insecure);
    }

    std::string path;
    httplib::Client http;
};

Client::Client(const Address& address) : address_(address) {
    while (address_.base_url.ends_with('/'))
        address_.base_url.pop_back();
    connection_ = std::make_unique<Connection>(address_);
}

Client::~Client() = default;

void Client::stop() noexcept {
    stopping = true;
}

void Client::resume() noexcept {
    stopping = false;
}

Exchange Client::send(const Request& request) {
    if (stopping) throw Interrupted{};
    Headers headers{
        {"Authorization", "Bearer " + address_.token},
        {"Accept",        "application/scim+json"   }
    };
    if (!request.body.empty()) headers.emplace_back("Content-Type", "application/scim+json");
    for (const auto& [name, value] : request.headers) {
        std::erase_if(headers, [called = lower(name)](const auto& header) {
            return lower(header.first) == called;
        });
        if (!value.empty()) headers.emplace_back(name, value);
    }
    httplib::Request raw;
    raw.method = request.method;
    raw.path = connection_->path + request.path;
    raw.body = request.body;
    for (const auto& [name, value] : headers)
        raw.headers.emplace(name, value);
    // httplib adds no length of zero, and servers want one where there could be a body.
    if (request.body.empty() && request.method != "GET" && request.method != "HEAD")
        raw.headers.emplace("Content-Length", "0");

    // httplib would wait for the body that a 304 may announce and never has.
    std::optional<httplib::Response> bodiless;
    raw.response_handler = [&](const httplib::Response& head) {
        if (head.status == 304) bodiless = head;
        return !bodiless;
    };

    const auto result = connection_->http.send(raw);
    Exchange exchange{.request = request, .response = {}, .body = {}};
    exchange.request.headers = shown(headers, address_.token);
    if (!result && !bodiless) {
        exchange.response.fault = httplib::to_string(result.error());
        return exchange;
    }
    const auto& answer = bodiless ? *bodiless : *result;
    exchange.response.status = answer.status;
    exchange.response.body = answer.body;
    for (const auto& [name, value] : answer.headers)
        exchange.response.headers.emplace_back(name, value);
    exchange.body = parse(exchange.response.body);
    return exchange;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view hexadecimal = "0123456789ABCDEF";
    std::string result;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (unreserved.find(letter) != std::string_view::npos)
            result.push_back(letter);
        else
            result += {'%', hexadecimal[byte >> 4U], hexadecimal[byte & 15U]};
    }
    return result;
}

}  // namespace usher::conformance
