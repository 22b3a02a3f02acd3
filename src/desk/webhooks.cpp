#include "desk/webhooks.hpp"

#include "base/id.hpp"
#include "desk/office.hpp"
#include "invitation/problem.hpp"
#include "invitation/webhook_secret.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::FieldProblem;
using invitation::Problem;
using store::Session;
using store::Transaction;

constexpr std::size_t most_webhooks = 20;
constexpr std::size_t longest_url = 2048;
constexpr std::size_t longest_description = 200;

event::Party webhook_party(const std::string& id) {
    return {.kind = "webhook", .id = id};
}

/// A URL with a host and nothing that a log or a header could be confused by.
bool is_url(const std::string& url, bool plain_http) {
    std::string_view rest = url;
    if (rest.starts_with("https://")) {
        rest.remove_prefix(8);
    } else if (plain_http && rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else {
        return false;
    }
    const auto host = rest.substr(0, rest.find_first_of("/?#"));
    return !host.empty() && url.size() <= longest_url && host.find('@') == std::string_view::npos &&
           std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool is_action(const std::string& name) {
    return name == "*" || event::action_from(name).has_value();
}

store::Webhook require_locked(Transaction& tx, const Caller& caller, const std::string& id) {
    auto webhook = store::lock_webhook(tx, caller.organization_id, id);
    if (!webhook) throw Problem::not_found("webhook");
    return std::move(*webhook);
}

/// The names of what was asked to be changed, for the audit trail.
std::string changed(const WebhookWish& wish) {
    nlohmann::json names = nlohmann::json::array();
    if (wish.url) names.push_back("url");
    if (wish.description) names.push_back("description");
    if (wish.actions) names.push_back("actions");
    if (wish.enabled) names.push_back("enabled");
    if (wish.renew_secret) names.push_back("secret");
    return nlohmann::json{
        {"changed", names}
    }
        .dump();
}

}  // namespace

Webhooks::Webhooks(store::Database& database, const base::Secret& server_key, bool plain_http)
    : database_(database),
      webhook_key_(invitation::webhook_key(server_key)),
      plain_http_(plain_http) {}

std::vector<store::Webhook> Webhooks::list(const Caller& caller) const {
    require_permission(caller, invitation::Permission::settings_manage);
    return database_.read([&](Session& session) {
        return store::webhooks_of(session, caller.organization_id);
    });
}

store::Webhook Webhooks::show(const Caller& caller, const std::string& id) const {
    require_permission(caller, invitation::Permission::settings_manage);
    auto found = database_.read([&](Session& session) {
        return store::find_webhook(session, caller.organization_id, id);
    });
    if (!found) throw Problem::not_found("webhook");
    return std::move(*found);
}

base::Secret Webhooks::renew_secret(const std::string& organization_id, store::Webhook& webhook)
    const {
    base::Secret secret = invitation::new_webhook_secret();
    webhook.sealed_secret = invitation::seal_webhook_secret(
        webhook_key_, {.organization_id = organization_id, .webhook_id = webhook.id}, secret
    );
    return secret;
}

void Webhooks::apply(const WebhookWish& wish, store::Webhook& webhook) const {
    if (wish.url) webhook.url = *wish.url;
    if (wish.description) webhook.description = *wish.description;
    if (wish.actions) webhook.actions = *wish.actions;
    if (wish.enabled) webhook.enabled = *wish.enabled;
    std::vector<FieldProblem> wrong;
    if (!is_url(webhook.url, plain_http_))
        wrong.push_back({"/url", "invalid", "url must be an https:// URL without user and password"}
        );
    if (webhook.description.size() > longest_description)
        wrong.push_back({"/description", "too_long", "description has 200 bytes at most"});
    if (webhook.actions.empty()) wrong.push_back({"/actions", "required", "actions is empty"});
    for (std::size_t at = 0; at < webhook.actions.size(); ++at) {
        if (is_action(webhook.actions[at])) continue;
        wrong.push_back({"/actions/" + std::to_string(at), "unknown", "there is no such event"});
    }
    if (!wrong.empty()) throw Problem(std::move(wrong));
}

WebhookWithSecret Webhooks::create(const Caller& caller, const WebhookWish& wish) const {
    require_permission(caller, invitation::Permission::settings_manage);
    return database_.change([&](Transaction& tx) {
        if (store::webhooks_of(tx, caller.organization_id).size() >= most_webhooks)
            throw Problem::conflict("an organization has at most 20 webhooks");
        store::Webhook webhook;
        webhook.id = base::new_id(tx.now());
        webhook.actions = {"*"};
        apply(wish, webhook);
        const base::Secret secret = renew_secret(caller.organization_id, webhook);
        store::insert_webhook(tx, caller.organization_id, webhook);
        auto event = caller.event(Action::webhook_created, webhook_party(webhook.id));
        return store::Outcome<WebhookWithSecret>{
            .value = {.webhook = std::move(webhook), .secret = secret},
            .events = {std::move(event)                            }
        };
    });
}

WebhookWithSecret Webhooks::change(
    const Caller& caller, const std::string& id, const WebhookWish& wish
) const {
    require_permission(caller, invitation::Permission::settings_manage);
    return database_.change([&](Transaction& tx) {
        store::Outcome<WebhookWithSecret> outcome;
        outcome.value.webhook = require_locked(tx, caller, id);
        apply(wish, outcome.value.webhook);
        if (wish.renew_secret)
            outcome.value.secret = renew_secret(caller.organization_id, outcome.value.webhook);
        static_cast<void>(store::update_webhook(tx, caller.organization_id, outcome.value.webhook));
        outcome.events.push_back(
            caller.event(Action::webhook_updated, webhook_party(id), changed(wish))
        );
        return outcome;
    });
}

void Webhooks::remove(const Caller& caller, const std::string& id) const {
    require_permission(caller, invitation::Permission::settings_manage);
    database_.change([&](Transaction& tx) {
        if (!store::delete_webhook(tx, caller.organization_id, id))
            throw Problem::not_found("webhook");
        store::drop_deliveries_of_webhook(tx, caller.organization_id, id);
        return store::Outcome<bool>{
            .value = true, .events = {caller.event(Action::webhook_deleted, webhook_party(id))}};
    });
}

store::Delivery Webhooks::redeliver(
    const Caller& caller, const std::string& id, const std::string& delivery_id
) const {
    static_cast<void>(show(caller, id));
    return database_.change([&](Transaction& tx) {
        auto queued = store::redeliver(tx, caller.organization_id, id, delivery_id);
        if (!queued) throw Problem::not_found("a delivery of this webhook that is not queued");
        return store::Outcome<store::Delivery>{.value = std::move(*queued), .events = {}};
    });
}

}  // namespace usher::desk
