#include "http/api/caller.hpp"

#include "http/api/session_cookie.hpp"
#include "invitation/authority.hpp"
#include "invitation/problem.hpp"

namespace usher::http {

namespace {

using invitation::Problem;
using invitation::ProblemCode;

bool is_safe(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

}  // namespace

ApiCallers::ApiCallers(
    Authenticator& tokens, store::Database& database, const base::Secret& csrf_key, bool https
)
    : tokens_(tokens), database_(database), csrf_key_(csrf_key), https_(https) {}

void ApiCallers::identify(ApiExchange& exchange) const {
    // A token that is sent is meant: a wrong one is not made good by a cookie beside it.
    const bool known = exchange.request.header("Authorization") != nullptr
                           ? identify_by_token(exchange)
                           : identify_by_session(exchange);
    if (!known) {
        throw Problem(
            ProblemCode::unauthorized,
            "send a valid admin token (Authorization: Bearer), or sign in"
        );
    }
}

bool ApiCallers::identify_by_token(ApiExchange& exchange) const {
    const auto grant = tokens_.authenticate(exchange.request);
    if (!grant) return false;
    if (grant->directory) {
        throw Problem::forbidden(
            "this token is a directory's, for SCIM; the API takes an admin token"
        );
    }
    desk::Caller& caller = exchange.caller;
    caller.organization_id = grant->organization_id;
    caller.actor = {.kind = "token", .id = grant->token_id};
    caller.role = invitation::role_from(grant->role).value_or(invitation::Role::member);
    caller.permissions = invitation::permissions_of(caller.role);
    return true;
}

bool ApiCallers::identify_by_session(ApiExchange& exchange) const {
    const std::string secret = session_secret_of(exchange.request, https_);
    if (secret.empty()) return false;
    const auto session = store::find_session(database_, secret, exchange.now);
    if (!session) return false;
    const std::string* proof = exchange.request.header(csrf_header);
    if (!is_safe(exchange.request.method) &&
        (proof == nullptr ||
         !base::equal_in_constant_time(*proof, csrf_token(csrf_key_, session->session_id)))) {
        throw Problem::forbidden(std::string(csrf_header) + ": send the session's token");
    }
    desk::Caller& caller = exchange.caller;
    caller.organization_id = session->organization_id;
    caller.actor = {.kind = "user", .id = session->user_id};
    caller.user_id = session->user_id;
    const auto authority = database_.read([&](store::Session& reader) {
        return invitation::authority_of_user(reader, session->organization_id, session->user_id);
    });
    caller.role = authority.role;
    caller.permissions = authority.permissions;
    exchange.session_id = session->session_id;
    return true;
}

void require_access(const ApiAccess& access, const desk::Caller& caller) {
    using Who = ApiAccess::Who;
    if (access.who == Who::admin && caller.role < invitation::Role::team_admin) {
        throw Problem::forbidden("this is for admins");
    }
    if (access.who == Who::permission && !caller.may(access.permission)) {
        throw Problem::forbidden(
            "this needs the permission " + std::string(name_of(access.permission))
        );
    }
}

}  // namespace usher::http
