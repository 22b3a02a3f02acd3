#include "desk/reconciliation.hpp"

#include "desk/mending.hpp"
#include "invitation/opening.hpp"
#include "store/invitations.hpp"
#include "store/retention.hpp"
#include "store/tombstones.hpp"

#include <algorithm>
#include <iterator>

namespace usher::desk {

namespace {

using namespace std::chrono_literals;
using store::Effects;
using store::Session;
using store::Transaction;

constexpr std::size_t batch = 100;
constexpr std::chrono::hours answers_are_kept = 24h;
constexpr std::chrono::hours deliveries_are_kept = 24h * 30;

invitation::Cause by_time(const std::string& organization_id) {
    return {
        .organization_id = organization_id,
        .actor = {.kind = "system",        .id = "time"},
        .request_id = {                       }
    };
}

/// Runs `body`, which counts what it did and adds the effects, as a unit of work.
template <class Body>
std::size_t counted(store::Database& database, const Body& body) {
    return database.change([&](Transaction& tx) {
        Effects effects;
        const std::size_t count = body(tx, effects);
        return store::Outcome<std::size_t>{
            .value = count,
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

std::size_t count_overdue(const Office& office, const std::string& organization_id) {
    return office.database.read([&](Session& session) {
        return store::count_overdue_invitations(
            session, organization_id, base::to_text(office.clock.now())
        );
    });
}

/// People whom nobody can restore any more, with everything that tells of them.
std::size_t erase_people(
    const Office& office,
    const Organization& organization,
    bool dry_run,
    const std::stop_token& stop
) {
    const std::string& id = organization.row.id;
    const std::string before =
        base::to_text(office.clock.now() - organization.settings.tombstone_retention);
    if (dry_run) {
        return office.database.read([&](Session& session) {
            return store::count_tombstones_until(session, id, before);
        });
    }
    std::size_t erased = 0;
    for (;;) {
        const auto due = office.database.read([&](Session& session) {
            return store::tombstones_until(session, id, before, batch);
        });
        if (due.empty() || stop.stop_requested()) return erased;
        erased += counted(office.database, [&](Transaction& tx, Effects& effects) {
            std::size_t count = 0;
            for (const store::TombstoneKey& key : due) {
                if (!store::erase_tombstone(tx, id, key)) continue;
                ++count;
                if (key.type != "User") continue;
                effects.events.push_back(
                    by_time(id).event(event::Action::user_erased, user_party(key.id))
                );
            }
            return count;
        });
    }
}

void forget_old(const Office& office, const Organization& organization) {
    const base::Time now = office.clock.now();
    const auto people = organization.settings.tombstone_retention;
    office.database.change([&](Transaction& tx) {
        store::forget_old(
            tx,
            organization.row.id,
            {.answers = now - answers_are_kept,
             .deliveries = now - std::min(deliveries_are_kept, people),
             .people = now - people}
        );
        return store::Outcome<bool>{.value = true, .events = {}};
    });
}

}  // namespace

void Reconciled::add(Reconciled more) {
    requests_reconciled += more.requests_reconciled;
    invitations_expired += more.invitations_expired;
    cases_opened += more.cases_opened;
    tombstones_erased += more.tombstones_erased;
    std::move(more.violations.begin(), more.violations.end(), std::back_inserter(violations));
}

std::size_t expire_invitations(
    const Office& office, const std::string& organization_id, const std::stop_token& stop
) {
    std::size_t expired = 0;
    for (;;) {
        const auto overdue = office.database.read([&](Session& session) {
            return store::overdue_invitations(
                session, organization_id, base::to_text(office.clock.now()), batch
            );
        });
        if (overdue.empty() || stop.stop_requested()) return expired;
        expired += counted(office.database, [&](Transaction& tx, Effects& effects) {
            std::size_t count = 0;
            for (const store::Invitation& one : overdue) {
                auto ended = invitation::close_with_event(
                    tx, by_time(organization_id), one, {.state = "expired", .reason = {}, .via = {}}
                );
                if (!ended) continue;
                ++count;
                effects.append(std::move(*ended));
            }
            return count;
        });
    }
}

Reconciled reconcile(
    const Office& office,
    const std::string& organization_id,
    bool dry_run,
    const std::stop_token& stop
) {
    const Organization organization = office.database.read([&](Session& session) {
        return require_organization(session, organization_id);
    });
    Reconciled result;
    result.invitations_expired = dry_run ? count_overdue(office, organization_id)
                                         : expire_invitations(office, organization_id, stop);
    if (stop.stop_requested()) return result;
    mend(office, organization, dry_run, result);
    result.tombstones_erased = erase_people(office, organization, dry_run, stop);
    if (!dry_run) forget_old(office, organization);
    return result;
}

}  // namespace usher::desk
