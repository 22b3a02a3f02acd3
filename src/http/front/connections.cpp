#include "http/front/connections.hpp"

#include <utility>

namespace usher::http {

Connection& Connections::add(std::unique_ptr<Connection> connection) {
    auto& reference = *connection;
    const std::lock_guard lock(mutex_);
    open_.emplace(&reference, std::move(connection));
    return reference;
}

void Connections::remove(const Connection& connection) {
    decltype(open_)::node_type removed;  // closed behind the lock
    const std::lock_guard lock(mutex_);
    removed = open_.extract(&connection);
    if (open_.empty()) removed_.notify_all();
}

void Connections::each(const std::function<void(const Connection&)>& visit) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [reference, connection] : open_) {
        visit(*connection);
    }
}

bool Connections::await_none(std::chrono::milliseconds time) const {
    std::unique_lock lock(mutex_);
    return removed_.wait_for(lock, time, [&] { return open_.empty(); });
}

}  // namespace usher::http
