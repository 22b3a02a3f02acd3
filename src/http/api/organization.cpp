// /organization: the organization's name and settings.
#include "desk/organization.hpp"

#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/services.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

Response show_organization(ApiServices& services, ApiExchange& exchange) {
    return json_answer(
        desk::show_organization(services.office.database, exchange.caller.organization_id)
    );
}

Response change_organization(ApiServices& services, ApiExchange& exchange) {
    const scim::Json body = exchange.body();
    FieldReader fields(body);
    desk::OrganizationChange change{.name = fields.text("name")};
    change.settings = fields.find("settings");
    if (change.settings != nullptr && !change.settings->is_object()) {
        fields.refuse("settings", "invalid", "settings must be an object");
    }
    fields.finish();
    return json_answer(desk::change_organization(services.office.database, exchange.caller, change)
    );
}

constexpr std::array organization_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/organization",
             .handler = &show_organization,
             .access = any_admin,
             .operation = "showOrganization",
             .summary = "The organization's name and settings",
             .response = "Organization"},
    ApiRoute{
             .method = "PATCH",
             .pattern = "/organization",
             .handler = &change_organization,
             .access = needs(invitation::Permission::settings_manage),
             .operation = "changeOrganization",
             .summary = "Changes the name, or the settings that are sent; null gives one its default",
             .request = "OrganizationChange",
             .response = "Organization",
             // Another default_region makes everybody's phone keys anew.
        .lane = ApiLane::slow},
};

}  // namespace

std::span<const ApiRoute> organization_routes() {
    return organization_table;
}

}  // namespace usher::http
