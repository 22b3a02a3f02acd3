// The server's side of TLS 1.2 and 1.3, by OpenSSL.
#pragma once

#include <memory>
#include <string>

#include <openssl/ssl.h>

namespace usher::http {

struct FreeTls {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

    void operator()(SSL* session) const { SSL_free(session); }
};

using TlsContext = std::unique_ptr<SSL_CTX, FreeTls>;
using TlsSession = std::unique_ptr<SSL, FreeTls>;

/// Throws std::runtime_error naming the file that cannot be used.
[[nodiscard]] TlsContext make_tls_context(
    const std::string& certificate_file, const std::string& key_file
);

/// A session that waits for the client's hello on `socket`, which it does not own. Null when there
/// is no memory for one.
[[nodiscard]] TlsSession accept_tls(SSL_CTX* context, int socket);

}  // namespace usher::http
