#include "http/server.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "desk/bulk_invitations.hpp"
#include "directory/request_log.hpp"
#include "directory/resources.hpp"
#include "http/api/problems.hpp"
#include "http/api/service.hpp"
#include "http/auth.hpp"
#include "http/metrics.hpp"
#include "http/scim_service.hpp"
#include "store/migrate.hpp"

#include <algorithm>

namespace usher::http {

namespace {

constexpr std::string_view plain_text = "text/plain; charset=utf-8";

Response plain(int status, std::string text) {
    return {
        .status = status,
        .headers = {},
        .content_type = std::string(plain_text),
        .body = std::move(text)};
}

/// A request id from a proxy is taken over if it is short and harmless; else a new one is made.
std::string request_id_of(const Request& request, base::Time now) {
    const std::string* given = request.header("X-Request-Id");
    const auto harmless = [](char c) {
        return base::is_letter(c) || base::is_digit(c) || c == '-';
    };
    const bool usable = given != nullptr && !given->empty() && given->size() <= 64 &&
                        std::all_of(given->begin(), given->end(), harmless);
    return usable ? *given : base::new_id(now);
}

/// Reads are quick: one or two statements. A write waits for its turn and for the disk. What takes
/// long is slow: Bulk, which is many writes, and some calls of the API.
Pace pace_of(const Request& request) {
    const bool writes = request.method == "POST" || request.method == "PUT" ||
                        request.method == "PATCH" || request.method == "DELETE";
    const std::string_view path =
        std::string_view(request.target).substr(0, request.target.find('?'));
    const bool bulk = request.method == "POST" && path.find("/Bulk") != std::string_view::npos;
    if (bulk || is_slow_call(request)) return Pace::slow;
    return writes && !path.ends_with("/.search") ? Pace::waiting : Pace::quick;
}

}  // namespace

/// Made in order, each on those above; `front` last, so that it stops first.
struct Server::Parts {
    ServerOptions options;
    store::Database& database;
    const scim::Registry& registry;
    const base::Clock& clock;
    base::Log& log;
    base::Secret server_key;
    Metrics metrics;
    Authenticator authenticator;
    RateLimit rate_limit;
    directory::RequestLog request_log;
    std::unique_ptr<directory::Resources> resources;
    std::unique_ptr<ScimRoutes> routes;
    std::unique_ptr<ScimService> scim;
    std::unique_ptr<ApiServices> api_services;
    std::unique_ptr<ApiCallers> api_callers;
    std::unique_ptr<IdempotentAnswers> idempotent;
    std::unique_ptr<ApiService> api;
    std::unique_ptr<desk::JobRunner> jobs;
    std::unique_ptr<Front> front;
    std::unique_ptr<Front> metrics_front;

    void make_scim(const std::string& public_url);
    void make_api(const std::string& public_url);
    [[nodiscard]] Response answer(const Request& request);
    [[nodiscard]] Response route(
        const Request& request, const std::string& request_id, Account& account
    );
    [[nodiscard]] Response ready();
    [[nodiscard]] Response show_metrics();
    [[nodiscard]] Response refuse(const Request& partial, int status, const std::string& reason);
    void account_for(
        const Request& request,
        const Response& response,
        const std::string& request_id,
        const Account& account,
        std::chrono::nanoseconds took
    );
};

Response Server::Parts::ready() {
    if (!database.ping()) return plain(503, "database unreachable\n");
    try {
        if (!store::migrations_current(database)) return plain(503, "migrations pending\n");
    } catch (const std::runtime_error&) {
        return plain(503, "the database is not this program's\n");
    }
    return plain(200, "ready\n");
}

Response Server::Parts::show_metrics() {
    return {
        .status = 200,
        .headers = {},
        .content_type = "text/plain; version=0.0.4; charset=utf-8",
        .body = metrics.text(
            front->counters(),
            database.counters(),
            options.outbox == nullptr ? std::nullopt : std::optional(options.outbox->counters())
        )};
}

Response Server::Parts::route(
    const Request& request, const std::string& request_id, Account& account
) {
    const auto target = parse_target(request.target);
    if (!target)
        return error_response(scim::Error::invalid_syntax("the path or query is not well encoded"));
    if (!target->path.empty() && target->path.front() == "scim") {
        return scim->answer(request, *target, request_id, account);
    }
    if (below_api(target->path)) return api->answer(request, *target, request_id, account);
    const std::string name = target->path.size() == 1 ? target->path.front() : "";
    const bool shows_metrics = name == "metrics" && metrics_front == nullptr;
    if (name != "healthz" && name != "readyz" && !shows_metrics) return plain(404, "not found\n");
    account.route = "/" + name;
    if (request.method != "GET" && request.method != "HEAD") {
        Response response = plain(405, "method not allowed\n");
        response.headers.emplace_back("Allow", "GET, HEAD");
        return response;
    }
    if (name == "healthz") return plain(200, "ok\n");
    return shows_metrics ? show_metrics() : ready();
}

Response Server::Parts::answer(const Request& request) {
    const auto began = std::chrono::steady_clock::now();
    const std::string request_id = request_id_of(request, clock.now());
    Account account;
    Response response = route(request, request_id, account);
    response.headers.emplace_back("X-Request-Id", request_id);
    account_for(request, response, request_id, account, std::chrono::steady_clock::now() - began);
    return response;
}

Response Server::Parts::refuse(const Request& partial, int status, const std::string& reason) {
    const std::string request_id = request_id_of(partial, clock.now());
    Response response = partial.target.starts_with("/api/")
                            ? framing_response(status, reason, request_id)
                            : error_response(scim::Error(status, scim::ScimType::none, reason));
    response.headers.emplace_back("X-Request-Id", request_id);
    account_for(partial, response, request_id, Account{}, {});
    return response;
}

void Server::Parts::account_for(
    const Request& request,
    const Response& response,
    const std::string& request_id,
    const Account& account,
    std::chrono::nanoseconds took
) {
    metrics.count_request(request.method, account.route, response.status, took);
    if (!account.directory_id.empty()) {
        request_log.note(
            {.organization_id = account.organization_id, .directory_id = account.directory_id},
            account.kept_requests,
            {.request_id = request_id,
             .method = request.method,
             .target = request.target,
             .status = response.status,
             .habits = account.habits,
             .request_body = request.body,
             .response_body = response.body,
             .took = took}
        );
    }
    if (!log.writes(base::LogLevel::info)) return;
    const std::string target = base::shown_target(request.target);
    log.info(
        "request",
        {
            {"request_id",   request_id                                                         },
            {"method",       request.method                                                     },
            {"target",       target                                                             },
            {"status",       response.status                                                    },
            {"duration_us",  std::chrono::duration_cast<std::chrono::microseconds>(took).count()},
            {"remote",       request.remote_address                                             },
            {"organization", account.organization_id                                            },
            {"directory",    account.directory_id                                               },
            {"actor",        account.actor                                                      },
            {"habits",       account.habits                                                     }
    }
    );
}

void Server::Parts::make_scim(const std::string& public_url) {
    resources = std::make_unique<directory::Resources>(
        database,
        registry,
        clock,
        options.limits,
        public_url + "/scim/v2",
        base::derive_key(server_key, "scim cursor")
    );
    routes = std::make_unique<ScimRoutes>(*resources, registry, options.limits);
    scim = std::make_unique<ScimService>(
        *routes, registry, authenticator, log, rate_limit, options.open_discovery
    );
}

void Server::Parts::make_api(const std::string& public_url) {
    api_services = std::make_unique<ApiServices>(
        desk::Office{
            .database = database,
            .registry = registry,
            .clock = clock,
            .server_key = server_key,
            .public_url = public_url},
        options.private_webhooks
    );
    api_callers = std::make_unique<ApiCallers>(
        authenticator, database, api_services->csrf_key, api_services->https()
    );
    idempotent = std::make_unique<IdempotentAnswers>(database, server_key);
    api = std::make_unique<ApiService>(*api_services, *api_callers, *idempotent, log);
    jobs = std::make_unique<desk::JobRunner>(
        database,
        log,
        std::vector{
            desk::BulkInvitations(api_services->office, api_services->invitations).job_kind()}
    );
}

Server::Server(
    const ServerOptions& options,
    store::Database& database,
    const scim::Registry& registry,
    const base::Clock& clock,
    base::Log& log,
    const base::Secret& server_key
)
    : parts_(new Parts{
          .options = options,
          .database = database,
          .registry = registry,
          .clock = clock,
          .log = log,
          .server_key = server_key,
          .metrics = {},
          .authenticator = Authenticator(database, clock),
          .rate_limit = RateLimit({.requests = options.requests_per_second}, clock),
          .request_log = directory::RequestLog(database, clock, log),
          .resources = nullptr,
          .routes = nullptr,
          .scim = nullptr,
          .api_services = nullptr,
          .api_callers = nullptr,
          .idempotent = nullptr,
          .api = nullptr,
          .jobs = nullptr,
          .front = nullptr,
          .metrics_front = nullptr}) {
    Parts& parts = *parts_;
    parts.front = std::make_unique<Front>(
        parts.options.front,
        [&parts](const Request& request) { return parts.answer(request); },
        [&parts](const Request& partial, int status, const std::string& reason) {
            return parts.refuse(partial, status, reason);
        },
        pace_of
    );
    if (parts.options.metrics_host.empty()) return;
    FrontOptions own = parts.options.front;
    own.host = parts.options.metrics_host;
    own.port = parts.options.metrics_port;
    own.workers = 1;
    own.tls_certificate_file.clear();
    own.tls_key_file.clear();
    parts.metrics_front = std::make_unique<Front>(
        own,
        [&parts](const Request& request) {
            return request.target == "/metrics" ? parts.show_metrics() : plain(404, "not found\n");
        },
        [](const Request&, int status, const std::string& reason) {
            return plain(status, reason + "\n");
        }
    );
}

Server::~Server() = default;

void Server::listen() {
    Parts& parts = *parts_;
    parts.front->listen();
    if (parts.metrics_front) parts.metrics_front->listen();
    std::string public_url = parts.options.public_url;
    if (public_url.empty()) {
        const bool tls = !parts.options.front.tls_certificate_file.empty();
        public_url = (tls ? "https://" : "http://") + parts.options.front.host + ":" +
                     std::to_string(port());
    }
    while (public_url.ends_with('/'))
        public_url.pop_back();
    parts.make_scim(public_url);
    parts.make_api(public_url);
}

int Server::port() const {
    return parts_->front->port();
}

void Server::start() {
    parts_->front->start();
    parts_->jobs->start();
    if (parts_->metrics_front) parts_->metrics_front->start();
}

void Server::drain(std::chrono::milliseconds grace) {
    parts_->jobs->stop();
    parts_->front->drain(grace);
    if (parts_->metrics_front) parts_->metrics_front->drain(std::chrono::milliseconds(100));
    parts_->request_log.flush();
}

}  // namespace usher::http
