// /cases: identities that an admin decides about.
#include "desk/cases.hpp"

#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/list.hpp"
#include "store/case_list.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

Json or_null(const store::Value& value) {
    return value ? Json(*value) : Json(nullptr);
}

/// What an admin may do now.
Json actions_of(const std::string& state) {
    if (state == "open") return {"link", "reject"};
    if (state == "linked") return Json::array({"undo"});
    return Json::array();
}

Json user_of(const std::string& id, const store::Value& name) {
    return {
        {"id",           id           },
        {"display_name", or_null(name)}
    };
}

Json shown(const store::CaseLine& line) {
    const store::IdentityCase& about = line.about;
    Json closed_by = nullptr;
    if (about.closed_by) {
        closed_by = {
            {"kind", about.closed_by->kind},
            {"id",   about.closed_by->id  }
        };
    }
    return {
        {"id",                          about.id             },
        {"kind",                        about.kind           },
        {"state",                       about.state          },
        {"user",                        user_of(about.user_id, line.user_name)},
        {"other_user",                             user_of(about.other_user_id,                                       line.other_user_name)},
        {"evidence",        Json::parse(about.evidence)},
        {"directory_id",or_null(about.directory_id)                         },
        {"connection_id",        or_null(about.connection_id)   },
        {"opened_at",about.opened_at           },
        {"closed_at",                     or_null(about.closed_at)                              },
        {"closed_by",closed_by},
        {"actions",                                    actions_of(about.state)                                                                                 }
    };
}

/// The case as it stands, once the desk has said that the caller may see it.
Response answer_case(ApiServices& services, const ApiExchange& exchange) {
    const auto line = services.office.database.read([&](store::Session& session) {
        return store::find_case_line(session, exchange.caller.organization_id, exchange.path("id"));
    });
    if (!line) throw invitation::Problem::not_found("case " + exchange.path("id"));
    return json_answer(shown(*line));
}

Response list_cases(ApiServices& services, ApiExchange& exchange) {
    return answer_list(
        services,
        exchange,
        store::case_list(),
        {},
        [](store::Session&, const std::vector<store::Row>& rows) {
            Json items = Json::array();
            for (const store::Row& row : rows)
                items.push_back(shown(store::read_case_line(row)));
            return items;
        }
    );
}

Response show_case(ApiServices& services, ApiExchange& exchange) {
    return answer_case(services, exchange);
}

Response link_case(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const std::string keep = fields.required_text("keep");
    fields.finish();
    (void)desk::Cases(services.office).link(exchange.caller, exchange.path("id"), keep);
    return answer_case(services, exchange);
}

Response reject_case(ApiServices& services, ApiExchange& exchange) {
    (void)desk::Cases(services.office).reject(exchange.caller, exchange.path("id"));
    return answer_case(services, exchange);
}

Response undo_case(ApiServices& services, ApiExchange& exchange) {
    (void)desk::Cases(services.office).undo(exchange.caller, exchange.path("id"));
    return answer_case(services, exchange);
}

constexpr ApiAccess reviewers = needs(invitation::Permission::requests_review);

constexpr std::array cases_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/cases",
             .handler = &list_cases,
             .access = reviewers,
             .operation = "listCases",
             .summary = "Identities for an admin to decide about, oldest first",
             .response = "Case",
             .list = true},
    ApiRoute{
             .method = "GET",
             .pattern = "/cases/{id}",
             .handler = &show_case,
             .access = reviewers,
             .operation = "showCase",
             .summary = "One case with its evidence",
             .response = "Case"                                      },
    ApiRoute{
             .method = "POST",
             .pattern = "/cases/{id}/link",
             .handler = &link_case,
             .access = reviewers,
             .operation = "linkCase",
             .summary = "They are one person: one record is kept, the other moves into it",
             .request = "CaseLink",
             .response = "Case"},
    ApiRoute{
             .method = "POST",
             .pattern = "/cases/{id}/reject",
             .handler = &reject_case,
             .access = reviewers,
             .operation = "rejectCase",
             .summary = "They are two people",
             .response = "Case"                                                    },
    ApiRoute{
             .method = "POST",
             .pattern = "/cases/{id}/undo",
             .handler = &undo_case,
             .access = reviewers,
             .operation = "undoCase",
             .summary = "Takes a link back",
             .response = "Case"                                                      },
};

}  // namespace

std::span<const ApiRoute> case_routes() {
    return cases_table;
}

}  // namespace usher::http
