// The HTTP face: one table of routes (routes.hpp) behind the front, and what runs around every
// request: request id, authentication, errors as SCIM bodies, the log line, the metrics.
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/secret.hpp"
#include "http/front/front.hpp"
#include "outbox/dispatcher.hpp"
#include "store/database.hpp"
#include "usher/scim/discovery.hpp"
#include "usher/scim/schema.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace usher::http {

struct ServerOptions {
    FrontOptions front;
    std::string metrics_host;  ///< empty: /metrics is served by the front's own address
    int metrics_port = 0;
    std::string public_url;  ///< "https://usher.example.org"; empty: made from the address in use
    bool open_discovery =
        false;  ///< discovery without a token (D08); ServiceProviderConfig is always open
    std::size_t requests_per_second = 0;  ///< of one directory, beyond which 429; 0: no limit
    bool private_webhooks = false;        ///< webhooks may be at http:// URLs
    scim::ServiceLimits limits;
    const outbox::Dispatcher* outbox = nullptr;  ///< whose counters /metrics shows; none: nobody's
};

/// Everything that it is given must outlive it.
class Server {
  public:
    Server(
        const ServerOptions& options,
        store::Database& database,
        const scim::Registry& registry,
        const base::Clock& clock,
        base::Log& log,
        const base::Secret& server_key
    );
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    /// Binds; throws std::runtime_error that names the address if it cannot.
    void listen();
    [[nodiscard]] int port() const;
    /// Serves from now on; returns at once.
    void start();
    /// Finishes requests in flight within `grace`, then stops.
    void drain(std::chrono::milliseconds grace);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace usher::http
