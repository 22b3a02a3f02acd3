// /invitations/{id}: one invitation, for admins.
#include "desk/invitation_items.hpp"
#include "http/api/areas.hpp"
#include "http/api/list.hpp"
#include "http/api/terms.hpp"
#include "store/desk_lists.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::LinkChannel;
using invitation::Permission;
using scim::Json;

Response invitation_answer(const ApiExchange& exchange, const store::Invitation& invitation) {
    return json_answer(
        desk::invitation_item(exchange.caller, base::to_text(exchange.now), invitation)
    );
}

Response list_invitations(ApiServices& services, ApiExchange& exchange) {
    static const std::array sources{
        store::invitation_list(store::UserScope::everybody),
        store::invitation_list(store::UserScope::managed_teams)};
    const std::string now = base::to_text(exchange.now);
    return answer_list(
        services,
        exchange,
        sources.at(exchange.caller.limited_to_teams() ? 1 : 0),
        {
            {"now",    now                    },
            {"viewer", exchange.caller.user_id}
    },
        [&](store::Session&, const std::vector<store::Row>& rows) {
            Json items = Json::array();
            for (const store::Row& row : rows) {
                items.push_back(
                    desk::invitation_item(exchange.caller, now, store::read_invitation(row))
                );
            }
            return items;
        }
    );
}

Response show_invitation(ApiServices& services, ApiExchange& exchange) {
    return invitation_answer(
        exchange, services.invitations.show(exchange.caller, exchange.path("id"))
    );
}

Response resend_invitation(ApiServices& services, ApiExchange& exchange) {
    return invitation_answer(
        exchange, services.invitations.resend(exchange.caller, exchange.path("id"))
    );
}

Response revoke_invitation(ApiServices& services, ApiExchange& exchange) {
    return invitation_answer(
        exchange, services.invitations.revoke(exchange.caller, exchange.path("id"))
    );
}

Response show_link(ApiServices& services, ApiExchange& exchange) {
    const std::string link =
        services.invitations.show_link(exchange.caller, exchange.path("id"), LinkChannel::link);
    return json_answer(Json{
        {"link", link}
    });
}

Response renew_link(ApiServices& services, ApiExchange& exchange) {
    const std::string link =
        services.invitations.renew_link(exchange.caller, exchange.path("id"), LinkChannel::link);
    return json_answer(Json{
        {"link", link}
    });
}

constexpr std::array invitations_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/invitations",
             .handler = &list_invitations,
             .access = any_admin,
             .operation = "listInvitations",
             .summary = "Invitations, oldest first",
             .response = "Invitation",
             .list = true},
    ApiRoute{
             .method = "GET",
             .pattern = "/invitations/{id}",
             .handler = &show_invitation,
             .access = any_admin,
             .operation = "showInvitation",
             .summary = "One invitation",
             .response = "Invitation"                                                           },
    ApiRoute{
             .method = "POST",
             .pattern = "/invitations/{id}/resend",
             .handler = &resend_invitation,
             .access = needs(Permission::users_invite),
             .operation = "resendInvitation",
             .summary = "Sends it again with a new secret: the successor of an open or expired one",
             .response = "Invitation"},
    ApiRoute{
             .method = "POST",
             .pattern = "/invitations/{id}/revoke",
             .handler = &revoke_invitation,
             .access = needs(Permission::users_invite),
             .operation = "revokeInvitation",
             .summary = "Ends an open invitation",
             .response = "Invitation"                                                  },
    ApiRoute{
             .method = "GET",
             .pattern = "/invitations/{id}/link",
             .handler = &show_link,
             .access = needs(Permission::users_invite),
             .operation = "showInvitationLink",
             .summary = "The present link, recorded as invitation.link_shown",
             .response = "Link"                      },
    ApiRoute{
             .method = "POST",
             .pattern = "/invitations/{id}/link",
             .handler = &renew_link,
             .access = needs(Permission::users_invite),
             .operation = "renewInvitationLink",
             .summary = "A new link; the old one is dead",
             .response = "Link"                                          },
};

}  // namespace

std::span<const ApiRoute> invitation_routes() {
    return invitations_table;
}

}  // namespace usher::http
