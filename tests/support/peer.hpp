// Somebody else's server, as a process of its own: tests/support/*.py. It keeps what it gets as
// numbered JSON files in a folder.
#pragma once

#include "usher/scim/json.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace usher::test {

/// A process that goes with this value.
class Child {
  public:
    explicit Child(std::vector<std::string> words);
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child();  ///< kills it

  private:
    pid_t process_ = -1;
};

class Peer {
  public:
    /// Starts `script` (a file name) and waits until it listens.
    explicit Peer(const std::string& script, const std::vector<std::string>& arguments = {});
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    ~Peer();

    [[nodiscard]] int port() const { return port_; }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

    /// What it has got so far, in order.
    [[nodiscard]] std::vector<scim::Json> received() const;
    /// The same once there are `count`; what there is after a minute otherwise.
    [[nodiscard]] std::vector<scim::Json> wait_for(std::size_t count) const;

    /// Writes a file that the server looks for.
    void leave(const std::string& name, const std::string& text) const;

  private:
    std::filesystem::path folder_;
    Child child_;
    int port_ = 0;
};

/// A port on loopback that was free a moment ago.
[[nodiscard]] int free_port();

/// Waits until something listens on `port` of loopback; whether it did in time.
[[nodiscard]] bool wait_for_listener(int port);

/// The value of a header of a received mail; empty if there is none.
[[nodiscard]] std::string header_of(const scim::Json& mail, const std::string& name);

}  // namespace usher::test
