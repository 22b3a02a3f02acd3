// Inviting many: pasted, listed or uploaded, and the jobs that it becomes.
#include "base/text.hpp"
#include "desk/bulk_invitations.hpp"
#include "desk/csv_recipients.hpp"
#include "desk/paste.hpp"
#include "http/api/areas.hpp"
#include "http/api/job_stream.hpp"
#include "http/api/services.hpp"
#include "http/api/terms.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::Permission;
using invitation::Problem;
using scim::Json;

/// A hundred thousand lines of an address and a name.
constexpr std::size_t most_body_bytes = 8UL * 1024 * 1024;

/// One of `recipients`; its fields are the columns of a CSV file, but for what holds for all.
desk::RecipientEntry read_recipient(FieldReader& fields, std::size_t line) {
    desk::RecipientEntry entry{.line = line};
    for (const desk::CsvColumn& column : desk::csv_columns()) {
        if (column.field == nullptr || column.field == &desk::RecipientEntry::role) continue;
        const auto text = fields.text(std::string(column.name)).value_or("");
        entry.*column.field = base::trimmed(text);
    }
    entry.user_id = fields.text("user_id").value_or("");
    return entry;
}

desk::Recipients read_recipients(FieldReader& fields) {
    desk::RecipientList list;
    std::size_t line = 0;
    const bool listed = fields.objects("recipients", [&](FieldReader& one) {
        list.add(read_recipient(one, ++line));
    });
    const auto text = fields.text("text");
    if (listed == text.has_value()) {
        fields.refuse("recipients", "required", "send either recipients or text");
        return {};
    }
    return text ? desk::read_pasted(*text) : list.take();
}

desk::BulkInvitations bulk_of(ApiServices& services) {
    return {services.office, services.invitations};
}

Response answer_of(
    ApiServices& services, const ApiExchange& exchange, const desk::BulkAnswer& answer
) {
    if (!answer.job_id.empty()) {
        Response response{.status = 202, .content_type = "application/json"};
        response.headers.emplace_back("Location", "/api/v1/jobs/" + answer.job_id);
        response.body = bulk_of(services).show_job(exchange.caller, answer.job_id);
        return response;
    }
    Json body = Json::object();
    body["recognised"] = answer.recognised;
    body["sent"] = Json::array();
    body["not_sent"] = Json::array();
    for (const desk::InviteResult& result : answer.results) {
        body[result.reason.empty() ? "sent" : "not_sent"].push_back(desk::to_json(result));
    }
    return json_answer(body);
}

Response invite_people(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const auto recipients = read_recipients(fields);
    const auto terms = read_terms(fields);
    const bool dry_run = fields.flag("dry_run", false);
    fields.finish();
    return answer_of(
        services, exchange, bulk_of(services).invite(exchange.caller, terms, recipients, dry_run)
    );
}

std::vector<std::string> names_in(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        if (end > 0) names.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return names;
}

/// What holds for every row, from the query, as the body of the other call has it.
Json terms_in_query(const ApiExchange& exchange) {
    Json terms = Json::object();
    for (const auto& id : names_in(exchange.parameter("groups").value_or(""))) {
        Json group = Json::object();
        group["id"] = id;
        group["role"] = exchange.parameter("role").value_or("");
        terms["groups"].push_back(std::move(group));
    }
    if (const auto channels = exchange.parameter("channels")) {
        terms["channels"] = names_in(*channels);
    }
    for (const char* name : {"organization_role", "locale"}) {
        if (const auto value = exchange.parameter(name)) terms[name] = *value;
    }
    if (const auto hours = exchange.parameter("ttl_hours")) {
        const bool is_number = !hours->empty() && hours->size() < 6 &&
                               hours->find_first_not_of("0123456789") == std::string::npos;
        terms["ttl_hours"] = is_number ? Json(std::stoi(*hours)) : Json(*hours);
    }
    return terms;
}

Response invite_from_csv(ApiServices& services, ApiExchange& exchange) {
    const auto recipients = desk::read_csv_recipients(exchange.body_as("text/csv"));
    const Json query = terms_in_query(exchange);
    FieldReader fields(query);
    auto terms = read_terms(fields);
    fields.finish();
    terms.source = "csv";
    return answer_of(
        services,
        exchange,
        bulk_of(services).invite(exchange.caller, terms, recipients, exchange.flag("dry_run"))
    );
}

Response show_template(ApiServices&, ApiExchange&) {
    return {
        .status = 200,
        .headers = {{"Content-Disposition", "attachment; filename=\"usher-invitations.csv\""}},
        .content_type = "text/csv; charset=utf-8",
        .body = desk::csv_template()};
}

Response show_job(ApiServices& services, ApiExchange& exchange) {
    const std::string& id = exchange.path("id");
    std::string text = bulk_of(services).show_job(exchange.caller, id);
    if (wants_event_stream(exchange.request)) {
        return job_stream([bulk = bulk_of(services), caller = exchange.caller, id] {
            return bulk.show_job(caller, id);
        });
    }
    return {.status = 200, .content_type = "application/json", .body = std::move(text)};
}

constexpr std::array bulk_table{
    ApiRoute{
             .method = "POST",
             .pattern = "/invitations",
             .handler = &invite_people,
             .access = needs(Permission::users_invite),
             .operation = "invitePeople",
             .summary = "Invites people; beyond 100 as a job (202)",
             .request = "InvitePeople",
             .response = "InviteAnswer",
             .lane = ApiLane::slow,
             .max_body_bytes = most_body_bytes},
    ApiRoute{
             .method = "POST",
             .pattern = "/invitations/csv",
             .handler = &invite_from_csv,
             .access = needs(Permission::users_bulk_invite),
             .operation = "invitePeopleFromCsv",
             .summary = "Invites the people of a CSV file; beyond 100 as a job (202)",
             .request = "text/csv",
             .response = "InviteAnswer",
             .parameters = "dry_run groups role channels organization_role ttl_hours locale",
             .lane = ApiLane::slow,
             .max_body_bytes = most_body_bytes},
    ApiRoute{
             .method = "GET",
             .pattern = "/invitations/template.csv",
             .handler = &show_template,
             .access = any_admin,
             .operation = "showCsvTemplate",
             .summary = "An empty CSV file with every column",
             .response = "text/csv"           },
    ApiRoute{
             .method = "GET",
             .pattern = "/jobs/{id}",
             .handler = &show_job,
             .access = any_admin,
             .operation = "showJob",
             .summary = "How far a job is, and its result; with Accept: text/event-stream as it goes on",
             .response = "Job"           },
};

}  // namespace

std::span<const ApiRoute> bulk_routes() {
    return bulk_table;
}

}  // namespace usher::http
