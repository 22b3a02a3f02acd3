#include "outbox/dispatcher.hpp"

#include "outbox/http_outcome.hpp"
#include "store/invitations.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::outbox {

namespace {

constexpr std::string_view queued = "queued";
constexpr std::string_view sent = "sent";
constexpr std::string_view dead = "dead";

const event::Party outbox_itself{.kind = "system", .id = "outbox"};

event::Event sent_event(const store::Delivery& delivery) {
    return {
        .organization_id = delivery.organization_id,
        .action = event::Action::invitation_sent,
        .actor = outbox_itself,
        .subject = delivery.subject,
        .data = nlohmann::json{{"channel", delivery.channel}, {"delivery_id", delivery.id}}
          .dump(),
        .request_id = ""
    };
}

/// About the webhook itself, or about what the letter was about.
event::Event failed_event(const store::Delivery& delivery, const std::string& detail) {
    const nlohmann::json data{
        {"channel",     delivery.channel},
        {"kind",        delivery.kind   },
        {"delivery_id", delivery.id     },
        {"detail",      detail          }
    };
    return {
        .organization_id = delivery.organization_id,
        .action = event::Action::delivery_failed,
        .actor = outbox_itself,
        .subject = delivery.webhook_id ? event::Party{.kind = "webhook", .id = *delivery.webhook_id}
                                       : delivery.subject,
        .data = data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
        .request_id = ""
    };
}

/// What a webhook's last attempt says about its next ones.
void note_webhook(
    store::Transaction& tx,
    const store::Delivery& delivery,
    const store::DeliveryEnd& end,
    const Sending& sending
) {
    const std::string& organization = delivery.organization_id;
    const std::string& webhook = delivery.webhook_id.value();
    if (sending.end == Sending::End::sent) {
        store::record_webhook_success(tx, organization, webhook);
        return;
    }
    store::record_webhook_failure(tx, organization, webhook);
    // 410: it asks to be told nothing more.
    if (sending.end == Sending::End::refused) store::disable_webhook(tx, organization, webhook);
    if (sending.unreachable && end.state == queued)
        store::postpone_deliveries_of_webhook(tx, organization, webhook, end.next_at);
}

bool is_invitation_letter(const store::Delivery& delivery) {
    return !delivery.webhook_id && delivery.kind == event::name_of(event::LetterKind::invitation);
}

}  // namespace

Dispatcher::Dispatcher(
    const Surroundings& surroundings,
    const Ways& ways,
    const base::Secret& server_key,
    DispatchOptions options
)
    : surroundings_(surroundings),
      ways_(ways),
      options_(std::move(options)),
      letters_(options_.letters, server_key),
      webhooks_(options_.webhook_reach, server_key) {}

void Dispatcher::handle(const store::Delivery& delivery) {
    Attempt made;
    try {
        made = attempt(delivery);
    } catch (const std::exception& error) {
        // Stored text that does not read, most likely: not this delivery's end, nor the worker's.
        surroundings_.log.error(
            "outbox",
            {
                {"delivery", delivery.id },
                {"error",    error.what()}
        }
        );
        made = Sending{.end = Sending::End::failed, .detail = "internal error"};
    }
    const store::DeliveryEnd end = end_of(delivery, made);
    record(delivery, end, made);
    account_for(delivery, end);
}

Dispatcher::Attempt Dispatcher::attempt(const store::Delivery& delivery) {
    return delivery.webhook_id ? attempt_webhook(delivery) : attempt_letter(delivery);
}

Dispatcher::Attempt Dispatcher::attempt_letter(const store::Delivery& delivery) {
    Letter letter = surroundings_.database.read([&](store::Session& session) {
        return letters_.write(session, delivery, surroundings_.clock.now());
    });
    if (const auto* mail = std::get_if<Mail>(&letter)) return ways_.mail.send(*mail);
    if (const auto* sms = std::get_if<Sms>(&letter)) return ways_.sms.send(*sms);
    if (auto* dropped = std::get_if<Dropped>(&letter)) return std::move(*dropped);
    return std::get<PutOff>(letter);
}

Dispatcher::Attempt Dispatcher::attempt_webhook(const store::Delivery& delivery) {
    auto written = surroundings_.database.read([&](store::Session& session) {
        return webhooks_.write(session, delivery, surroundings_.clock.now());
    });
    if (auto* dropped = std::get_if<Dropped>(&written)) return std::move(*dropped);
    const HttpAnswer answer = ways_.http.post(std::get<HttpPost>(written));
    Sending sending = outcome_of(answer, false);
    constexpr long gone = 410;
    if (answer.status == gone) sending.end = Sending::End::refused;
    return sending;
}

store::DeliveryEnd Dispatcher::end_of(const store::Delivery& delivery, const Attempt& attempt)
    const {
    if (const auto* dropped = std::get_if<Dropped>(&attempt))
        return {.state = "dropped", .detail = dropped->reason};
    if (const auto* put_off = std::get_if<PutOff>(&attempt)) {
        return {
            .state = queued,
            .detail = "waits for working hours",
            .next_at = put_off->until,
            .attempt_counts = false};
    }
    const auto& sending = std::get<Sending>(attempt);
    if (sending.end == Sending::End::sent) return {.state = sent, .detail = sending.detail};
    const base::Time now = surroundings_.clock.now();
    const auto wait = wait_after(options_.schedule, delivery.attempts, options_.chance());
    const bool too_old = now - base::time_from(delivery.created_at) > options_.oldest;
    if (sending.end == Sending::End::refused || !wait || too_old)
        return {.state = dead, .detail = sending.detail};
    // Nobody may put us off for longer than we would wait at most.
    const std::chrono::seconds asked =
        std::min(sending.retry_after.value_or(std::chrono::seconds(0)), options_.schedule.longest);
    return {
        .state = queued,
        .detail = sending.detail,
        .next_at = now + std::max<std::chrono::milliseconds>(*wait, asked)};
}

void Dispatcher::record(
    const store::Delivery& delivery, const store::DeliveryEnd& end, const Attempt& attempt
) {
    surroundings_.database.change([&](store::Transaction& tx) {
        store::Outcome<bool> outcome{
            .value = store::finish_delivery(tx, delivery, end), .events = {}};
        // Whoever holds the claim now tells what became of it.
        if (!outcome.value) return outcome;
        const auto* sending = std::get_if<Sending>(&attempt);
        if (delivery.webhook_id && sending != nullptr) note_webhook(tx, delivery, end, *sending);
        if (end.state == sent && is_invitation_letter(delivery)) {
            store::note_invitation_sent(tx, delivery.organization_id, delivery.subject.id);
            outcome.events.push_back(sent_event(delivery));
        }
        if (end.state == dead) outcome.events.push_back(failed_event(delivery, end.detail));
        return outcome;
    });
}

void Dispatcher::account_for(const store::Delivery& delivery, const store::DeliveryEnd& end) {
    auto& counter = end.state == sent     ? sent_
                    : end.state == dead   ? dead_
                    : end.state == queued ? failed_
                                          : dropped_;
    if (end.attempt_counts) ++counter;
    surroundings_.log.info(
        "delivery",
        {
            {"organization", delivery.organization_id},
            {"delivery",     delivery.id             },
            {"channel",      delivery.channel        },
            {"kind",         delivery.kind           },
            {"state",        end.state               },
            {"attempt",      delivery.attempts       }
    }
    );
}

void Dispatcher::measure_queue() {
    queued_ = surroundings_.database.read(store::count_queued_deliveries);
}

DispatchCounters Dispatcher::counters() const {
    return {
        .queued = queued_.load(),
        .sent = sent_.load(),
        .failed = failed_.load(),
        .dropped = dropped_.load(),
        .dead = dead_.load()};
}

}  // namespace usher::outbox
