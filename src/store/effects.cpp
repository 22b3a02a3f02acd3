#include "store/effects.hpp"

#include "base/id.hpp"
#include "store/event_rows.hpp"

namespace usher::store {

namespace {

void queue_letter(Transaction& tx, const event::Letter& letter) {
    tx.execute(
        "INSERT INTO delivery (organization_id, id, channel, kind, subject_kind, subject_id, data, "
        "state, next_at, created_at) VALUES (:organization, :id, :channel, :kind, :subject_kind, "
        ":subject, :data, 'queued', :now, :now)",
        {
            {"organization", letter.organization_id                     },
            {"id",           base::new_id(tx.now())                     },
            {"channel",      std::string(event::name_of(letter.channel))},
            {"kind",         std::string(event::name_of(letter.kind))   },
            {"subject_kind", letter.subject.kind                        },
            {"subject",      letter.subject.id                          },
            {"data",         letter.data                                },
            {"now",          base::to_text(tx.now())                    }
    }
    );
}

}  // namespace

void write_effects(Transaction& tx, const Effects& effects) {
    write_events(tx, effects.events);
    for (const event::Letter& letter : effects.letters)
        queue_letter(tx, letter);
}

}  // namespace usher::store
