#include "desk/webhook_items.hpp"

#include "desk/item.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

using scim::Json;

Json webhook_item(const store::Webhook& webhook) {
    return {
        {"id",            webhook.id                         },
        {"url",           webhook.url                        },
        {"description",   webhook.description                },
        {"actions",       webhook.actions                    },
        {"enabled",       webhook.enabled                    },
        {"failing_since", text_or_null(webhook.failing_since)},
        {"created_at",    webhook.created_at                 },
        {"updated_at",    webhook.updated_at                 }
    };
}

Json webhook_item(const WebhookWithSecret& webhook) {
    Json item = webhook_item(webhook.webhook);
    if (webhook.secret) item["secret"] = webhook.secret->reveal();
    return item;
}

Json delivery_item(const store::Delivery& delivery) {
    const Json subject{
        {"kind", delivery.subject.kind},
        {"id",   delivery.subject.id  }
    };
    const bool queued = delivery.state == "queued";
    return {
        {"id",         delivery.id                                    },
        {"event_id",   text_or_null(delivery.event_id)                },
        {"action",     delivery.kind                                  },
        {"subject",    subject                                        },
        {"state",      delivery.state                                 },
        {"attempts",   delivery.attempts                              },
        {"detail",     text_or_null(delivery.detail)                  },
        {"next_at",    queued ? Json(delivery.next_at) : Json(nullptr)},
        {"created_at", delivery.created_at                            },
        {"closed_at",  text_or_null(delivery.closed_at)               }
    };
}

}  // namespace usher::desk
