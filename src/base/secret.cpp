#include "base/secret.hpp"

#include <array>
#include <crypt.h>
#include <cstdint>
#include <memory>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

namespace usher::base {

namespace {

constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

bool libcrypt_can_hold(const std::string& password) {
    return password.size() < CRYPT_MAX_PASSPHRASE_SIZE && password.find('\0') == std::string::npos;
}

/// Empty if libcrypt refuses.
std::string crypt_with(const std::string& password, const std::string& setting) {
    const auto data = std::make_unique<crypt_data>();  // 32 KiB: too much for a stack
    const char* hash = crypt_rn(password.c_str(), setting.c_str(), data.get(), sizeof(crypt_data));
    return hash == nullptr ? std::string() : std::string(hash);
}

}  // namespace

std::string random_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    if (RAND_bytes(bytes_of(bytes), static_cast<int>(size)) != 1) {
        throw std::runtime_error("OpenSSL has no random bytes");
    }
    return bytes;
}

std::string sha256(std::string_view bytes) {
    // Looking an algorithm up and making a context for it takes OpenSSL several times as long as
    // hashing a token, which every request does.
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm(
        EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free
    );
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), EVP_MD_CTX_free
    );
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    const bool done = EVP_DigestInit_ex(context.get(), algorithm.get(), nullptr) == 1 &&
                      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                      EVP_DigestFinal_ex(context.get(), bytes_of(digest), nullptr) == 1;
    if (!done) throw std::runtime_error("OpenSSL cannot compute SHA-256");
    return digest;
}

std::string hmac_sha256(const Secret& key, std::string_view message) {
    const std::string& raw = key.reveal();
    std::string code(SHA256_DIGEST_LENGTH, '\0');
    const unsigned char* made = HMAC(
        EVP_sha256(),
        raw.data(),
        static_cast<int>(raw.size()),
        bytes_of(message),
        message.size(),
        bytes_of(code),
        nullptr
    );
    if (made == nullptr) throw std::runtime_error("OpenSSL cannot compute HMAC-SHA-256");
    return code;
}

Secret derive_key(const Secret& server_key, std::string_view purpose) {
    std::string key = server_key.reveal();
    if (key.empty()) throw std::invalid_argument("the server's key is empty");
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(
        EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free
    );
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(
        EVP_KDF_CTX_new(kdf.get()), EVP_KDF_CTX_free
    );
    std::string digest = "SHA256";
    std::string info(purpose);
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key.data(), key.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
        OSSL_PARAM_construct_end()};
    std::string derived(SHA256_DIGEST_LENGTH, '\0');
    const int done =
        context == nullptr
            ? 0
            : EVP_KDF_derive(context.get(), bytes_of(derived), derived.size(), parameters.data());
    OPENSSL_cleanse(key.data(), key.size());
    if (done != 1) throw std::runtime_error("OpenSSL cannot derive a key");
    return Secret(std::move(derived));
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string base64url(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char byte : bytes) {
        pending = pending << 8U | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 6; bits -= 6) {
            text += base64_digits[pending >> (bits - 6) & 0x3FU];
        }
    }
    if (bits > 0) text += base64_digits[pending << (6 - bits) & 0x3FU];
    return text;
}

std::string from_base64url(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char digit : text) {
        const std::size_t value = base64_digits.find(digit);
        if (value == std::string_view::npos) return {};
        pending = pending << 6U | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(pending >> bits & 0xFFU);
    }
    const bool leftover = (pending & ((1U << bits) - 1U)) != 0;
    return bits == 6 || leftover ? std::string() : bytes;
}

std::string hex(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 0xFU];
    }
    return text;
}

std::string hash_password(const Secret& password) {
    if (!libcrypt_can_hold(password.reveal())) {
        throw std::invalid_argument("a password of at most 511 bytes without U+0000 is needed");
    }
    std::string salt = random_bytes(32);
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
    const char* made = crypt_gensalt_rn(
        "$y$",
        0,
        salt.data(),
        static_cast<int>(salt.size()),
        setting.data(),
        static_cast<int>(setting.size())
    );
    std::string hash = made == nullptr ? std::string() : crypt_with(password.reveal(), made);
    if (hash.empty()) throw std::runtime_error("libcrypt cannot make a yescrypt hash");
    return hash;
}

bool password_matches(const Secret& password, const std::string& hash) {
    if (!libcrypt_can_hold(password.reveal())) return false;
    const std::string made = crypt_with(password.reveal(), hash);
    return !made.empty() && equal_in_constant_time(made, hash);
}

}  // namespace usher::base
