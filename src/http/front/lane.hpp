// A queue of connections whose requests wait for a thread of their own. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

namespace usher::http {

class Connection;

class Lane {
  public:
    void push(Connection& connection);

    /// The one that has waited longest; waits for one. nullptr once stopped.
    [[nodiscard]] Connection* pop();

    void stop();

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Connection*> waiting_;
    bool stopped_ = false;
};

}  // namespace usher::http
