// Webhooks and their deliveries as the API shows them.
#pragma once

#include "desk/webhooks.hpp"
#include "usher/scim/json.hpp"

namespace usher::desk {

/// Without the secret.
[[nodiscard]] scim::Json webhook_item(const store::Webhook& webhook);
/// With the secret where it was made just now.
[[nodiscard]] scim::Json webhook_item(const WebhookWithSecret& webhook);

[[nodiscard]] scim::Json delivery_item(const store::Delivery& delivery);

}  // namespace usher::desk
