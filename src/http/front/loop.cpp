#include "http/front/loop.hpp"

#include <array>
#include <csignal>
#include <new>
#include <pthread.h>
#include <stdexcept>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <utility>

namespace usher::http {

namespace {

using namespace std::chrono_literals;

/// How exactly deadlines are kept, and how soon accept() is tried again after it found no room.
constexpr auto sweep_interval = 250ms;
constexpr auto drain_interval = 20ms;

/// Clients accepted in a row before others get their turn.
constexpr int arrivals_per_turn = 64;

void block_sigpipe() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void check(const FrontOptions& options, bool has_lanes) {
    const auto require = [](bool fine, const char* otherwise) {
        if (!fine) throw std::invalid_argument(otherwise);
    };
    require(options.workers > 0, "the front needs a worker");
    const bool manned = options.waiting_workers > 0 && options.slow_workers > 0;
    require(!has_lanes || manned, "each lane needs a worker");
    require(
        options.tls_certificate_file.empty() == options.tls_key_file.empty(),
        "TLS needs both a certificate and a key"
    );
}

}  // namespace

Front::Loop::Loop(FrontOptions options, Handler handler, Refusal refusal, PaceOf pace)
    : service_{
          .options = std::move(options),
          .handler = std::move(handler),
          .refusal = std::move(refusal),
          .pace = std::move(pace)} {
    check(service_.options, static_cast<bool>(service_.pace));
}

Front::Loop::~Loop() {
    stop();
    for (auto& thread : threads_) {
        thread.join();
    }
}

void Front::Loop::listen() {
    const auto& options = service_.options;
    if (!options.tls_certificate_file.empty()) {
        tls_ = make_tls_context(options.tls_certificate_file, options.tls_key_file);
    }
    listener_.emplace(options.host, options.port);
    port_ = listener_->port();
}

void Front::Loop::start() {
    if (!listener_) throw std::logic_error("the front has to listen before it starts");
    if (!poller_.add(listener_->socket(), EPOLLIN, &listener_)) {
        throw std::runtime_error("cannot poll the listening socket");
    }
    const auto start = [this](std::size_t count, const std::function<void()>& work) {
        for (std::size_t i = 0; i < count; ++i)
            threads_.emplace_back(work);
    };
    start(service_.options.workers, [this] { work(); });
    if (service_.pace) {
        start(service_.options.waiting_workers, [this] { work_on(waiting_); });
        start(service_.options.slow_workers, [this] { work_on(slow_); });
    }
    start(1, [this] { serve_streams(); });
    start(1, [this] { sweep(); });
}

void Front::Loop::stop() {
    {
        const std::lock_guard lock(stop_mutex_);
        stopping_ = true;
    }
    stop_changed_.notify_all();
    waiting_.stop();
    slow_.stop();
    streams_.hasten();
    poller_.release_all();
}

// Leader/follower: each worker takes one ready connection, serves it and returns for the next.
void Front::Loop::work() {
    block_sigpipe();
    Responder responder;
    while (!stopping_) {
        auto* const ready = poller_.wait();
        if (ready == &listener_) {
            accept_clients();
        } else if (ready != nullptr) {
            auto& connection = *static_cast<Connection*>(ready);
            connection.acquire();
            go_on(connection, [&] { return connection.advance(responder); });
        }
    }
}

void Front::Loop::work_on(Lane& lane) {
    block_sigpipe();
    Responder responder;
    while (auto* const connection = lane.pop()) {
        go_on(*connection, [&] { return connection->answer_here(responder); });
    }
}

void Front::Loop::serve_streams() {
    block_sigpipe();
    while (!stopping_) {
        for (const auto& [connection, gone] : streams_.wait()) {
            go_on(*connection, [&, &stream = *connection, is_gone = gone] {
                return is_gone ? Next::close : stream.stream();
            });
        }
    }
}

template <class Step>
void Front::Loop::go_on(Connection& connection, Step step) {
    try {
        switch (step()) {
            case Next::readable:
                return arm(connection, EPOLLIN);
            case Next::writable:
                return arm(connection, EPOLLOUT);
            case Next::turn:
                return arm(connection, EPOLLIN | EPOLLOUT);
            case Next::waiting_lane:
                return waiting_.push(connection);
            case Next::slow_lane:
                return slow_.push(connection);
            case Next::stream:
                return streams_.push(connection);
            case Next::close:
                return close(connection);
        }
    } catch (...) {
        // Out of memory, or a PaceOf that threw: this client loses, the others do not.
        close(connection);
    }
}

void Front::Loop::arm(Connection& connection, std::uint32_t events) {
    const int socket = connection.socket();
    connection.release();
    // Now another worker may have it, and close it, at any time.
    (void)poller_.rearm(socket, events, &connection);
}

void Front::Loop::close(Connection& connection) {
    --service_.tally.open;
    connections_.remove(connection);
}

void Front::Loop::accept_clients() {
    const std::lock_guard lock(listener_mutex_);
    if (!listener_) return;
    for (int i = 0; i < arrivals_per_turn; ++i) {
        auto arrival = listener_->accept();
        // Not armed: it would be ready at once and in vain. The sweeper does it.
        if (arrival.kind == Arrival::Kind::no_room) return;
        if (arrival.kind == Arrival::Kind::none) break;
        try {
            admit(std::move(arrival));
        } catch (const std::bad_alloc&) {
            return;  // no room either
        }
    }
    arm_listener();
}

void Front::Loop::arm_listener() {
    (void)poller_.rearm(listener_->socket(), EPOLLIN, &listener_);
}

void Front::Loop::admit(Arrival arrival) {
    ++service_.tally.accepted;
    if (service_.tally.open >= service_.options.max_connections) {
        return turn_away(std::move(arrival.socket));
    }
    const int socket = arrival.socket.number();
    TlsSession session;
    if (tls_) {
        session = accept_tls(tls_.get(), socket);
        if (!session) return;
    }
    auto& connection = connections_.add(std::make_unique<Connection>(
        Transport(std::move(arrival.socket), std::move(session)),
        std::move(arrival.remote_address),
        service_
    ));
    ++service_.tally.open;
    connection.release();
    if (!poller_.add(socket, EPOLLIN, &connection)) close(connection);
}

void Front::Loop::turn_away(FileDescriptor client) {
    static constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\n"
        "Retry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    ++service_.tally.refused_connections;
    if (tls_) return;  // a handshake is what we have no room for
    ::send(client.number(), answer.data(), answer.size(), MSG_NOSIGNAL);
    // Unread input would turn the close into a reset.
    std::array<char, 4096> dropped;
    ::recv(client.number(), dropped.data(), dropped.size(), MSG_DONTWAIT);
}

void Front::Loop::hasten_connections() {
    const auto now = Connection::Clock::now();
    const bool draining = service_.draining;
    connections_.each([&](const Connection& connection) { connection.hasten(now, draining); });
    if (draining) streams_.hasten();
}

void Front::Loop::sweep() {
    std::unique_lock lock(stop_mutex_);
    while (!stop_changed_.wait_for(lock, sweep_interval, [&] { return stopping_.load(); })) {
        hasten_connections();
        const std::lock_guard listener_lock(listener_mutex_);
        if (listener_) arm_listener();
    }
}

void Front::Loop::drain(std::chrono::milliseconds grace) {
    const auto end = Connection::Clock::now() + grace;
    service_.draining = true;
    {
        const std::lock_guard lock(listener_mutex_);
        listener_.reset();
    }
    do {
        hasten_connections();
    } while (!connections_.await_none(drain_interval) && Connection::Clock::now() < end);
    connections_.each([](const Connection& connection) { connection.cut(); });
    stop();
}

}  // namespace usher::http
