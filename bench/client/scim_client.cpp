#include "client/scim_client.hpp"

#include <stdexcept>

#include <httplib.h>

namespace usher::bench {

struct ScimClient::Connection {
    explicit Connection(const Target& target) : base(split_url(target.url)), http(base.origin) {
        http.set_keep_alive(true);
        http.set_tcp_nodelay(true);
        http.set_url_encode(false);
        http.set_read_timeout(60);
        http.set_default_headers({
            {"Authorization", "Bearer " + target.token},
            {"Accept",        "application/scim+json" },
        });
    }

    UrlParts base;
    httplib::Client http;
};

ScimClient::ScimClient(const Target& target) : connection_(std::make_unique<Connection>(target)) {}

ScimClient::~ScimClient() = default;

Answer ScimClient::send(
    const std::string& method, const std::string& path, const nlohmann::json& body
) {
    httplib::Request request;
    request.method = method;
    request.path = connection_->base.path + path;
    if (!body.is_null()) {
        request.body = body.dump();
        request.set_header("Content-Type", "application/scim+json");
    }
    const auto result = connection_->http.send(request);
    if (!result)
        throw std::runtime_error(
            method + ' ' + path + ": no answer (" + httplib::to_string(result.error()) + ')'
        );
    auto parsed = nlohmann::json::parse(result->body, nullptr, false);
    return {result->status, parsed.is_discarded() ? nlohmann::json() : std::move(parsed)};
}

UrlParts split_url(const std::string& url) {
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme))
        throw std::invalid_argument("\"" + url + "\" is not a URL that starts with http://");
    const auto slash = std::min(url.find('/', scheme.size()), url.size());
    auto path = url.substr(slash);
    while (path.ends_with('/'))
        path.pop_back();
    return {url.substr(0, slash), path};
}

std::string encode_query(std::string_view text) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view hexadecimal = "0123456789ABCDEF";
    std::string encoded;
    for (const char letter : text) {
        if (unreserved.find(letter) != std::string_view::npos) {
            encoded.push_back(letter);
            continue;
        }
        const auto byte = static_cast<unsigned char>(letter);
        encoded += {'%', hexadecimal[byte >> 4U], hexadecimal[byte & 15U]};
    }
    return encoded;
}

std::string filter_equal(std::string_view path, const std::string& value) {
    const auto literal = nlohmann::json(value).dump();
    return "filter=" + encode_query(std::string(path) + " eq " + literal);
}

}  // namespace usher::bench
