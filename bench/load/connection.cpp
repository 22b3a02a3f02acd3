#include "load/connection.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace usher::bench {
namespace {

constexpr std::string_view end_of_head = "\r\n\r\n";

/// The value of a header in `head`, whose name is given in lower case; empty when absent.
std::string_view header_value(std::string_view head, std::string_view name) {
    for (auto line = head.find("\r\n"); line != std::string_view::npos;
         line = head.find("\r\n", line)) {
        line += 2;
        const auto colon = line + name.size();
        if (colon >= head.size() || head[colon] != ':') continue;
        bool same = true;
        for (std::size_t index = 0; same && index < name.size(); ++index)
            same = std::tolower(static_cast<unsigned char>(head[line + index])) == name[index];
        if (!same) continue;
        auto value = head.substr(colon + 1, head.find("\r\n", colon) - colon - 1);
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        return value;
    }
    return {};
}

std::size_t number(std::string_view text) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

LoadConnection::LoadConnection(const sockaddr_in& server) : server_(server) {
    open();
}

LoadConnection::~LoadConnection() {
    close();
}

void LoadConnection::open() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* address = reinterpret_cast<const sockaddr*>(&server_);
    if (socket_ < 0 || ::connect(socket_, address, sizeof server_) != 0) {
        close();
        throw std::runtime_error("cannot connect to the server");
    }
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void LoadConnection::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

void LoadConnection::send(std::string_view request) {
    unsent_ = request;
    head_.clear();
    head_complete_ = false;
    flush();
}

bool LoadConnection::flush() {
    while (!unsent_.empty()) {
        const auto sent =
            ::send(socket_, unsent_.data(), unsent_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EAGAIN || errno == EINTR) return false;
            throw std::runtime_error("the server closed the connection while it was sent a request"
            );
        }
        unsent_.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool LoadConnection::receive() {
    thread_local std::array<char, 256 * 1024> buffer;
    for (;;) {
        const auto size = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) return false;
        if (size <= 0)
            throw std::runtime_error("the server closed the connection without an answer");
        if (consume({buffer.data(), static_cast<std::size_t>(size)})) return true;
    }
}

bool LoadConnection::consume(std::string_view bytes) {
    if (!head_complete_) {
        head_.append(bytes);
        const auto end = head_.find(end_of_head);
        if (end == std::string::npos) return false;
        const auto body_bytes = head_.size() - end - end_of_head.size();
        head_.resize(end + 2);
        read_head();
        bytes = bytes.substr(bytes.size() - body_bytes);
    }
    if (bytes.size() > missing_)
        throw std::runtime_error("more bytes came than Content-Length says");
    missing_ -= bytes.size();
    return missing_ == 0;
}

void LoadConnection::read_head() {
    head_complete_ = true;
    if (!header_value(head_, "transfer-encoding").empty())
        throw std::runtime_error(
            "the answer has a Transfer-Encoding, which this driver does not read"
        );
    constexpr std::size_t status_at = 9;  // after "HTTP/1.1 "
    answer_.status = static_cast<int>(number(std::string_view(head_).substr(status_at, 3)));
    answer_.length = number(header_value(head_, "content-length"));
    missing_ = answer_.length;
    closing_ = header_value(head_, "connection") == "close";
}

bool LoadConnection::reopen_if_closing() {
    if (!closing_) return false;
    closing_ = false;
    close();
    open();
    return true;
}

}  // namespace usher::bench
