#include "tests/http/front_client.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>

namespace usher::test {

namespace {

constexpr timeval hang_guard{30, 0};

std::system_error failed(const char* what) {
    return {errno, std::generic_category(), what};
}

std::size_t length_in(const std::string& head) {
    constexpr std::string_view name = "\r\nContent-Length: ";
    const auto at = head.find(name);
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}

}  // namespace

Client::Client(int port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (!socket_.open()) throw failed("socket");
    if (receive_buffer != 0) {
        ::setsockopt(socket(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    ::setsockopt(socket(), SOL_SOCKET, SO_RCVTIMEO, &hang_guard, sizeof hang_guard);
    ::setsockopt(socket(), SOL_SOCKET, SO_SNDTIMEO, &hang_guard, sizeof hang_guard);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(socket(), generic, sizeof address) != 0) throw failed("connect");
}

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) return false;
        if (sent < 0) throw failed("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string Client::receive_once() {
    std::array<char, 64 * 1024> buffer{};
    const auto got = ::recv(socket(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno != ECONNRESET) throw failed("recv");
    return {buffer.data(), got < 0 ? 0 : static_cast<std::size_t>(got)};
}

bool Client::receive_more() {
    const auto more = receive_once();
    received_ += more;
    return !more.empty();
}

std::string Client::receive_all() {
    while (receive_more())
        continue;
    return std::exchange(received_, {});
}

Answer Client::receive(bool bodiless) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
        if (!receive_more()) return {};
    }
    Answer answer;
    answer.head = received_.substr(0, end + 2);
    answer.status = std::stoi(answer.head.substr(answer.head.find(' ')));
    received_.erase(0, end + 4);
    const auto length = bodiless ? 0 : length_in(answer.head);
    while (received_.size() < length) {
        if (!receive_more()) throw std::runtime_error("the answer was cut off");
    }
    answer.body = received_.substr(0, length);
    received_.erase(0, length);
    return answer;
}

Answer Client::ask(std::string_view request) {
    send(request);
    return receive(request.starts_with("HEAD "));
}

void Client::finish_sending() {
    ::shutdown(socket(), SHUT_WR);
}

Clients connect(const http::Front& front, std::size_t count) {
    Clients clients;
    for (std::size_t i = 0; i < count; ++i)
        clients.push_back(std::make_unique<Client>(front));
    return clients;
}

std::string get(std::string_view target, std::string_view headers) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) +
           "\r\n";
}

std::string post(std::string_view headers, std::string_view body) {
    return "POST /echo HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

}  // namespace usher::test
