// An organization's webhooks: who is told of its events over HTTP, and what became of each telling.
//
// Needs settings.manage, checked here. A webhook's secret is shown when it is made or renewed, and
// never again.
#pragma once

#include "base/secret.hpp"
#include "desk/caller.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"
#include "store/webhooks.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::desk {

/// What may be set; absent: left as it is, or at creation its default (every event, enabled).
struct WebhookWish {
    std::optional<std::string> url = {};
    std::optional<std::string> description = {};
    std::optional<std::vector<std::string>> actions = {};  ///< names of events, or "*"
    std::optional<bool> enabled = {};
    bool renew_secret = false;  ///< of an existing one: the old one is no longer good
};

struct WebhookWithSecret {
    store::Webhook webhook;
    std::optional<base::Secret> secret;  ///< where it was made just now
};

/// Thread-safe. Problems end what was asked: forbidden, not_found, validation_failed, conflict.
class Webhooks {
  public:
    /// `plain_http`: whether a webhook may be at an http:// URL (outbox.private_webhooks).
    Webhooks(store::Database& database, const base::Secret& server_key, bool plain_http);

    [[nodiscard]] std::vector<store::Webhook> list(const Caller& caller) const;
    [[nodiscard]] store::Webhook show(const Caller& caller, const std::string& id) const;
    [[nodiscard]] WebhookWithSecret create(const Caller& caller, const WebhookWish& wish) const;
    [[nodiscard]] WebhookWithSecret change(
        const Caller& caller, const std::string& id, const WebhookWish& wish
    ) const;
    /// What is queued for it is dropped.
    void remove(const Caller& caller, const std::string& id) const;

    /// Sends one again that is not queued, under its id.
    [[nodiscard]] store::Delivery redeliver(
        const Caller& caller, const std::string& id, const std::string& delivery_id
    ) const;

  private:
    [[nodiscard]] base::Secret renew_secret(
        const std::string& organization_id, store::Webhook& webhook
    ) const;
    void apply(const WebhookWish& wish, store::Webhook& webhook) const;

    store::Database& database_;
    base::Secret webhook_key_;
    bool plain_http_;
};

}  // namespace usher::desk
