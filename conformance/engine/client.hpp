// HTTP to the server under test: one kept connection, one request at a time.
//
// A client belongs to one thread; checks of concurrency open one for each.
#pragma once

#include "conformance/engine/exchange.hpp"

#include <memory>
#include <string>

namespace usher::conformance {

struct Address {
    std::string base_url;  ///< "https://host/scim/v2", without a slash at the end
    std::string token;
    bool insecure = false;  ///< certificates are not looked at
    int timeout_seconds = 30;
};

/// Whoever runs the program wants it to end: thrown by the request after the signal.
struct Interrupted {};

class Client {
  public:
    /// Throws std::invalid_argument for a base URL that is none.
    explicit Client(const Address& address);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Sends the request with the bearer token, `Accept: application/scim+json` and, where there is
    /// a body, that Content-Type, unless `request.headers` says otherwise. Never throws for want of
    /// an answer: see Response::fault. Throws Interrupted once stop() was called.
    [[nodiscard]] Exchange send(const Request& request);

    [[nodiscard]] const Address& address() const { return address_; }

    /// Ends the run at the next request. Safe in a signal handler.
    static void stop() noexcept;
    /// Lets cleaning up go on after stop().
    static void resume() noexcept;

  private:
    struct Connection;
    Address address_;
    std::unique_ptr<Connection> connection_;
};

/// For query parameters and path segments: everything but RFC 3986's unreserved is encoded.
[[nodiscard]] std::string encoded(std::string_view text);

}  // namespace usher::conformance
