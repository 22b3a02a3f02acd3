// TLS on the same loop, with a certificate made for the test.
#include "tests/http/front_client.hpp"
#include "tests/http/front_fixture.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace front_tls_test {

using namespace usher;
using namespace usher::test;
using namespace std::chrono_literals;

namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* it) const {
        Free(it);
    }
};

using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Freed<SSL_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

/// A self-signed certificate and its key in a folder of their own, gone with the object.
class Identity {
  public:
    Identity() {
        std::string folder = std::filesystem::temp_directory_path() / "usher-tls-XXXXXX";
        if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("mkdtemp");
        folder_ = folder;
        const Key key(EVP_EC_gen("P-256"));
        const Certificate certificate(X509_new());
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        const File certificate_out(std::fopen(certificate_file().c_str(), "w"));
        PEM_write_X509(certificate_out.get(), certificate.get());
        const File key_out(std::fopen(key_file().c_str(), "w"));
        PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    }

    Identity(const Identity&) = delete;
    Identity& operator=(const Identity&) = delete;

    ~Identity() { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string certificate_file() const { return folder_ / "certificate.pem"; }

    [[nodiscard]] std::string key_file() const { return folder_ / "key.pem"; }

  private:
    std::filesystem::path folder_;
};

http::FrontOptions tls_front(const Identity& identity) {
    auto options = small_front();
    options.tls_certificate_file = identity.certificate_file();
    options.tls_key_file = identity.key_file();
    return options;
}

class TlsClient {
  public:
    TlsClient(const http::Front& front, int version)
        : client_(front), context_(SSL_CTX_new(TLS_client_method())) {
        SSL_CTX_set_min_proto_version(context_.get(), version);
        SSL_CTX_set_max_proto_version(context_.get(), version);
        SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");  // for TLS 1.1
        session_.reset(SSL_new(context_.get()));
        SSL_set_fd(session_.get(), client_.socket());
    }

    [[nodiscard]] bool shake_hands() {
        ERR_clear_error();
        return SSL_connect(session_.get()) == 1;
    }

    void send(const std::string& bytes) {
        const int size = static_cast<int>(bytes.size());
        if (SSL_write(session_.get(), bytes.data(), size) != size) {
            throw std::runtime_error("SSL_write");
        }
    }

    /// At least `size` bytes, if the server does not close before.
    [[nodiscard]] std::string receive(std::size_t size) {
        std::string all;
        while (all.size() < size) {
            char buffer[4096];
            const int got = SSL_read(session_.get(), buffer, sizeof buffer);
            if (got <= 0) break;
            all.append(buffer, static_cast<std::size_t>(got));
        }
        return all;
    }

    [[nodiscard]] bool closed_properly() {
        char byte = 0;
        return SSL_read(session_.get(), &byte, 1) == 0 &&
               (SSL_get_shutdown(session_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

  private:
    Client client_;
    Context context_;
    Session session_;
};

}  // namespace

TEST_CASE("requests are answered over TLS 1.2 and 1.3") {
    const Identity identity;
    const RunningFront front(tls_front(identity));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient client(front, version);
        REQUIRE(client.shake_hands());
        for (int i = 0; i < 3; ++i) {
            client.send(get("/x"));
            const auto answer = client.receive(1);
            CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
            CHECK(answer.find("GET /x from 127.0.0.1\n") != std::string::npos);
        }
        client.send(get("/", "Connection: close\r\n"));
        CHECK(client.receive(1).find("\r\nConnection: close\r\n") != std::string::npos);
        CHECK(client.closed_properly());
    }
}

TEST_CASE("TLS 1.1 is refused for its version") {
    const Identity identity;
    const RunningFront front(tls_front(identity));
    TlsClient client(front, TLS1_1_VERSION);
    CHECK_FALSE(client.shake_hands());
    CHECK(ERR_GET_REASON(ERR_peek_error()) == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION);
}

TEST_CASE("big bodies, pipelined and split requests pass through TLS") {
    const Identity identity;
    const RunningFront front(tls_front(identity));
    TlsClient client(front, TLS1_3_VERSION);
    REQUIRE(client.shake_hands());
    const std::string body(1000 * 1000, 'b');
    client.send(post("Content-Length: 1000000\r\n", body));
    CHECK(client.receive(body.size() + 100).find(body) != std::string::npos);
    // Both in one record: no poll tells of the second.
    client.send(get("/1") + get("/2"));
    auto answers = client.receive(1);
    while (answers.find("GET /2") == std::string::npos)
        answers += client.receive(1);
    CHECK(answers.find("GET /1") < answers.find("GET /2"));
    for (const char byte : get("/3"))
        client.send(std::string(1, byte));
    CHECK(client.receive(1).find("GET /3") != std::string::npos);
}

TEST_CASE("whoever speaks plain HTTP to TLS, or nothing, is dropped while others are served") {
    const Identity identity;
    auto options = tls_front(identity);
    options.request_deadline = 300ms;
    const RunningFront front(options);
    Client plain(front);
    plain.send(get("/"));
    CHECK(plain.receive_all().find("HTTP/1.1") == std::string::npos);
    Client silent(front);
    TlsClient client(front, TLS1_3_VERSION);
    REQUIRE(client.shake_hands());
    client.send(get("/"));
    CHECK(client.receive(1).starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(silent.receive_all().empty());
    client.send("GET /");
    CHECK(client.receive(1).starts_with("HTTP/1.1 408 "));
}

TEST_CASE("the slow lane and a drain work over TLS") {
    const Identity identity;
    RunningFront front(tls_front(identity), tell, [](const http::Request&) {
        return http::Pace::slow;
    });
    TlsClient client(front, TLS1_2_VERSION);
    REQUIRE(client.shake_hands());
    client.send(get("/slow"));
    CHECK(client.receive(1).find("GET /slow") != std::string::npos);
    std::thread drain([&] { front.drain(30s); });
    CHECK(client.receive(1).empty());
    drain.join();
    CHECK(front.counters().open == 0);
}

}  // namespace front_tls_test
