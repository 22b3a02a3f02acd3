#include "http/front/listener.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <system_error>

namespace usher::http {

namespace {

/// A burst of connects must not wait for the SYNs' retransmission (the library's own backlog is 5).
constexpr int backlog = 4096;

struct FreeAddresses {
    void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};

using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

[[noreturn]] void fail(const std::string& host, int port, const std::string& why) {
    throw std::runtime_error("cannot listen on " + host + ":" + std::to_string(port) + ": " + why);
}

Addresses resolve(const std::string& host, int port) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const char* const name = host.empty() ? nullptr : host.c_str();
    const int error = getaddrinfo(name, std::to_string(port).c_str(), &hints, &found);
    if (error != 0) fail(host, port, gai_strerror(error));
    return Addresses(found);
}

void set_option(int socket, int level, int option) {
    const int on = 1;
    ::setsockopt(socket, level, option, &on, sizeof on);
}

/// Not open if it cannot; errno then says why.
FileDescriptor listen_on(const addrinfo& address) {
    FileDescriptor socket(
        ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol)
    );
    if (!socket.open()) return socket;
    // A restart need not wait for TIME_WAIT. No SO_REUSEPORT: with it a second server would take
    // half of the clients in silence.
    set_option(socket.number(), SOL_SOCKET, SO_REUSEADDR);
    const bool listens = ::bind(socket.number(), address.ai_addr, address.ai_addrlen) == 0 &&
                         ::listen(socket.number(), backlog) == 0;
    if (listens) return socket;
    const int error = errno;
    socket.close();
    errno = error;
    return socket;
}

std::string address_text(const sockaddr_storage& address, socklen_t size) {
    std::array<char, NI_MAXHOST> text{};
    const int error = getnameinfo(
        reinterpret_cast<const sockaddr*>(&address),
        size,
        text.data(),
        text.size(),
        nullptr,
        0,
        NI_NUMERICHOST
    );
    if (error != 0) return {};
    constexpr std::string_view mapped = "::ffff:";  // an IPv4 client of an IPv6 socket
    const std::string_view result(text.data());
    const bool is_mapped = result.starts_with(mapped) && result.find('.') != std::string_view::npos;
    return std::string(is_mapped ? result.substr(mapped.size()) : result);
}

int bound_port(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    if (address.ss_family == AF_INET6) {
        return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
    }
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

}  // namespace

Listener::Listener(const std::string& host, int port) {
    const auto addresses = resolve(host, port);
    int error = 0;
    for (const auto* address = addresses.get(); address != nullptr; address = address->ai_next) {
        socket_ = listen_on(*address);
        if (socket_.open()) {
            port_ = bound_port(socket_.number());
            return;
        }
        error = errno;
    }
    fail(host, port, std::generic_category().message(error));
}

Arrival Listener::accept() const {
    for (;;) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        FileDescriptor client(::accept4(
            socket_.number(),
            reinterpret_cast<sockaddr*>(&address),
            &size,
            SOCK_NONBLOCK | SOCK_CLOEXEC
        ));
        if (client.open()) {
            set_option(client.number(), IPPROTO_TCP, TCP_NODELAY);
            return {Arrival::Kind::client, std::move(client), address_text(address, size)};
        }
        switch (errno) {
            case EAGAIN:
                return {};
            case EMFILE:
            case ENFILE:
            case ENOMEM:
            case ENOBUFS:
                return {.kind = Arrival::Kind::no_room};
            case EBADF:
            case EINVAL:
                return {};
            default:
                continue;  // that client has gone already (accept(2)); the next one
        }
    }
}

}  // namespace usher::http
