#include "invitation/webhook_secret.hpp"

#include "base/seal.hpp"

#include <algorithm>

namespace usher::invitation {

namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t secret_bytes = 32;

/// RFC 4648, section 4: with padding.
std::string base64(std::string_view bytes) {
    std::string text = base::base64url(bytes);
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::string from_base64(std::string_view text) {
    std::string url(text.substr(0, text.find('=')));
    std::replace(url.begin(), url.end(), '+', '-');
    std::replace(url.begin(), url.end(), '/', '_');
    return base::from_base64url(url);
}

std::string context(const WebhookOwner& owner) {
    return "webhook " + owner.organization_id + " " + owner.webhook_id;
}

}  // namespace

base::Secret webhook_key(const base::Secret& server_key) {
    return base::derive_key(server_key, "webhook secret");
}

base::Secret new_webhook_secret() {
    return base::Secret(std::string(prefix) + base64(base::random_bytes(secret_bytes)));
}

std::string seal_webhook_secret(
    const base::Secret& webhook_key, const WebhookOwner& owner, const base::Secret& secret
) {
    return base::base64url(base::seal(webhook_key, secret.reveal(), context(owner)));
}

std::optional<base::Secret> open_webhook_secret(
    const base::Secret& webhook_key, const WebhookOwner& owner, std::string_view sealed
) {
    auto plain = base::open_sealed(webhook_key, base::from_base64url(sealed), context(owner));
    if (!plain) return std::nullopt;
    return base::Secret(std::move(*plain));
}

std::string webhook_signature(const base::Secret& secret, const WebhookMessage& message) {
    const base::Secret key(from_base64(std::string_view(secret.reveal()).substr(prefix.size())));
    const std::string content =
        message.id + "." + std::to_string(message.timestamp) + "." + std::string(message.body);
    return "v1," + base64(base::hmac_sha256(key, content));
}

}  // namespace usher::invitation
