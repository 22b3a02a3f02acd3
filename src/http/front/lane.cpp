#include "http/front/lane.hpp"

namespace usher::http {

void Lane::push(Connection& connection) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(&connection);
    changed_.notify_one();
}

Connection* Lane::pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || !waiting_.empty(); });
    if (stopped_) return nullptr;
    auto* const first = waiting_.front();
    waiting_.pop_front();
    return first;
}

void Lane::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
}

}  // namespace usher::http
