// The secret that an organization shares with one of its webhooks, and what is signed with it
// (Standard Webhooks 1.0, symmetric signatures).
//
// Shown once, when it is made ("whsec_" and base64 of 32 bytes); at rest it is sealed under a key
// derived from the server's, for this webhook only.
#pragma once

#include "base/secret.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace usher::invitation {

/// The key under which webhooks' secrets are sealed, from the server's key.
[[nodiscard]] base::Secret webhook_key(const base::Secret& server_key);

[[nodiscard]] base::Secret new_webhook_secret();

/// Whose secret it is.
struct WebhookOwner {
    std::string organization_id;
    std::string webhook_id;
};

/// Text for the store.
[[nodiscard]] std::string seal_webhook_secret(
    const base::Secret& webhook_key, const WebhookOwner& owner, const base::Secret& secret
);
/// nullopt for what was not sealed for this webhook with this key.
[[nodiscard]] std::optional<base::Secret> open_webhook_secret(
    const base::Secret& webhook_key, const WebhookOwner& owner, std::string_view sealed
);

/// What travels with a message.
struct WebhookMessage {
    std::string id;              ///< webhook-id: the same at every attempt
    std::int64_t timestamp = 0;  ///< webhook-timestamp: of this attempt, seconds since 1970
    std::string_view body;
};

/// The value of webhook-signature: "v1,BASE64". `secret` as new_webhook_secret() makes it.
[[nodiscard]] std::string webhook_signature(
    const base::Secret& secret, const WebhookMessage& message
);

}  // namespace usher::invitation
