#include "app/wiring.hpp"

#include "app/secret_key.hpp"
#include "invitation/rekeying.hpp"
#include "store/migrate.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <vector>

namespace usher::app {

namespace {

/// For a member initializer: the database is up to date before anything is built on it.
base::Secret prepare(const base::Config& config, store::Database& database, base::Log& log) {
    bring_up_to_date(database);
    if (config.secret_key) return *config.secret_key;
    if (const auto file = key_file(config)) return require_key_file(*file);
    log.warning("secret_key is not set: this process uses one of its own, which ends with it");
    return base::Secret(base::base64url(base::random_bytes(32)));
}

Threads threads_here(const base::Config& config) {
    return threads_for(config, std::thread::hardware_concurrency());
}

http::ServerOptions server_options(const base::Config& config, const Outbox& outbox) {
    const Threads threads = threads_here(config);
    const auto address = base::address_from(config.http.listen).value_or(base::Address{});
    const auto metrics = base::address_from(config.http.metrics_listen).value_or(base::Address{});
    return {
        .front =
            {.host = address.host,
                    .port = address.port,
                    .workers = threads.quick,
                    .waiting_workers = threads.waiting,
                    .slow_workers = threads.slow,
                    .max_body_bytes = config.http.max_body_bytes,
                    .request_deadline = config.http.request_deadline,
                    .tls_certificate_file = config.http.tls_certificate_file,
                    .tls_key_file = config.http.tls_key_file},
        .metrics_host = metrics.host,
        .metrics_port = metrics.port,
        .public_url = config.public_url,
        .open_discovery = config.scim.open_discovery,
        .requests_per_second = config.scim.requests_per_second,
        .private_webhooks = config.outbox.private_webhooks,
        .limits = {},
        .outbox = &outbox.dispatcher(),
    };
}

}  // namespace

Threads threads_for(const base::Config& config, unsigned cores) {
    constexpr std::size_t least = 4;
    const std::size_t by_cores = std::max<std::size_t>(least, std::size_t{2} * cores);
    return {
        .quick = config.http.workers == 0 ? by_cores : config.http.workers,
        .waiting = config.database.write_sessions,
        .slow = http::FrontOptions{}.slow_workers};
}

store::DatabaseOptions database_options(const base::Config& config) {
    const Threads threads = threads_here(config);
    constexpr std::size_t for_streams = 1;
    const std::size_t one_each = threads.quick + threads.waiting + threads.slow + for_streams;
    const std::size_t wanted = config.database.read_sessions;
    return {
        .url = config.database.url,
        .read_sessions = wanted == 0 ? one_each : wanted,
        .write_sessions = config.database.write_sessions,
    };
}

void bring_up_to_date(store::Database& database) {
    store::migrate(database);
    invitation::make_missing_keys(database);
}

scim::Registry load_registry(const base::Config& config) {
    const auto embedded = scim::embedded_schema_files();
    std::vector<scim::SchemaFile> files(embedded.begin(), embedded.end());
    if (!config.scim.schemas.empty()) {
        auto more = scim::read_schema_files(config.scim.schemas);
        files.insert(files.end(), more.begin(), more.end());
    }
    return scim::Registry::load(files);
}

base::Secret require_server_key(const base::Config& config) {
    if (config.secret_key) return *config.secret_key;
    if (const auto file = key_file(config)) return require_key_file(*file);
    throw std::runtime_error("secret_key is not set: set it for this command and the server");
}

std::string public_url_of(const base::Config& config) {
    std::string url =
        config.public_url.empty() ? "http://" + config.http.listen : config.public_url;
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

MigratedDatabase::MigratedDatabase(const base::Config& config)
    : database_(database_options(config), clock_) {
    if (!store::migrations_current(database_)) {
        throw std::runtime_error("the database is not migrated: run `usher migrate`");
    }
}

Service::Service(const base::Config& config, std::ostream& log)
    : log_(config.log, clock_, log),
      registry_(load_registry(config)),
      database_(database_options(config), clock_),
      server_key_(prepare(config, database_, log_)),
      office_{
          .database = database_,
          .registry = registry_,
          .clock = clock_,
          .server_key = server_key_,
          .public_url = public_url_of(config)},
      sweeper_(office_, log_),
      outbox_(config, {database_, clock_, log_}, server_key_),
      server_(server_options(config, outbox_), database_, registry_, clock_, log_, server_key_) {}

}  // namespace usher::app
