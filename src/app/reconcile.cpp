#include "app/reconcile.hpp"

#include "app/wiring.hpp"
#include "desk/reconciliation.hpp"
#include "store/access.hpp"
#include "store/people.hpp"

#include <ostream>
#include <stdexcept>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::app {

namespace {

std::vector<std::string> organizations_of(store::Database& database, const std::string& slug) {
    if (slug.empty()) return database.read(store::organization_ids);
    const auto found = store::find_organization(database, slug);
    if (!found) throw std::runtime_error("there is no organization " + slug);
    return {found->id};
}

void print_text(std::ostream& out, const desk::Reconciled& found) {
    out << "Requests reconciled: " << found.requests_reconciled << '\n'
        << "Invitations expired: " << found.invitations_expired << '\n'
        << "Cases opened: " << found.cases_opened << '\n'
        << "Deleted people erased: " << found.tombstones_erased << '\n';
    for (const std::string& violation : found.violations)
        out << "Violation: " << violation << '\n';
}

void print_json(std::ostream& out, const desk::Reconciled& found) {
    const nlohmann::ordered_json answer{
        {"requests_reconciled", found.requests_reconciled},
        {"invitations_expired", found.invitations_expired},
        {"cases_opened",        found.cases_opened       },
        {"tombstones_erased",   found.tombstones_erased  },
        {"violations",          found.violations         },
    };
    out << answer.dump() << '\n';
}

}  // namespace

bool reconcile(const base::Config& config, const ReconciliationWish& wish, Output output) {
    MigratedDatabase migrated(config);
    const scim::Registry registry = load_registry(config);
    const base::SystemClock clock;
    // Reconciling makes no links and sends nothing itself: it needs no key.
    const desk::Office office{
        .database = migrated.database(),
        .registry = registry,
        .clock = clock,
        .server_key = base::Secret(""),
        .public_url = config.public_url};
    desk::Reconciled found;
    for (const std::string& id : organizations_of(migrated.database(), wish.organization))
        found.add(desk::reconcile(office, id, wish.dry_run));
    if (output.format == AnswerFormat::json) {
        print_json(output.out, found);
    } else {
        print_text(output.out, found);
    }
    return found.violations.empty();
}

}  // namespace usher::app
