// /public/sessions, /public/sign-in-links, /public/phone-verifications: every way in without a
// session.
#include "http/api/sign_in.hpp"

#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/session_cookie.hpp"
#include "invitation/problem.hpp"
#include "store/sessions.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;
using Step = desk::SignInStep::Kind;

/// Bounds what one network may ask for without a session.
void require_pace(ApiServices& services, const ApiExchange& exchange, const std::string& what) {
    const auto wait = services.public_pace.take(what + " from " + exchange.request.remote_address);
    if (wait) throw invitation::Problem::rate_limited(*wait);
}

Response start_session(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const desk::PasswordForm form{
        .slug = fields.required_text("organization"),
        .login = fields.required_text("login"),
        .password = base::Secret(fields.required_text("password")),
        .terms_version = fields.text("terms_version").value_or(""),
        .network = exchange.request.remote_address,
        .request_id = exchange.caller.request_id};
    fields.finish();
    return sign_in_answer(services, services.sign_in.start(form));
}

Response choose_factor(ApiServices& services, ApiExchange& exchange) {
    require_pace(services, exchange, "factor");
    const Json body = exchange.body();
    FieldReader fields(body);
    const desk::FactorForm form{
        .token = fields.required_text("challenge"),
        .factor = fields.required_text("factor"),
        .code = base::Secret(""),
        .request_id = exchange.caller.request_id};
    fields.finish();
    return sign_in_answer(services, services.sign_in.choose(form));
}

Response confirm_factor(ApiServices& services, ApiExchange& exchange) {
    require_pace(services, exchange, "code");
    const Json body = exchange.body();
    FieldReader fields(body);
    const desk::FactorForm form{
        .token = fields.required_text("challenge"),
        .factor = "",
        .code = base::Secret(fields.required_text("code")),
        .request_id = exchange.caller.request_id};
    fields.finish();
    return sign_in_answer(services, services.sign_in.confirm(form));
}

Response redeem_link(ApiServices& services, ApiExchange& exchange) {
    require_pace(services, exchange, "link");
    const Json body = exchange.body();
    FieldReader fields(body);
    const std::string secret = fields.required_text("secret");
    const std::string terms = fields.text("terms_version").value_or("");
    fields.finish();
    return sign_in_answer(
        services,
        services.administrators.redeem(
            services.sign_in.admission(), secret, terms, exchange.caller.request_id
        )
    );
}

Response start_phone(ApiServices& services, ApiExchange& exchange) {
    require_pace(services, exchange, "phone");
    const Json body = exchange.body();
    FieldReader fields(body);
    const desk::PhoneForm form{
        .slug = fields.required_text("organization"),
        .phone = fields.required_text("phone"),
        .request_id = exchange.caller.request_id};
    fields.finish();
    const base::Secret verification = services.phones.start(form);
    const Json shown{
        {"verification", verification.reveal()}
    };
    return json_answer(shown, 202);
}

Response confirm_phone(ApiServices& services, ApiExchange& exchange) {
    require_pace(services, exchange, "code");
    const Json body = exchange.body();
    FieldReader fields(body);
    const desk::PhoneCode form{
        .token = exchange.path("verification"),
        .code = fields.required_text("code"),
        .terms_version = fields.text("terms_version").value_or(""),
        .request_id = exchange.caller.request_id};
    fields.finish();
    return sign_in_answer(services, services.phones.confirm(form));
}

constexpr std::array sign_in_table{
    ApiRoute{
             .method = "POST",
             .pattern = "/public/sessions",
             .handler = &start_session,
             .access = open_to_anybody,
             .operation = "startSession",
             .summary = "Signs in with a password; a second factor may follow",
             .request = "PasswordForm",
             .response = "SignInStep",
             .lane = ApiLane::slow},
    ApiRoute{
             .method = "POST",
             .pattern = "/public/sessions/factor",
             .handler = &choose_factor,
             .access = open_to_anybody,
             .operation = "chooseSecondFactor",
             .summary = "Asks for another factor or a fresh code, or chooses which one to set up",
             .request = "FactorChoice",
             .response = "SignInStep"                           },
    ApiRoute{
             .method = "POST",
             .pattern = "/public/sessions/confirm",
             .handler = &confirm_factor,
             .access = open_to_anybody,
             .operation = "confirmSecondFactor",
             .summary = "Proves the second factor by its code",
             .request = "FactorCode",
             .response = "SignInStep"                             },
    ApiRoute{
             .method = "POST",
             .pattern = "/public/sign-in-links",
             .handler = &redeem_link,
             .access = open_to_anybody,
             .operation = "redeemSignInLink",
             .summary = "Signs in by the one-time link of `usher admin create`",
             .request = "SignInLink",
             .response = "SignInStep"                             },
    ApiRoute{
             .method = "POST",
             .pattern = "/public/phone-verifications",
             .handler = &start_phone,
             .access = open_to_anybody,
             .operation = "startPhoneVerification",
             .summary = "Sends a code to a known phone; the answer is always the same",
             .request = "PhoneForm",
             .response = "PhoneVerification",
             .status = 202},
    ApiRoute{
             .method = "POST",
             .pattern = "/public/phone-verifications/{verification}/confirm",
             .handler = &confirm_phone,
             .access = open_to_anybody,
             .operation = "confirmPhoneVerification",
             .summary = "Joins, and signs in, whose number it is",
             .request = "PhoneCode",
             .response = "SignInStep"},
};

}  // namespace

Json to_json(const desk::PosedFactor& posed) {
    Json shown{
        {"challenge", posed.token.reveal()},
        {"factor",    nullptr             },
        {"sent_to",   nullptr             },
        {"key",       nullptr             },
        {"url",       nullptr             }
    };
    if (!posed.factor.empty()) shown["factor"] = posed.factor;
    if (!posed.sent_to.empty()) shown["sent_to"] = posed.sent_to;
    if (posed.key) shown["key"] = posed.key->reveal();
    if (posed.url) shown["url"] = posed.url->reveal();
    return shown;
}

Response sign_in_answer(const ApiServices& services, const desk::SignInStep& step) {
    if (step.kind != Step::signed_in) {
        Json shown = to_json(step.posed.value());
        shown["state"] = step.kind == Step::set_up ? "set_up" : "second_factor";
        shown["factors"] = step.factors;
        return json_answer(shown);
    }
    const store::IssuedSession& session = step.session.value();
    const Json shown{
        {"state",       "signed_in"},
        {            "user_id", step.user_id           },
        { "csrf_token",  csrf_token(services.csrf_key,             session.id)}
    };
    Response response = json_answer(shown);
    response.headers.emplace_back(
        "Set-Cookie", session_cookie(session.secret, store::session_lifetime, services.https())
    );
    return response;
}

std::span<const ApiRoute> sign_in_routes() {
    return sign_in_table;
}

}  // namespace usher::http
