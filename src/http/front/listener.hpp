// The listening socket and the clients that arrive at it.
#pragma once

#include "http/front/file_descriptor.hpp"

#include <string>

namespace usher::http {

struct Arrival {
    enum class Kind {
        client,
        none,     ///< nobody waits
        no_room,  ///< somebody waits, but there is no file descriptor or memory: try again later
    };
    Kind kind = Kind::none;
    FileDescriptor socket{};       ///< non-blocking, without Nagle's delay
    std::string remote_address{};  ///< "192.0.2.1", "2001:db8::1"
};

class Listener {
  public:
    /// Binds to `host` (a name or an address; empty: all) and listens. Throws std::runtime_error
    /// that names the address.
    Listener(const std::string& host, int port);

    [[nodiscard]] Arrival accept() const;

    [[nodiscard]] int port() const { return port_; }

    [[nodiscard]] int socket() const { return socket_.number(); }

  private:
    FileDescriptor socket_;
    int port_ = 0;
};

}  // namespace usher::http
