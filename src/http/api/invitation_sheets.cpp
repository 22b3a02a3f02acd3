// /invitations/{id}/qr.svg, qr.png and print: the invitation for the screen and on paper. Each has
// its own link, whose showing is recorded.
#include "desk/print.hpp"
#include "desk/qr.hpp"
#include "desk/user_fields.hpp"
#include "http/api/areas.hpp"
#include "http/api/services.hpp"
#include "store/resources.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::LinkChannel;
using invitation::Permission;
using scim::Json;

Response sheet(std::string_view content_type, std::string policy, std::string body) {
    return {
        .status = 200,
        .headers =
            {{"Content-Security-Policy", std::move(policy)},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"X-Robots-Tag", "noindex"}},
        .content_type = std::string(content_type),
        .body = std::move(body)
    };
}

desk::QrCode code_of(ApiServices& services, const ApiExchange& exchange) {
    return desk::QrCode(
        services.invitations.show_link(exchange.caller, exchange.path("id"), LinkChannel::qr)
    );
}

Response show_svg(ApiServices& services, ApiExchange& exchange) {
    return sheet("image/svg+xml", "default-src 'none'", code_of(services, exchange).svg());
}

Response show_png(ApiServices& services, ApiExchange& exchange) {
    return sheet("image/png", "default-src 'none'", code_of(services, exchange).png());
}

std::string name_of_person(
    store::Session& session, const std::string& organization_id, const std::string& user_id
) {
    const auto user = store::find_resource(session, organization_id, "User", user_id);
    if (!user) return {};
    const Json fields = desk::read_fields(scim::parse_json(user->document));
    std::string name;
    for (const char* part : {"given_name", "family_name"}) {
        if (!fields[part].is_string()) continue;
        name += (name.empty() ? "" : " ") + fields[part].get<std::string>();
    }
    return name;
}

Response show_print(ApiServices& services, ApiExchange& exchange) {
    const desk::Caller& caller = exchange.caller;
    const std::string& id = exchange.path("id");
    const auto invitation = services.invitations.show(caller, id);
    desk::PrintedInvitation printed;
    printed.url = services.invitations.show_link(caller, id, LinkChannel::print);
    printed.expires_at = base::time_from(invitation.expires_at);
    services.office.database.read([&](store::Session& session) {
        const auto organization = desk::require_organization(session, caller.organization_id);
        printed.organization = organization.row.name;
        printed.contact = organization.settings.support_contact;
        printed.locale = invitation.locale.value_or(organization.settings.locale);
        printed.person = name_of_person(session, caller.organization_id, invitation.user_id);
        return true;
    });
    return sheet("text/html; charset=utf-8", desk::print_page_policy(), desk::print_page(printed));
}

constexpr std::array invitation_sheets_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/invitations/{id}/qr.svg",
             .handler = &show_svg,
             .access = needs(Permission::users_invite),
             .operation = "showInvitationQrSvg",
             .summary = "The link as a QR code, recorded as invitation.link_shown",
             .response = "image/svg+xml"},
    ApiRoute{
             .method = "GET",
             .pattern = "/invitations/{id}/qr.png",
             .handler = &show_png,
             .access = needs(Permission::users_invite),
             .operation = "showInvitationQrPng",
             .summary = "The link as a QR code, recorded as invitation.link_shown",
             .response = "image/png"    },
    ApiRoute{
             .method = "GET",
             .pattern = "/invitations/{id}/print",
             .handler = &show_print,
             .access = needs(Permission::users_invite),
             .operation = "showInvitationSheet",
             .summary = "A printable page with the steps and the person's own QR code",
             .response = "text/html"    },
};

}  // namespace

std::span<const ApiRoute> invitation_sheet_routes() {
    return invitation_sheets_table;
}

}  // namespace usher::http
