// A proxy on the loopback that forwards to a server and breaks what a fault says. Test only.
#pragma once

#include "conformance/faults/fault.hpp"

#include <memory>
#include <string>

namespace usher::conformance {

class Proxy {
  public:
    /// Forwards to `upstream` ("http://127.0.0.1:8080/scim/v2") on a port of its own choice.
    explicit Proxy(const std::string& upstream);
    ~Proxy();
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    /// The base URL to give to the harness.
    [[nodiscard]] std::string base_url() const;

    /// From now on; nullptr: forwards faithfully. The fault must outlive its use.
    void set(const Fault* fault);

  private:
    struct Server;
    std::unique_ptr<Server> server_;
};

}  // namespace usher::conformance
