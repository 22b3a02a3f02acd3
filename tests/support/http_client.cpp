#include "tests/support/http_client.hpp"

#include "base/text.hpp"

#include <arpa/inet.h>
#include <functional>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace usher::test {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr time_t patience_seconds = 20;

std::string rendered(
    std::string_view method, std::string_view target, const Headers& headers, std::string_view body
) {
    std::string text;
    text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: usher.test\r\n");
    for (const auto& [name, value] : headers) {
        text.append(name).append(": ").append(value).append(line_end);
    }
    if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
        text.append("Content-Length: ").append(std::to_string(body.size())).append(line_end);
    }
    return text.append(line_end).append(body);
}

void read_head(Answer& answer, std::string_view head) {
    answer.status = std::stoi(std::string(head.substr(head.find(' ') + 1, 3)));
    auto line = head.find(line_end);
    while (line != std::string_view::npos) {
        const auto begin = line + line_end.size();
        line = head.find(line_end, begin);
        const auto text = head.substr(begin, line - begin);
        const auto colon = text.find(':');
        if (colon == std::string_view::npos) {
            continue;
        }
        answer.headers.emplace_back(text.substr(0, colon), base::trimmed(text.substr(colon + 1)));
    }
}

/// Takes a chunked body (RFC 9112 §7.1) off `buffer`, which `more` fills up.
std::string take_chunks(std::string& buffer, const std::function<bool()>& more) {
    const auto take = [&](std::size_t size) {
        while (buffer.size() < size) {
            if (!more()) throw std::runtime_error("the answer was cut off");
        }
        std::string taken = buffer.substr(0, size);
        buffer.erase(0, size);
        return taken;
    };
    std::string body;
    for (;;) {
        std::string line;
        while (!line.ends_with("\r\n"))
            line += take(1);
        const auto size = std::stoul(line, nullptr, 16);
        body += take(size);
        (void)take(2);
        if (size == 0) return body;
    }
}

}  // namespace

std::string Answer::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (base::equal_ignoring_case(key, name)) {
            return value;
        }
    }
    return {};
}

scim::Json Answer::json() const {
    return scim::Json::parse(body);
}

HttpClient::HttpClient(int port) : port_(port) {}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : port_(other.port_),
      socket_(std::exchange(other.socket_, -1)),
      buffer_(std::move(other.buffer_)) {}

HttpClient::~HttpClient() {
    close();
}

void HttpClient::connect() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{.tv_sec = patience_seconds, .tv_usec = 0};
    const int yes = 1;
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the sockets API wants it
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        close();
        throw std::runtime_error("cannot connect to port " + std::to_string(port_));
    }
}

void HttpClient::close() {
    if (socket_ >= 0) {
        ::close(std::exchange(socket_, -1));
    }
    buffer_.clear();
}

bool HttpClient::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpClient::read_more() {
    char piece[65536];  // NOLINT(modernize-avoid-c-arrays): a buffer
    const auto got = ::recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) {
        return false;
    }
    buffer_.append(piece, static_cast<std::size_t>(got));
    return true;
}

Answer HttpClient::read_answer(bool has_body) {
    Answer answer;
    auto end = buffer_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!read_more()) {
            return answer;
        }
        end = buffer_.find("\r\n\r\n");
    }
    read_head(answer, std::string_view(buffer_).substr(0, end));
    buffer_.erase(0, end + 4);
    if (answer.header("Transfer-Encoding") == "chunked") {
        answer.body = take_chunks(buffer_, [&] { return read_more(); });
        return answer;
    }
    const auto length = answer.header("Content-Length");
    const bool empty = !has_body || answer.status == 204 || answer.status == 304 || length.empty();
    const std::size_t size = empty ? 0 : std::stoul(length);
    while (buffer_.size() < size) {
        if (!read_more()) {
            throw std::runtime_error("the answer ends before its Content-Length");
        }
    }
    answer.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return answer;
}

Answer HttpClient::send(
    std::string_view method, std::string_view target, const Headers& headers, std::string_view body
) {
    const auto text = rendered(method, target, headers, body);
    const bool reused = socket_ >= 0;
    if (!reused) {
        connect();
    }
    // A server may refuse a body before it has read it all: its answer counts all the same.
    static_cast<void>(write(text));
    auto answer = read_answer(method != "HEAD");
    if (answer.status == 0 && reused) {
        close();
        connect();
        static_cast<void>(write(text));
        answer = read_answer(method != "HEAD");
    }
    if (answer.status == 0 || base::equal_ignoring_case(answer.header("Connection"), "close")) {
        close();
    }
    return answer;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char character : text) {
        if (unreserved.find(character) != std::string_view::npos) {
            encoded += character;
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        encoded.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
    return encoded;
}

std::string query(const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::string text;
    for (const auto& [name, value] : parameters) {
        text += text.empty() ? '?' : '&';
        text += name + "=" + percent_encoded(value);
    }
    return text;
}

}  // namespace usher::test
