// /session: who I am, what I may do, and the console's CSRF token.
#include "http/api/areas.hpp"
#include "http/api/services.hpp"
#include "http/api/session_cookie.hpp"
#include "store/sessions.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

Response show_session(ApiServices& services, ApiExchange& exchange) {
    const desk::Caller& caller = exchange.caller;
    Json permissions = Json::array();
    for (std::size_t at = 0; at < invitation::permission_count; ++at) {
        const auto permission = static_cast<invitation::Permission>(at);
        if (caller.may(permission)) permissions.push_back(name_of(permission));
    }
    Json shown{
        {"organization_id", caller.organization_id                                },
        {"actor",           {{"kind", caller.actor.kind}, {"id", caller.actor.id}}},
        {"role",            name_of(caller.role)                                  },
        {"permissions",     permissions                                           },
        {"csrf_token",      nullptr                                               }
    };
    if (!exchange.session_id.empty()) {
        shown["csrf_token"] = csrf_token(services.csrf_key, exchange.session_id);
    }
    return json_answer(shown);
}

Response end_session(ApiServices& services, ApiExchange& exchange) {
    services.office.database.change([&](store::Transaction& tx) {
        store::end_session(tx, exchange.caller.organization_id, exchange.session_id);
        return store::Outcome<bool>{.value = true, .events = {}};
    });
    Response response = no_content();
    response.headers.emplace_back("Set-Cookie", no_session_cookie(services.https()));
    return response;
}

constexpr std::array session_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/session",
             .handler = &show_session,
             .access = any_member,
             .operation = "showSession",
             .summary = "Who asks, what they may do, and the token for X-Usher-CSRF",
             .response = "Session"},
    ApiRoute{
             .method = "DELETE",
             .pattern = "/session",
             .handler = &end_session,
             .access = any_member,
             .operation = "endSession",
             .summary = "Signs out: the session that the cookie names is over",
             .status = 204        },
};

}  // namespace

std::span<const ApiRoute> session_routes() {
    return session_table;
}

}  // namespace usher::http
