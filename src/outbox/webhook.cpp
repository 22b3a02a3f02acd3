#include "outbox/webhook.hpp"

#include "invitation/webhook_secret.hpp"
#include "store/letter_facts.hpp"
#include "store/webhooks.hpp"

#include <nlohmann/json.hpp>

namespace usher::outbox {

namespace {

using Json = nlohmann::ordered_json;

Json party(const event::Party& party) {
    return {
        {"kind", party.kind},
        {"id",   party.id  }
    };
}

std::string body_of(
    const std::string& organization_id, const std::string& event_id, const store::EventFacts& event
) {
    return Json{
        {"type",      event.action         },
        {"timestamp", event.at             },
        {"data",
         {{"id", event_id},
          {"organization_id", organization_id},
          {"at", event.at},
          {"actor", party(event.actor)},
          {"action", event.action},
          {"subject", party(event.subject)},
          {"data", Json::parse(event.data)},
          {"request_id", event.request_id}}}
    }
        .dump();
}

}  // namespace

WebhookWriter::WebhookWriter(Reach reach, const base::Secret& server_key)
    : reach_(reach), webhook_key_(invitation::webhook_key(server_key)) {}

std::variant<HttpPost, Dropped> WebhookWriter::write(
    store::Session& session, const store::Delivery& delivery, base::Time now
) const {
    const std::string& organization = delivery.organization_id;
    const std::string webhook_id = delivery.webhook_id.value_or("");
    const std::string event_id = delivery.event_id.value_or("");
    const auto webhook = store::find_webhook(session, organization, webhook_id);
    if (!webhook) return Dropped{"webhook_deleted"};
    if (!webhook->enabled) return Dropped{"webhook_disabled"};
    const auto event = store::event_facts(session, organization, event_id);
    if (!event) return Dropped{"event_gone"};
    const auto secret = invitation::open_webhook_secret(
        webhook_key_, {organization, webhook_id}, webhook->sealed_secret
    );
    if (!secret) return Dropped{"secret_key_changed"};
    std::string body = body_of(organization, event_id, *event);
    const auto timestamp = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const std::string signature = invitation::webhook_signature(
        *secret, {.id = delivery.id, .timestamp = timestamp, .body = body}
    );
    return HttpPost{
        .url = webhook->url,
        .headers =
            {{"Content-Type", "application/json"},
                      {"User-Agent", "Usher"},
                      {"webhook-id", delivery.id},
                      {"webhook-timestamp", std::to_string(timestamp)},
                      {"webhook-signature", signature}},
        .body = std::move(body),
        .user = "",
        .password = "",
        .reach = reach_
    };
}

}  // namespace usher::outbox
