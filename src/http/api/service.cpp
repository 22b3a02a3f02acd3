#include "http/api/service.hpp"

#include "http/api/problems.hpp"

namespace usher::http {

namespace {

using invitation::Problem;
using invitation::ProblemCode;

constexpr std::string_view base_path = "/api/v1";

void require_known_parameters(const ApiRoute& route, const Target& target) {
    for (const auto& [name, value] : target.query) {
        if (takes_parameter(route, name)) continue;
        throw Problem::invalid(name, "unknown", "there is no parameter " + name + " here");
    }
}

void require_size(const ApiRoute& route, const Request& request) {
    if (request.body.size() <= route.max_body_bytes) return;
    throw Problem(
        ProblemCode::payload_too_large,
        "the body has more than " + std::to_string(route.max_body_bytes) + " bytes"
    );
}

/// The path is known, but not for this method.
Response other_method(const Request& request, const ApiMatch& match, std::string_view request_id) {
    Response response =
        request.method == "OPTIONS"
            ? no_content()
            : problem_response(
                  Problem(
                      ProblemCode::method_not_allowed, "this path takes " + match.allowed.header()
                  ),
                  request_id
              );
    response.headers.emplace_back("Allow", match.allowed.header());
    return response;
}

}  // namespace

ApiService::ApiService(
    ApiServices& services,
    const ApiCallers& callers,
    const IdempotentAnswers& idempotent,
    base::Log& log
)
    : services_(services), callers_(callers), idempotent_(idempotent), log_(log) {}

Response ApiService::run(ApiExchange& exchange, Account& account) const {
    const ApiRoute& route = exchange.route;
    const auto handled = [&] { return route.handler(services_, exchange); };
    require_size(route, exchange.request);
    if (route.access.who == ApiAccess::Who::anybody) {
        require_known_parameters(route, exchange.target);
        return handled();
    }
    callers_.identify(exchange);
    account.organization_id = exchange.caller.organization_id;
    account.actor = exchange.caller.actor.kind + ":" + exchange.caller.actor.id;
    require_access(route.access, exchange.caller);
    require_known_parameters(route, exchange.target);
    return route.method == "POST" ? idempotent_.answer(exchange, handled) : handled();
}

Response ApiService::dispatch(
    const Request& request, const Target& target, const std::string& request_id, Account& account
) const {
    const auto path = below_api(target.path);
    auto match = path ? match_api_route(request.method, *path) : std::nullopt;
    if (!match) throw Problem::not_found("such address");
    if (match->route == nullptr) return other_method(request, *match, request_id);
    account.route = std::string(base_path) + std::string(match->route->pattern);
    ApiExchange exchange{
        .request = request,
        .target = target,
        .route = *match->route,
        .path_values = std::move(match->path_values),
        .caller = {},
        .now = services_.office.clock.now()};
    exchange.caller.request_id = request_id;
    return run(exchange, account);
}

Response ApiService::answer(
    const Request& request, const Target& target, const std::string& request_id, Account& account
) const {
    const auto answered = [&] {
        try {
            return dispatch(request, target, request_id, account);
        } catch (const Problem& problem) {
            return problem_response(problem, request_id);
        } catch (const scim::Error& error) {
            return problem_response(problem_of(error), request_id);
        } catch (const store::Unavailable&) {
            return problem_response(
                Problem(ProblemCode::unavailable, "the database is busy or away"), request_id
            );
        } catch (const std::exception& error) {
            log_.error(
                "request failed",
                {
                    {"request_id", request_id  },
                    {"error",      error.what()}
            }
            );
            return problem_response(
                Problem(ProblemCode::internal, "tell us the request id " + request_id), request_id
            );
        }
    };
    Response response = answered();
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

bool is_slow_call(const Request& request) {
    if (!request.target.starts_with(base_path)) return false;
    const auto target = parse_target(request.target);
    const auto path = target ? below_api(target->path) : std::nullopt;
    if (!path) return false;
    const auto match = match_api_route(request.method, *path);
    return match && match->route != nullptr && match->route->lane == ApiLane::slow;
}

}  // namespace usher::http
