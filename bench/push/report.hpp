// What went wrong while pushing and reading back, counted by all threads together.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace usher::bench {

class Report {
  public:
    /// Counts one difference between what was pushed and what the server did or holds.
    void differs(std::string text) {
        const std::lock_guard lock(mutex_);
        ++differences_;
        if (first_.size() < shown) first_.push_back(std::move(text));
    }

    void count_request() { ++requests_; }

    [[nodiscard]] std::size_t requests() const { return requests_; }

    // The two below are for when all threads are done.
    [[nodiscard]] std::size_t differences() const { return differences_; }

    [[nodiscard]] const std::vector<std::string>& first() const { return first_; }

  private:
    static constexpr std::size_t shown = 20;
    std::mutex mutex_;
    std::size_t differences_ = 0;
    std::vector<std::string> first_;
    std::atomic<std::size_t> requests_ = 0;
};

}  // namespace usher::bench
