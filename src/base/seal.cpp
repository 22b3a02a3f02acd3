#include "base/seal.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace usher::base {

namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t key_bytes = 32;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

/// One pass of AES-256-GCM without its tag. Encrypting and decrypting differ in `encrypt` only.
std::string run_cipher(
    EVP_CIPHER_CTX* cipher,
    const Secret& key,
    std::string_view nonce,
    std::string_view input,
    std::string_view context,
    bool encrypt
) {
    if (key.reveal().size() != key_bytes)
        throw std::runtime_error("seal: the key must have 32 bytes");
    std::string output(input.size(), '\0');
    int length = 0;
    const bool good =
        EVP_CipherInit_ex(
            cipher, EVP_aes_256_gcm(), nullptr, bytes(key.reveal()), bytes(nonce), encrypt ? 1 : 0
        ) == 1 &&
        EVP_CipherUpdate(
            cipher, nullptr, &length, bytes(context), static_cast<int>(context.size())
        ) == 1 &&
        EVP_CipherUpdate(
            cipher, bytes(output), &length, bytes(input), static_cast<int>(input.size())
        ) == 1;
    if (!good) throw std::runtime_error("seal: AES-256-GCM is not available");
    return output;
}

}  // namespace

std::string seal(const Secret& key, std::string_view plain, std::string_view context) {
    const Context cipher(EVP_CIPHER_CTX_new());
    const std::string nonce = random_bytes(nonce_bytes);
    const std::string encrypted = run_cipher(cipher.get(), key, nonce, plain, context, true);
    std::string tag(tag_bytes, '\0');
    int length = 0;
    unsigned char none = 0;
    if (EVP_CipherFinal_ex(cipher.get(), &none, &length) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, tag.data()) != 1) {
        throw std::runtime_error("seal: AES-256-GCM failed");
    }
    return nonce + tag + encrypted;
}

std::optional<std::string> open_sealed(
    const Secret& key, std::string_view sealed, std::string_view context
) {
    if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
    const Context cipher(EVP_CIPHER_CTX_new());
    std::string tag(sealed.substr(nonce_bytes, tag_bytes));
    std::string plain = run_cipher(
        cipher.get(),
        key,
        sealed.substr(0, nonce_bytes),
        sealed.substr(nonce_bytes + tag_bytes),
        context,
        false
    );
    int length = 0;
    unsigned char none = 0;
    const bool genuine =
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1 &&
        EVP_CipherFinal_ex(cipher.get(), &none, &length) == 1;
    if (!genuine) return std::nullopt;
    return plain;
}

}  // namespace usher::base
