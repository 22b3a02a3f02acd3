// Whether connecting is worth a try: while a server is away, most requests are told so at once.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

namespace usher::store {

/// After a failed attempt the next one is allowed a little later, and only one at a time, until
/// one succeeds. Thread-safe.
class Reachability {
  public:
    /// Throws Unavailable if connecting should not be tried now. Otherwise succeeded() or failed()
    /// must follow.
    void begin_attempt();
    void succeeded();
    void failed(const std::string& reason);

  private:
    std::mutex mutex_;
    std::chrono::milliseconds pause_{0};  ///< 0: the last attempt succeeded
    std::chrono::steady_clock::time_point not_before_;
    bool attempting_ = false;
    std::string reason_;
};

}  // namespace usher::store
