#include "http/front/tls.hpp"

#include <array>
#include <stdexcept>

#include <openssl/err.h>

namespace usher::http {

namespace {

[[noreturn]] void fail(const std::string& what) {
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    throw std::runtime_error(what + ": " + reason.data());
}

}  // namespace

TlsContext make_tls_context(const std::string& certificate_file, const std::string& key_file) {
    ERR_clear_error();
    TlsContext context(SSL_CTX_new(TLS_server_method()));
    if (!context) fail("cannot use TLS");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(
        context.get(),
        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE
    );
    // A response buffer may grow between two attempts to write it, and an idle session should not
    // hold its 32 KiB of record buffers.
    SSL_CTX_set_mode(
        context.get(),
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
            SSL_MODE_RELEASE_BUFFERS
    );
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1) {
        fail("cannot use the TLS certificate " + certificate_file);
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        fail("cannot use the TLS key " + key_file);
    }
    if (SSL_CTX_check_private_key(context.get()) != 1) {
        fail("the TLS key " + key_file + " does not belong to " + certificate_file);
    }
    return context;
}

TlsSession accept_tls(SSL_CTX* context, int socket) {
    TlsSession session(SSL_new(context));
    if (!session || SSL_set_fd(session.get(), socket) != 1) return nullptr;
    SSL_set_accept_state(session.get());
    return session;
}

}  // namespace usher::http
