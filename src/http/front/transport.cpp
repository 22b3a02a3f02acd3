#include "http/front/transport.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <utility>

#include <openssl/err.h>

namespace usher::http {

namespace {

/// What a plain recv() or send() did.
Transferred transferred(ssize_t result, Progress when_blocked) {
    if (result > 0) return {Progress::made, static_cast<std::size_t>(result)};
    if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {when_blocked, 0};
    return {Progress::ended, 0};
}

template <class Call>
ssize_t uninterrupted(Call call) {
    ssize_t result = -1;
    do {
        result = call();
    } while (result < 0 && errno == EINTR);
    return result;
}

/// One TLS call's worth: as much as an int may say.
int as_length(std::size_t size) {
    constexpr std::size_t most = std::size_t{1} << 30;
    return static_cast<int>(std::min(size, most));
}

}  // namespace

Transport::Transport(FileDescriptor socket, TlsSession session)
    : socket_(std::move(socket)), session_(std::move(session)) {}

Progress Transport::progress_of(int result) {
    if (result > 0) return Progress::made;
    switch (SSL_get_error(session_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return Progress::awaits_readable;
        case SSL_ERROR_WANT_WRITE:
            return Progress::awaits_writable;
        default:
            return Progress::ended;
    }
}

Progress Transport::shake_hands() {
    if (!session_) return Progress::made;
    ERR_clear_error();  // an old entry would be taken for this call's
    return progress_of(SSL_do_handshake(session_.get()));
}

Transferred Transport::read(char* into, std::size_t size) {
    if (!session_) {
        const auto result = uninterrupted([&] { return ::recv(number(), into, size, 0); });
        return transferred(result, Progress::awaits_readable);
    }
    ERR_clear_error();
    const int result = SSL_read(session_.get(), into, as_length(size));
    return {progress_of(result), static_cast<std::size_t>(std::max(result, 0))};
}

Transferred Transport::write(std::string_view bytes) {
    if (!session_) {
        const auto result = uninterrupted([&] {
            return ::send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        });
        return transferred(result, Progress::awaits_writable);
    }
    ERR_clear_error();
    const int result = SSL_write(session_.get(), bytes.data(), as_length(bytes.size()));
    return {progress_of(result), static_cast<std::size_t>(std::max(result, 0))};
}

bool Transport::holds_input() const {
    return session_ && SSL_pending(session_.get()) > 0;
}

void Transport::finish_writing() {
    if (session_) {
        ERR_clear_error();
        SSL_shutdown(session_.get());
    }
    ::shutdown(number(), SHUT_WR);
}

Transferred Transport::discard_input() const {
    std::array<char, 16UL * 1024> dropped;
    const auto result =
        uninterrupted([&] { return ::recv(number(), dropped.data(), dropped.size(), 0); });
    return transferred(result, Progress::awaits_readable);
}

}  // namespace usher::http
