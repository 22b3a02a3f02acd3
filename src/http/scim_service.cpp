#include "http/scim_service.hpp"

#include "base/text.hpp"
#include "store/database.hpp"

#include <algorithm>

namespace usher::http {

namespace {

constexpr std::string_view served_version = "v2";

bool is_version(std::string_view segment) {
    return segment.size() > 1 && (segment[0] == 'v' || segment[0] == 'V') &&
           std::all_of(segment.begin() + 1, segment.end(), [](char c) {
               return base::is_digit(c);
           });
}

/// What comes after /scim and the version. Without a version the latest is meant (RFC 7644 §3.13).
std::span<const std::string> below_version(const Target& target) {
    std::span<const std::string> path(target.path);
    path = path.subspan(1);
    if (path.empty() || !is_version(path.front())) return path;
    if (path.front() != served_version) {
        throw scim::Error::invalid_vers("this server speaks SCIM v2, not " + path.front());
    }
    return path.subspan(1);
}

std::string joined(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words)
        text += (text.empty() ? "" : ", ") + std::string(word);
    return text;
}

}  // namespace

ScimService::ScimService(
    const ScimRoutes& routes,
    const scim::Registry& registry,
    Authenticator& authenticator,
    base::Log& log,
    RateLimit& rate_limit,
    bool open_discovery
)
    : routes_(routes),
      registry_(registry),
      authenticator_(authenticator),
      log_(log),
      rate_limit_(rate_limit),
      open_discovery_(open_discovery) {}

directory::Call ScimService::require_directory(
    const Request& request, const std::string& request_id
) const {
    const auto grant = authenticator_.authenticate(request);
    if (!grant) {
        throw scim::Error::unauthorized("Authorization: send a valid bearer token of a directory");
    }
    if (!grant->directory) {
        throw scim::Error::forbidden(
            "this token is for the admin API; SCIM takes a directory's token"
        );
    }
    return {
        .organization_id = grant->organization_id,
        .organization_settings = grant->organization_settings,
        .directory = *grant->directory,
        .actor = {.kind = "directory", .id = grant->directory->id},
        .dialect = scim::dialect_from(grant->directory->dialect).value_or(scim::Dialect::automatic),
        .request_id = request_id,
        .habits = {                   }
    };
}

Response ScimService::dispatch(
    const Request& request, const Target& target, const std::string& request_id, Account& account
) const {
    const auto match = match_route(request.method, below_version(target), registry_);
    const Access access =
        match && match->route != nullptr ? match->route->access : Access::directory;
    const bool open = access == Access::open || (access == Access::discovery && open_discovery_);

    Exchange exchange{.request = request, .target = target, .call = {}, .type = nullptr, .id = {}};
    if (!open) {
        exchange.call = require_directory(request, request_id);
        account.organization_id = exchange.call.organization_id;
        account.directory_id = exchange.call.directory.id;
        const store::Policies& policies = exchange.call.directory.policies;
        account.kept_requests = policies.request_log_size;
        if (const auto wait =
                rate_limit_.take(account.directory_id, policies.requests_per_second)) {
            throw scim::Error::too_many_requests(*wait);
        }
    }
    if (target.flag_in_base_url) exchange.call.habits.push_back("entra.flag_in_base_url");
    if (!match) throw scim::Error::not_found("no such endpoint");
    if (match->route == nullptr) {
        const bool asks = request.method == "OPTIONS";
        Response response =
            asks ? Response{.status = 204, .headers = {}, .content_type = "", .body = ""}
                 : error_response(scim::Error::method_not_allowed(request.method));
        response.headers.emplace_back("Allow", match->allowed.header());
        return response;
    }
    account.route = match->route->pattern;
    exchange.type = match->type;
    exchange.id = match->id;

    // Also of a request that fails: that is when somebody looks for what was understood.
    struct NoteHabits {
        const Exchange& exchange;
        Account& account;

        ~NoteHabits() { account.habits = joined(exchange.call.habits); }
    } const note{exchange, account};

    return (routes_.*match->route->handler)(exchange);
}

Response ScimService::answer(
    const Request& request, const Target& target, const std::string& request_id, Account& account
) const {
    try {
        return dispatch(request, target, request_id, account);
    } catch (const scim::Error& error) {
        return error_response(error);
    } catch (const store::Unavailable&) {
        return error_response(scim::Error::unavailable(store::retry_when_unavailable));
    } catch (const std::exception& error) {
        log_.error(
            "request failed",
            {
                {"request_id", request_id  },
                {"error",      error.what()}
        }
        );
        return error_response(scim::Error::internal(request_id));
    }
}

}  // namespace usher::http
