// /invitation-requests: wishes to be invited, for those who review them.
#include "desk/invitation_items.hpp"
#include "http/api/areas.hpp"
#include "http/api/list.hpp"
#include "http/api/problems.hpp"
#include "http/api/terms.hpp"
#include "store/desk_lists.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::Permission;
using invitation::Problem;
using scim::Json;

constexpr std::size_t most_reviewed_at_once = 200;

Response list_requests(ApiServices& services, ApiExchange& exchange) {
    static const store::ListSource source = store::request_list();
    return answer_list(
        services,
        exchange,
        source,
        {},
        [&](store::Session& session, const std::vector<store::Row>& rows) {
            std::vector<store::InvitationRequest> requests;
            requests.reserve(rows.size());
            for (const store::Row& row : rows)
                requests.push_back(store::read_request(row));
            return desk::request_items(session, exchange.caller, requests);
        }
    );
}

Response show_request(ApiServices& services, ApiExchange& exchange) {
    return json_answer(desk::request_item(
        services.office.database,
        exchange.caller,
        services.requests.show(exchange.caller, exchange.path("id"))
    ));
}

Response approve_request(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const auto terms = read_terms(fields);
    fields.finish();
    return json_answer(desk::request_item(
        services.office.database,
        exchange.caller,
        services.requests.approve(exchange.caller, exchange.path("id"), terms)
    ));
}

/// `reason`, and whether the requester is told.
struct Dismissal {
    store::Value reason;
    bool tell = false;
};

Dismissal read_dismissal(FieldReader& fields) {
    return {.reason = fields.text("reason"), .tell = fields.flag("tell", false)};
}

Response dismiss_request(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const Dismissal dismissal = read_dismissal(fields);
    fields.finish();
    return json_answer(desk::request_item(
        services.office.database,
        exchange.caller,
        services.requests.dismiss(
            exchange.caller, exchange.path("id"), dismissal.reason, dismissal.tell
        )
    ));
}

std::vector<std::string> read_ids(FieldReader& fields) {
    auto ids = fields.texts("ids").value_or(std::vector<std::string>{});
    if (ids.empty() || ids.size() > most_reviewed_at_once) {
        fields.refuse(
            "ids", "invalid", "ids are 1 to " + std::to_string(most_reviewed_at_once) + " requests"
        );
    }
    return ids;
}

/// Each request is a unit of work of its own: what cannot be done is told, the others are done.
Response review_requests(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const auto ids = read_ids(fields);
    const std::string action = fields.required_text("action");
    const bool approves = action == "approve";
    if (!approves && action != "dismiss") {
        fields.refuse("action", "invalid", "action is approve or dismiss");
    }
    const auto terms = approves ? read_terms(fields) : desk::InvitationTerms{};
    const auto dismissal = approves ? Dismissal{} : read_dismissal(fields);
    fields.finish();

    Json answer{
        {"done",   Json::array()},
        {"failed", Json::array()}
    };
    for (const std::string& id : ids) {
        const auto refusal = refusal_of([&] {
            if (approves) {
                (void)services.requests.approve(exchange.caller, id, terms);
            } else {
                (void
                )services.requests.dismiss(exchange.caller, id, dismissal.reason, dismissal.tell);
            }
        });
        if (refusal) {
            answer["failed"].push_back({
                {"id",     id                  },
                {"code",   refusal->kind().word},
                {"detail", refusal->what()     }
            });
        } else {
            answer["done"].push_back(id);
        }
    }
    return json_answer(answer);
}

constexpr std::array requests_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/invitation-requests",
             .handler = &list_requests,
             .access = needs(Permission::requests_review),
             .operation = "listInvitationRequests",
             .summary = "Requests for an invitation, oldest first",
             .response = "InvitationRequest",
             .list = true                     },
    ApiRoute{
             .method = "POST",
             .pattern = "/invitation-requests/review",
             .handler = &review_requests,
             .access = needs(Permission::requests_review),
             .operation = "reviewInvitationRequests",
             .summary = "Approves or dismisses many; each is told of",
             .request = "Review",
             .response = "Reviewed"           },
    ApiRoute{
             .method = "GET",
             .pattern = "/invitation-requests/{id}",
             .handler = &show_request,
             .access = needs(Permission::requests_review),
             .operation = "showInvitationRequest",
             .summary = "One request",
             .response = "InvitationRequest"},
    ApiRoute{
             .method = "POST",
             .pattern = "/invitation-requests/{id}/approve",
             .handler = &approve_request,
             .access = needs(Permission::requests_review),
             .operation = "approveInvitationRequest",
             .summary = "Registers the person if need be, and invites them",
             .request = "InvitationTerms",
             .response = "InvitationRequest"},
    ApiRoute{
             .method = "POST",
             .pattern = "/invitation-requests/{id}/dismiss",
             .handler = &dismiss_request,
             .access = needs(Permission::requests_review),
             .operation = "dismissInvitationRequest",
             .summary = "Closes it without an invitation",
             .request = "Dismissal",
             .response = "InvitationRequest"},
};

}  // namespace

std::span<const ApiRoute> request_routes() {
    return requests_table;
}

}  // namespace usher::http
