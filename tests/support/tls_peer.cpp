#include "tests/support/tls_peer.hpp"

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace usher::test {

namespace {

template <auto release>
struct Release {
    template <class Object>
    void operator()(Object* object) const {
        release(object);
    }
};

using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;
using Connection = std::unique_ptr<BIO, Release<BIO_free_all>>;
using File = std::unique_ptr<std::FILE, Release<std::fclose>>;

std::filesystem::path new_certificate_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "usher-tls-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("cannot make a folder for the certificate");
    }
    return pattern;
}

Certificate sign_itself(EVP_PKEY* key) {
    constexpr long day = 24 * 60 * 60;
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), day);
    X509_set_pubkey(certificate.get(), key);
    auto* name = X509_get_subject_name(certificate.get());
    const std::string host = "127.0.0.1";
    std::basic_string<unsigned char> bytes(host.begin(), host.end());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, bytes.data(), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

int protocol(TlsVersion version) {
    switch (version) {
        case TlsVersion::v1_1:
            return TLS1_1_VERSION;
        case TlsVersion::v1_2:
            return TLS1_2_VERSION;
        default:
            return TLS1_3_VERSION;
    }
}

}  // namespace

SelfSignedCertificate::SelfSignedCertificate() : folder_(new_certificate_folder()) {
    constexpr std::size_t key_bits = 2048;
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", key_bits));
    const auto certificate = sign_itself(key.get());
    const File key_out(std::fopen(key_file().c_str(), "w"));
    const File certificate_out(std::fopen(certificate_file().c_str(), "w"));
    PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_X509(certificate_out.get(), certificate.get());
}

SelfSignedCertificate::~SelfSignedCertificate() {
    std::filesystem::remove_all(folder_);
}

int tls_get(int port, TlsVersion version, const std::string& target) {
    const Context context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_min_proto_version(context.get(), protocol(version));
    SSL_CTX_set_max_proto_version(context.get(), protocol(version));
    // Old versions need SHA-1 signatures: without this the client would refuse, not the server.
    SSL_CTX_set_cipher_list(context.get(), "DEFAULT:@SECLEVEL=0");
    const Connection connection(BIO_new_ssl_connect(context.get()));
    BIO_set_conn_hostname(connection.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
    if (BIO_do_connect(connection.get()) != 1) {
        return 0;
    }
    const auto request =
        "GET " + target + " HTTP/1.1\r\nHost: usher.test\r\nConnection: close\r\n\r\n";
    BIO_write(connection.get(), request.data(), static_cast<int>(request.size()));
    std::string answer(16, '\0');
    const int got = BIO_read(connection.get(), answer.data(), static_cast<int>(answer.size()));
    return got < 12 ? 0 : std::stoi(answer.substr(9, 3));
}

}  // namespace usher::test
