#include "http/api/session_cookie.hpp"

#include "base/text.hpp"

namespace usher::http {

namespace {

std::string cookie(std::string_view value, std::chrono::seconds lifetime, bool https) {
    std::string text(session_cookie_name(https));
    text += "=" + std::string(value) + "; Path=/; Max-Age=" + std::to_string(lifetime.count()) +
            "; HttpOnly; SameSite=Lax";
    if (https) text += "; Secure";
    return text;
}

}  // namespace

std::string_view session_cookie_name(bool https) {
    return https ? "__Host-usher_session" : "usher_session";
}

std::string session_secret_of(const Request& request, bool https) {
    const std::string* header = request.header("Cookie");
    if (header == nullptr) return {};
    std::string_view rest = *header;
    while (!rest.empty()) {
        const std::string_view pair = base::trimmed(rest.substr(0, rest.find(';')));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos &&
            pair.substr(0, equals) == session_cookie_name(https)) {
            return std::string(pair.substr(equals + 1));
        }
        const auto end = rest.find(';');
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return {};
}

std::string session_cookie(const base::Secret& secret, std::chrono::seconds lifetime, bool https) {
    return cookie(secret.reveal(), lifetime, https);
}

std::string no_session_cookie(bool https) {
    return cookie("", std::chrono::seconds(0), https);
}

std::string csrf_token(const base::Secret& csrf_key, std::string_view session_id) {
    return base::base64url(base::hmac_sha256(csrf_key, session_id));
}

}  // namespace usher::http
