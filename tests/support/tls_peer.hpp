// A certificate for a test's server, and a TLS client that speaks one version only.
#pragma once

#include <filesystem>
#include <string>

namespace usher::test {

/// A fresh key and certificate for 127.0.0.1 in files of a folder that goes with it.
class SelfSignedCertificate {
  public:
    SelfSignedCertificate();
    SelfSignedCertificate(const SelfSignedCertificate&) = delete;
    SelfSignedCertificate& operator=(const SelfSignedCertificate&) = delete;
    ~SelfSignedCertificate();

    [[nodiscard]] std::string certificate_file() const { return folder_ / "certificate.pem"; }

    [[nodiscard]] std::string key_file() const { return folder_ / "key.pem"; }

  private:
    std::filesystem::path folder_;
};

enum class TlsVersion { v1_1, v1_2, v1_3 };

/// The status of a GET over TLS of just this version; 0 if the handshake fails.
[[nodiscard]] int tls_get(int port, TlsVersion version, const std::string& target);

}  // namespace usher::test
