// An event as a webhook is told of it (Standard Webhooks 1.0).
#pragma once

#include "base/secret.hpp"
#include "outbox/http_poster.hpp"
#include "outbox/letters.hpp"
#include "store/deliveries.hpp"

#include <variant>

namespace usher::outbox {

/// Thread-safe.
class WebhookWriter {
  public:
    /// `reach`: where webhooks may be.
    WebhookWriter(Reach reach, const base::Secret& server_key);

    /// The request for `delivery` at `now`: the body {"type", "timestamp", "data"}, signed with the
    /// webhook's secret, under the delivery's id.
    [[nodiscard]] std::variant<HttpPost, Dropped> write(
        store::Session& session, const store::Delivery& delivery, base::Time now
    ) const;

  private:
    Reach reach_;
    base::Secret webhook_key_;
};

}  // namespace usher::outbox
