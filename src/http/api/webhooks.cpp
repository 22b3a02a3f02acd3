// /webhooks: who is told of events over HTTP, and what became of each telling.
#include "desk/webhooks.hpp"

#include "desk/webhook_items.hpp"
#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/list.hpp"
#include "store/delivery_list.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

constexpr ApiAccess webhook_managers = needs(invitation::Permission::settings_manage);

/// A new webhook has no secret that could be renewed.
desk::WebhookWish read_webhook_wish(const Json& body, bool is_new) {
    FieldReader fields(body);
    desk::WebhookWish wish{
        .url = fields.text("url"),
        .description = fields.text("description"),
        .actions = fields.texts("actions")};
    if (fields.find("enabled") != nullptr) wish.enabled = fields.flag("enabled", true);
    if (!is_new) wish.renew_secret = fields.flag("renew_secret", false);
    fields.finish();
    return wish;
}

/// An organization has few webhooks: all of them are one page.
Response list_webhooks(ApiServices& services, ApiExchange& exchange) {
    Json items = Json::array();
    for (const store::Webhook& webhook : services.webhooks.list(exchange.caller))
        items.push_back(desk::webhook_item(webhook));
    const std::size_t total = items.size();
    return json_answer({
        {"items",       std::move(items)},
        {"next_cursor", nullptr         },
        {"total",       total           }
    });
}

Response create_webhook(ApiServices& services, ApiExchange& exchange) {
    const auto wish = read_webhook_wish(exchange.body(), true);
    return json_answer(desk::webhook_item(services.webhooks.create(exchange.caller, wish)), 201);
}

Response show_webhook(ApiServices& services, ApiExchange& exchange) {
    return json_answer(
        desk::webhook_item(services.webhooks.show(exchange.caller, exchange.path("id")))
    );
}

Response change_webhook(ApiServices& services, ApiExchange& exchange) {
    const auto wish = read_webhook_wish(exchange.body(), false);
    return json_answer(
        desk::webhook_item(services.webhooks.change(exchange.caller, exchange.path("id"), wish))
    );
}

Response delete_webhook(ApiServices& services, ApiExchange& exchange) {
    services.webhooks.remove(exchange.caller, exchange.path("id"));
    return no_content();
}

Response list_deliveries(ApiServices& services, ApiExchange& exchange) {
    const store::Webhook webhook = services.webhooks.show(exchange.caller, exchange.path("id"));
    return answer_list(
        services,
        exchange,
        store::delivery_list(),
        {
            {"webhook", webhook.id}
    },
        [](store::Session&, const std::vector<store::Row>& rows) {
            Json items = Json::array();
            for (const store::Row& row : rows)
                items.push_back(desk::delivery_item(store::read_delivery(row)));
            return items;
        }
    );
}

Response redeliver(ApiServices& services, ApiExchange& exchange) {
    return json_answer(desk::delivery_item(
        services.webhooks.redeliver(exchange.caller, exchange.path("id"), exchange.path("delivery"))
    ));
}

constexpr std::array webhook_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/webhooks",
             .handler = &list_webhooks,
             .access = webhook_managers,
             .operation = "listWebhooks",
             .summary = "Every webhook, without its secret",
             .response = "WebhookList"   },
    ApiRoute{
             .method = "POST",
             .pattern = "/webhooks",
             .handler = &create_webhook,
             .access = webhook_managers,
             .operation = "createWebhook",
             .summary = "Tells a URL of events; the secret is shown this once",
             .request = "NewWebhook",
             .response = "WebhookWithSecret",
             .status = 201},
    ApiRoute{
             .method = "GET",
             .pattern = "/webhooks/{id}",
             .handler = &show_webhook,
             .access = webhook_managers,
             .operation = "showWebhook",
             .summary = "A webhook, without its secret",
             .response = "Webhook"  },
    ApiRoute{
             .method = "PATCH",
             .pattern = "/webhooks/{id}",
             .handler = &change_webhook,
             .access = webhook_managers,
             .operation = "changeWebhook",
             .summary = "Changes what is sent; renew_secret makes a new secret, shown this once",
             .request = "WebhookChange",
             .response = "WebhookWithSecret"},
    ApiRoute{
             .method = "DELETE",
             .pattern = "/webhooks/{id}",
             .handler = &delete_webhook,
             .access = webhook_managers,
             .operation = "deleteWebhook",
             .summary = "Deletes a webhook; what is queued for it is dropped",
             .status = 204  },
    ApiRoute{
             .method = "GET",
             .pattern = "/webhooks/{id}/deliveries",
             .handler = &list_deliveries,
             .access = webhook_managers,
             .operation = "listDeliveries",
             .summary = "What a webhook was told or is to be told, and what became of it",
             .response = "Delivery",
             .list = true},
    ApiRoute{
             .method = "POST",
             .pattern = "/webhooks/{id}/deliveries/{delivery}/redeliver",
             .handler = &redeliver,
             .access = webhook_managers,
             .operation = "redeliver",
             .summary = "Sends a delivery again that is not queued, under its id",
             .response = "Delivery"       },
};

}  // namespace

std::span<const ApiRoute> webhook_routes() {
    return webhook_table;
}

}  // namespace usher::http
