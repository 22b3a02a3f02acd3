// Connections whose answers come bit by bit, waiting for their next turn: one thread for them all.
//
// A connection stays owned while it streams: push() hands it over, wait() hands it back. Nothing of
// epoll's is involved, so that no other thread can be given the same connection meanwhile.
#pragma once

#include "http/front/connection.hpp"
#include "http/front/file_descriptor.hpp"

#include <mutex>
#include <vector>

namespace usher::http {

class Streams {
  public:
    struct Ready {
        Connection* connection;
        bool gone;  ///< its client has closed
    };

    Streams();  ///< throws std::system_error

    /// Any thread. `connection` streams and is owned by the caller, who owns it no more.
    void push(Connection& connection);

    /// Those that can go on: their socket is ready, their time has come, or somebody hastened them.
    /// The caller owns them. Waits for one; may return none. One thread only.
    [[nodiscard]] std::vector<Ready> wait();

    /// Makes all that wait ready, and wait() return. Any thread.
    void hasten();

  private:
    void take_arrivals();
    [[nodiscard]] int milliseconds_to_wait() const;

    FileDescriptor wake_;
    std::vector<Connection*> waiting_;  ///< of the waiting thread
    std::mutex mutex_;
    std::vector<Connection*> arrivals_;
    bool hastened_ = false;
};

}  // namespace usher::http
