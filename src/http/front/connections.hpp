// All open connections of a front. Thread-safe.
#pragma once

#include "http/front/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace usher::http {

class Connections {
  public:
    Connection& add(std::unique_ptr<Connection> connection);

    /// Closes `connection`, which the caller owns.
    void remove(const Connection& connection);

    /// `visit` may do what any thread may do. None is closed, so no socket's number is reused,
    /// meanwhile.
    void each(const std::function<void(const Connection&)>& visit) const;

    /// Waits until there is none, but not longer than `time`. Returns whether there is none.
    [[nodiscard]] bool await_none(std::chrono::milliseconds time) const;

  private:
    mutable std::mutex mutex_;
    mutable std::condition_variable removed_;
    std::unordered_map<const Connection*, std::unique_ptr<Connection>> open_;
};

}  // namespace usher::http
