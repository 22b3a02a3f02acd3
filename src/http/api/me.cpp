// /me: what members see and do of their own; and an admin's reset of somebody's second factors.
#include "desk/account.hpp"
#include "desk/user_fields.hpp"
#include "directory/documents.hpp"
#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/sign_in.hpp"
#include "invitation/problem.hpp"
#include "invitation/status.hpp"
#include "store/sessions.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

Json shown(const store::Value& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json factors_of(const desk::OwnAccount& account) {
    Json factors = Json::array();
    for (const store::SecondFactor& factor : account.factors) {
        Json one;
        one["factor"] = factor.kind;
        one["since"] = shown(factor.confirmed_at);
        factors.push_back(std::move(one));
    }
    return factors;
}

Json to_json(const desk::OwnAccount& account, base::Time now) {
    const store::StoredResource& user = account.user;
    const store::Person& person = account.person;
    const auto& settings = account.organization.settings;
    Json me = desk::read_fields(directory::document_of(user));
    me["id"] = user.id;
    me["status"] = name_of(invitation::status_of(user, base::to_text(now)));
    me["organization"]["slug"] = account.organization.row.slug;
    me["organization"]["name"] = account.organization.row.name;
    me["organization_role"] = person.organization_role;
    me["locale"] = shown(person.locale);
    me["profile_state"] = user.profile_state;
    me["profile_note"] = shown(person.profile_note);
    me["submitted_profile"] =
        person.submitted_profile ? Json::parse(*person.submitted_profile) : Json(nullptr);
    me["managed"] = user.directory_id.has_value();
    me["has_password"] = account.has_password;
    me["second_factors"] = factors_of(account);
    me["possible_factors"] = account.possible_factors;
    me["terms"]["version"] = settings.terms_version;
    me["terms"]["url"] = settings.terms_url;
    me["terms"]["accepted"] = shown(user.terms_version);
    return me;
}

Response answer_me(ApiServices& services, const ApiExchange& exchange) {
    return json_answer(to_json(services.account.show(exchange.caller), exchange.now));
}

Response show_me(ApiServices& services, ApiExchange& exchange) {
    return answer_me(services, exchange);
}

Response change_me(ApiServices& services, ApiExchange& exchange) {
    services.account.update(exchange.caller, exchange.body());
    return answer_me(services, exchange);
}

Response submit_profile(ApiServices& services, ApiExchange& exchange) {
    (void)services.people.submit_profile(exchange.caller, exchange.body());
    return answer_me(services, exchange);
}

Response change_password(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const desk::PasswordChange change{
        .current = base::Secret(fields.text("current_password").value_or("")),
        .wanted = base::Secret(fields.required_text("new_password")),
        .session_id = exchange.session_id};
    fields.finish();
    const auto wait = services.public_pace.take("password of " + exchange.caller.user_id);
    if (wait) throw invitation::Problem::rate_limited(*wait);
    services.account.change_password(exchange.caller, change);
    return no_content();
}

Response accept_terms(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const std::string version = fields.required_text("terms_version");
    fields.finish();
    services.account.accept_terms(exchange.caller, version);
    return answer_me(services, exchange);
}

Response begin_factor(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const std::string factor = fields.required_text("factor");
    fields.finish();
    return json_answer(http::to_json(services.account.begin_factor(exchange.caller, factor)));
}

Response confirm_own_factor(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const std::string challenge = fields.required_text("challenge");
    const base::Secret code(fields.required_text("code"));
    fields.finish();
    services.account.confirm_factor(exchange.caller, challenge, code);
    return answer_me(services, exchange);
}

Response remove_factor(ApiServices& services, ApiExchange& exchange) {
    services.account.remove_factor(exchange.caller, exchange.path("factor"));
    return no_content();
}

Response list_sessions(ApiServices& services, ApiExchange& exchange) {
    const desk::Caller& self = exchange.caller;
    const auto open = services.office.database.read([&](store::Session& session) {
        return store::sessions_of_user(session, self.organization_id, self.user_id, exchange.now);
    });
    Json list;
    list["items"] = Json::array();
    for (const store::OpenSession& one : open) {
        list["items"].push_back(Json{
            {"id",           one.id                       },
            {"created_at",   one.created_at               },
            {"last_used_at", one.last_used_at             },
            {"expires_at",   one.expires_at               },
            {"current",      one.id == exchange.session_id}
        });
    }
    return json_answer(list);
}

Response end_own_session(ApiServices& services, ApiExchange& exchange) {
    const desk::Caller& self = exchange.caller;
    const bool ended = services.office.database.change([&](store::Transaction& tx) {
        return store::Outcome<bool>{
            .value =
                store::end_own_session(tx, self.organization_id, self.user_id, exchange.path("id")),
            .events = {}};
    });
    if (!ended) throw invitation::Problem::not_found("such session");
    return no_content();
}

Response reset_factors(ApiServices& services, ApiExchange& exchange) {
    services.account.reset_factors(exchange.caller, exchange.path("id"));
    return no_content();
}

constexpr std::array me_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/me",
             .handler = &show_me,
             .access = any_member,
             .operation = "showMe",
             .summary = "The member's own data, second factors and terms",
             .response = "Me"                                                },
    ApiRoute{
             .method = "PATCH",
             .pattern = "/me",
             .handler = &change_me,
             .access = any_member,
             .operation = "changeMe",
             .summary = "Changes the fields that members change themselves",
             .request = "OwnFields",
             .response = "Me"},
    ApiRoute{
             .method = "POST",
             .pattern = "/me/profile",
             .handler = &submit_profile,
             .access = any_member,
             .operation = "submitProfile",
             .summary = "Hands the profile in; it waits for an administrator",
             .request = "OwnFields",
             .response = "Me"},
    ApiRoute{
             .method = "POST",
             .pattern = "/me/password",
             .handler = &change_password,
             .access = any_member,
             .operation = "changePassword",
             .summary = "Changes the password; the member's other sessions end",
             .request = "PasswordChange",
             .status = 204,
             .lane = ApiLane::slow},
    ApiRoute{
             .method = "POST",
             .pattern = "/me/terms",
             .handler = &accept_terms,
             .access = any_member,
             .operation = "acceptTerms",
             .summary = "Accepts the terms in force",
             .request = "TermsAcceptance",
             .response = "Me"},
    ApiRoute{
             .method = "POST",
             .pattern = "/me/second-factors",
             .handler = &begin_factor,
             .access = any_member,
             .operation = "beginSecondFactor",
             .summary = "Begins to set a second factor up: its challenge",
             .request = "FactorKind",
             .response = "FactorChallenge"},
    ApiRoute{
             .method = "POST",
             .pattern = "/me/second-factors/confirm",
             .handler = &confirm_own_factor,
             .access = any_member,
             .operation = "confirmOwnSecondFactor",
             .summary = "Ends setting a second factor up, by its first code",
             .request = "FactorCode",
             .response = "Me"},
    ApiRoute{
             .method = "DELETE",
             .pattern = "/me/second-factors/{factor}",
             .handler = &remove_factor,
             .access = any_member,
             .operation = "removeSecondFactor",
             .summary = "Removes a second factor, unless it is the last of two that are required",
             .status = 204                                              },
    ApiRoute{
             .method = "GET",
             .pattern = "/me/sessions",
             .handler = &list_sessions,
             .access = any_member,
             .operation = "listOwnSessions",
             .summary = "The member's open sessions, the newest first",
             .response = "OwnSessions"   },
    ApiRoute{
             .method = "DELETE",
             .pattern = "/me/sessions/{id}",
             .handler = &end_own_session,
             .access = any_member,
             .operation = "endOwnSession",
             .summary = "Ends one of the member's own sessions",
             .status = 204                                  },
    ApiRoute{
             .method = "POST",
             .pattern = "/users/{id}/second-factors/reset",
             .handler = &reset_factors,
             .access = any_admin,
             .operation = "resetSecondFactors",
             .summary = "Removes the second factors of somebody who lost theirs; sessions end",
             .status = 204               },
};

}  // namespace

std::span<const ApiRoute> me_routes() {
    return me_table;
}

}  // namespace usher::http
