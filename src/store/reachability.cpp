#include "store/reachability.hpp"

#include "store/database.hpp"

#include <algorithm>

namespace usher::store {

namespace {

constexpr std::chrono::milliseconds first_pause{50};
constexpr std::chrono::milliseconds longest_pause{1000};

}  // namespace

void Reachability::begin_attempt() {
    const std::lock_guard lock(mutex_);
    if (pause_.count() == 0) return;
    if (attempting_ || std::chrono::steady_clock::now() < not_before_) throw Unavailable(reason_);
    attempting_ = true;
}

void Reachability::succeeded() {
    const std::lock_guard lock(mutex_);
    pause_ = pause_.zero();
    attempting_ = false;
}

void Reachability::failed(const std::string& reason) {
    const std::lock_guard lock(mutex_);
    pause_ = std::clamp(pause_ * 2, first_pause, longest_pause);
    not_before_ = std::chrono::steady_clock::now() + pause_;
    attempting_ = false;
    reason_ = reason;
}

}  // namespace usher::store
