#include "http/front/streams.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace usher::http {

namespace {

constexpr int longest_wait = 60'000;

void signal(int wake) {
    const std::uint64_t one = 1;
    // It can only fail when it is signalled already.
    [[maybe_unused]] const auto written = ::write(wake, &one, sizeof one);
}

void quiet(int wake) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(wake, &count, sizeof count);
}

short events_of(const Connection& connection) {
    const auto events = connection.stream_awaits() == Next::writable   ? POLLOUT
                        : connection.stream_awaits() == Next::readable ? POLLIN
                                                                       : 0;
    return static_cast<short>(events | POLLRDHUP);
}

bool is_gone(short events) {
    return (events & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

}  // namespace

Streams::Streams() : wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (!wake_.open()) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void Streams::push(Connection& connection) {
    {
        const std::lock_guard lock(mutex_);
        arrivals_.push_back(&connection);
    }
    signal(wake_.number());
}

void Streams::hasten() {
    {
        const std::lock_guard lock(mutex_);
        hastened_ = true;
    }
    signal(wake_.number());
}

void Streams::take_arrivals() {
    quiet(wake_.number());
    const std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.end(), arrivals_.begin(), arrivals_.end());
    arrivals_.clear();
}

int Streams::milliseconds_to_wait() const {
    if (waiting_.empty()) return longest_wait;
    const auto first = std::ranges::min(waiting_, {}, &Connection::stream_due)->stream_due();
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(first - Connection::Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, longest_wait));
}

std::vector<Streams::Ready> Streams::wait() {
    take_arrivals();
    std::vector<pollfd> sockets{
        {.fd = wake_.number(), .events = POLLIN, .revents = 0}
    };
    for (const Connection* connection : waiting_) {
        sockets.push_back(
            {.fd = connection->socket(), .events = events_of(*connection), .revents = 0}
        );
    }
    (void)::poll(sockets.data(), sockets.size(), milliseconds_to_wait());
    const bool all = [&] {
        const std::lock_guard lock(mutex_);
        return std::exchange(hastened_, false);
    }();
    const auto now = Connection::Clock::now();
    std::vector<Ready> ready;
    std::vector<Connection*> rest;
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
        Connection* const connection = waiting_[i];
        const short events = sockets[i + 1].revents;
        if (all || events != 0 || connection->stream_due() <= now) {
            ready.push_back({.connection = connection, .gone = is_gone(events)});
        } else {
            rest.push_back(connection);
        }
    }
    waiting_ = std::move(rest);
    return ready;
}

}  // namespace usher::http
