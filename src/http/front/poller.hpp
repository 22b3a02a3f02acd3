// One epoll set that several threads wait on.
#pragma once

#include "http/front/file_descriptor.hpp"

#include <cstdint>

namespace usher::http {

class Poller {
  public:
    Poller();  ///< throws std::system_error

    /// Watches `socket` for the EPOLL* `events` until one of them comes, which gives `tag` to one
    /// waiting thread; then only after rearm(). False when the kernel has no room for it.
    [[nodiscard]] bool add(int socket, std::uint32_t events, void* tag);
    [[nodiscard]] bool rearm(int socket, std::uint32_t events, void* tag);

    /// The tag of a socket that is ready; nullptr when interrupted, or once released.
    [[nodiscard]] void* wait();

    /// From now on nobody waits in wait().
    void release_all();

  private:
    FileDescriptor epoll_;
    FileDescriptor release_;
};

}  // namespace usher::http
