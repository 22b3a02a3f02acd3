// /reconciliation: a look over the whole organization.
#include "desk/reconciliation.hpp"

#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/services.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

Response reconcile(ApiServices& services, ApiExchange& exchange) {
    const scim::Json body = exchange.body();
    FieldReader fields(body);
    const bool dry_run = fields.flag("dry_run", false);
    fields.finish();
    const auto found = desk::reconcile(services.office, exchange.caller.organization_id, dry_run);
    return json_answer({
        {"requests_reconciled", found.requests_reconciled},
        {"invitations_expired", found.invitations_expired},
        {"cases_opened",        found.cases_opened       },
        {"tombstones_erased",   found.tombstones_erased  },
        {"violations",          found.violations         }
    });
}

constexpr std::array reconciliation_table{
    ApiRoute{
             .method = "POST",
             .pattern = "/reconciliation",
             .handler = &reconcile,
             .access = needs(invitation::Permission::settings_manage),
             .operation = "reconcile",
             .summary = "Ends what time has ended and finds what is wrong; dry_run only says it",
             .request = "Reconciliation",
             .response = "ReconciliationResult",
             .lane = ApiLane::slow},
};

}  // namespace

std::span<const ApiRoute> reconciliation_routes() {
    return reconciliation_table;
}

}  // namespace usher::http
