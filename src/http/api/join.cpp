// /public/invitations and /public/organizations/{slug}/invitation-requests: how people outside come
// in, without an account.
#include "desk/user_fields.hpp"
#include "directory/documents.hpp"
#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/sign_in.hpp"
#include "invitation/keys.hpp"
#include "invitation/problem.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

/// The same for everybody, whatever was done.
Response taken_note() {
    Json answer;
    answer["status"] = "received";
    return json_answer(answer, 202);
}

void require_pace(RateLimit& pace, const std::string& who) {
    if (const auto wait = pace.take(who)) throw invitation::Problem::rate_limited(*wait);
}

Response submit_request(ApiServices& services, ApiExchange& exchange) {
    require_pace(services.public_pace, "request from " + exchange.request.remote_address);
    const Json body = exchange.body();
    FieldReader fields(body);
    const desk::RequestWish wish{
        .email = fields.required_text("email"),
        .name = fields.text("name"),
        .message = fields.text("message"),
        .locale = fields.text("locale")};
    fields.finish();
    const std::string& slug = exchange.path("slug");
    const auto key = invitation::email_key(wish.email);
    if (key) require_pace(services.address_pace, slug + " " + *key);
    services.requests.submit(slug, wish, exchange.caller.request_id);
    return taken_note();
}

/// The steps that the form leads through, in order.
Json steps_of(const invitation::Settings& settings) {
    Json steps = Json::array({"details", "password"});
    if (settings.two_factor != invitation::TwoFactor::off) steps.push_back("two_factor");
    if (!settings.terms_version.empty()) steps.push_back("terms");
    return steps;
}

Response look_at_invitation(ApiServices& services, ApiExchange& exchange) {
    require_pace(services.public_pace, "invitation from " + exchange.request.remote_address);
    const desk::InvitationView view = services.joining.look(exchange.path("secret"));
    const Json fields = desk::read_fields(directory::document_of(view.user));
    const invitation::Settings& settings = view.organization.settings;
    Json shown;
    shown["organization"]["name"] = view.organization.row.name;
    shown["organization"]["slug"] = view.organization.row.slug;
    shown["organization"]["support_contact"] = settings.support_contact;
    shown["email"] = view.invitation.email ? Json(*view.invitation.email) : Json(nullptr);
    shown["given_name"] = fields["given_name"];
    shown["family_name"] = fields["family_name"];
    shown["steps"] = steps_of(settings);
    shown["two_factor"] = invitation::to_json(settings)["two_factor"];
    shown["terms"] = nullptr;
    if (!settings.terms_version.empty()) {
        shown["terms"] = Json::object();
        shown["terms"]["version"] = settings.terms_version;
        shown["terms"]["url"] = settings.terms_url;
    }
    shown["locale"] =
        view.invitation.locale ? Json(*view.invitation.locale) : Json(settings.locale);
    shown["expires_at"] = view.invitation.expires_at;
    return json_answer(shown);
}

Response pose_factor(ApiServices& services, ApiExchange& exchange) {
    require_pace(services.public_pace, "factor from " + exchange.request.remote_address);
    const Json body = exchange.body();
    FieldReader fields(body);
    const desk::FactorWish wish{
        .factor = fields.required_text("factor"),
        .mobile = fields.text("mobile").value_or(""),
        .consents_to_sms = fields.flag("consents_to_sms", false)};
    fields.finish();
    return json_answer(to_json(services.joining.pose_factor(exchange.path("secret"), wish)));
}

Response accept_invitation(ApiServices& services, ApiExchange& exchange) {
    require_pace(services.public_pace, "acceptance from " + exchange.request.remote_address);
    const Json body = exchange.body();
    FieldReader fields(body);
    desk::JoinForm form{
        .given_name = fields.required_text("given_name"),
        .family_name = fields.required_text("family_name"),
        .mobile = fields.text("mobile"),
        .password = base::Secret(fields.required_text("password")),
        .terms_version = fields.text("terms_version").value_or(""),
        .factor_token = "",
        .consents_to_sms = fields.flag("consents_to_sms", false),
        .locale = fields.text("locale")};
    if (const Json* two_factor = fields.find("two_factor")) {
        FieldReader inner(*two_factor, "/two_factor");
        form.factor_token = inner.required_text("challenge");
        form.factor_code = base::Secret(inner.required_text("code"));
        inner.finish();
    }
    fields.finish();
    return sign_in_answer(
        services, services.joining.accept(exchange.path("secret"), form, exchange.caller.request_id)
    );
}

Response ask_for_fresh(ApiServices& services, ApiExchange& exchange) {
    require_pace(services.public_pace, "fresh from " + exchange.request.remote_address);
    services.joining.ask_for_fresh(exchange.path("secret"), exchange.caller.request_id);
    return taken_note();
}

constexpr std::array join_table{
    ApiRoute{
             .method = "POST",
             .pattern = "/public/organizations/{slug}/invitation-requests",
             .handler = &submit_request,
             .access = open_to_anybody,
             .operation = "requestInvitation",
             .summary = "Asks to be invited; the answer is the same for everybody",
             .request = "RequestForm",
             .response = "Received",
             .status = 202},
    ApiRoute{
             .method = "GET",
             .pattern = "/public/invitations/{secret}",
             .handler = &look_at_invitation,
             .access = open_to_anybody,
             .operation = "lookAtInvitation",
             .summary = "What the form needs to know; looking never uses an invitation up",
             .response = "InvitationView"},
    ApiRoute{
             .method = "POST",
             .pattern = "/public/invitations/{secret}/second-factor",
             .handler = &pose_factor,
             .access = open_to_anybody,
             .operation = "poseJoiningFactor",
             .summary = "Begins to set up a second factor; its code goes into the form",
             .request = "JoiningFactor",
             .response = "FactorChallenge" },
    ApiRoute{
             .method = "POST",
             .pattern = "/public/invitations/{secret}/accept",
             .handler = &accept_invitation,
             .access = open_to_anybody,
             .operation = "acceptInvitation",
             .summary = "Joins, once, and signs in",
             .request = "JoinForm",
             .response = "SignInStep",
             .lane = ApiLane::slow},
    ApiRoute{
             .method = "POST",
             .pattern = "/public/invitations/{secret}/fresh",
             .handler = &ask_for_fresh,
             .access = open_to_anybody,
             .operation = "askForFreshInvitation",
             .summary = "Sends an expired invitation's successor to the stored address",
             .response = "Received",
             .status = 202     },
};

}  // namespace

std::span<const ApiRoute> join_routes() {
    return join_table;
}

}  // namespace usher::http
