// A client's socket, plain or TLS, that never waits.
#pragma once

#include "http/front/file_descriptor.hpp"
#include "http/front/tls.hpp"

#include <cstddef>
#include <string_view>

namespace usher::http {

enum class Progress {
    made,             ///< something was done
    awaits_readable,  ///< nothing could be done before the socket is readable
    awaits_writable,  ///< likewise writable (under TLS a read may have to write, and the reverse)
    ended,            ///< the peer has closed, or the connection is broken
};

struct Transferred {
    Progress progress = Progress::ended;
    std::size_t bytes = 0;
};

/// Its threads should have SIGPIPE blocked: OpenSSL writes without MSG_NOSIGNAL.
class Transport {
  public:
    /// Owns `socket`, which must be non-blocking. Without `session` it is plain.
    Transport(FileDescriptor socket, TlsSession session);

    /// To be called until it is made, before the first transfer. Plain: made at once.
    [[nodiscard]] Progress shake_hands();

    [[nodiscard]] Transferred read(char* into, std::size_t size);
    [[nodiscard]] Transferred write(std::string_view bytes);

    /// Whether there are decrypted bytes to read, of which no poll will tell.
    [[nodiscard]] bool holds_input() const;

    /// Tells the peer that nothing more will come.
    void finish_writing();

    /// Reads and drops what the peer still sends, under TLS too.
    [[nodiscard]] Transferred discard_input() const;

    [[nodiscard]] int number() const { return socket_.number(); }

  private:
    [[nodiscard]] Progress progress_of(int result);

    FileDescriptor socket_;
    TlsSession session_;  // after the socket: freed before it is closed
};

}  // namespace usher::http
