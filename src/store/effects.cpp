#include "store/effects.hpp"

#include "base/id.hpp"
#include "store/event_rows.hpp"
#include "store/webhooks.hpp"

#include <map>

namespace usher::store {

namespace {

const std::string queue_delivery =
    "INSERT INTO delivery (organization_id, id, channel, kind, subject_kind, subject_id, data, "
    "event_id, webhook_id, state, next_at, created_at) VALUES (:organization, :id, :channel, "
    ":kind, :subject_kind, :subject, :data, :event, :webhook, 'queued', :now, :now)";

void queue_letter(Transaction& tx, const event::Letter& letter) {
    tx.execute(
        queue_delivery,
        {
            {"organization", letter.organization_id                     },
            {"id",           base::new_id(tx.now())                     },
            {"channel",      std::string(event::name_of(letter.channel))},
            {"kind",         std::string(event::name_of(letter.kind))   },
            {"subject_kind", letter.subject.kind                        },
            {"subject",      letter.subject.id                          },
            {"data",         letter.data                                },
            {"event",        {}                                         },
            {"webhook",      {}                                         },
            {"now",          base::to_text(tx.now())                    }
    }
    );
}

void queue_event(
    Transaction& tx,
    const event::Event& event,
    const std::string& event_id,
    const std::string& webhook_id
) {
    tx.execute(
        queue_delivery,
        {
            {"organization", event.organization_id                    },
            {"id",           base::new_id(tx.now())                   },
            {"channel",      "webhook"                                },
            {"kind",         std::string(event::name_of(event.action))},
            {"subject_kind", event.subject.kind                       },
            {"subject",      event.subject.id                         },
            {"data",         "{}"                                     },
            {"event",        event_id                                 },
            {"webhook",      webhook_id                               },
            {"now",          base::to_text(tx.now())                  }
    }
    );
}

/// That a webhook does not answer is not told to webhooks: two broken ones would tell each other
/// for ever.
bool told_to_webhooks(const event::Event& event) {
    return event.action != event::Action::delivery_failed || event.subject.kind != "webhook";
}

void queue_events(
    Transaction& tx,
    const std::vector<event::Event>& events,
    const std::vector<WatchedEvent>& watched
) {
    std::map<std::string, std::vector<Webhook>> webhooks;
    for (const WatchedEvent& one : watched) {
        const event::Event& event = events.at(one.position);
        if (!told_to_webhooks(event)) continue;
        const auto [found, is_new] = webhooks.try_emplace(event.organization_id);
        if (is_new) found->second = webhooks_of(tx, event.organization_id);
        for (const Webhook& webhook : found->second) {
            if (webhook.enabled && webhook.wants(event::name_of(event.action)))
                queue_event(tx, event, one.id, webhook.id);
        }
    }
}

}  // namespace

void write_effects(Transaction& tx, const Effects& effects) {
    const auto watched = write_events(tx, effects.events);
    queue_events(tx, effects.events, watched);
    for (const event::Letter& letter : effects.letters)
        queue_letter(tx, letter);
}

}  // namespace usher::store
