#include "desk/totp.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <liboath/oath.h>
#include <memory>
#include <stdexcept>

namespace usher::desk {

namespace {

constexpr std::size_t key_bytes = 20;
constexpr unsigned digits = 6;
constexpr std::int64_t step_seconds = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;

std::int64_t step_at(base::Time time) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    return seconds / step_seconds;
}

std::string code_of_step(const base::Secret& key, std::int64_t step) {
    std::array<char, digits + 1> code{};
    const int answer = oath_totp_generate(
        key.reveal().data(),
        key.reveal().size(),
        step * step_seconds,
        static_cast<unsigned>(step_seconds),
        OATH_TOTP_DEFAULT_START_TIME,
        digits,
        code.data()
    );
    if (answer != OATH_OK) throw std::runtime_error("liboath makes no code");
    return {code.data(), digits};
}

std::string percent_encoded(const std::string& text) {
    constexpr std::string_view hex_digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool plain =
            base::is_letter(c) || base::is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += hex_digits[byte >> 4U];
        encoded += hex_digits[byte & 0xFU];
    }
    return encoded;
}

}  // namespace

base::Secret new_totp_key() {
    return base::Secret(base::random_bytes(key_bytes));
}

base::Secret totp_code(const base::Secret& key, base::Time time) {
    return base::Secret(code_of_step(key, step_at(time)));
}

std::optional<std::int64_t> totp_step(
    const base::Secret& key, std::string_view typed, base::Time now
) {
    std::string code;
    std::copy_if(typed.begin(), typed.end(), std::back_inserter(code), [](char c) {
        return c != ' ';
    });
    std::optional<std::int64_t> found;
    const std::int64_t present = step_at(now);
    for (std::int64_t step = present - 1; step <= present + 1; ++step) {
        if (base::equal_in_constant_time(code, code_of_step(key, step))) found = step;
    }
    return found;
}

base::Secret totp_key_text(const base::Secret& key) {
    char* text = nullptr;
    std::size_t size = 0;
    const int answer = oath_base32_encode(key.reveal().data(), key.reveal().size(), &text, &size);
    const std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
    if (answer != OATH_OK) throw std::runtime_error("liboath encodes no base32");
    return base::Secret(std::string(owned.get(), size));
}

base::Secret totp_url(
    const base::Secret& key, const std::string& issuer, const std::string& account
) {
    const std::string by = percent_encoded(issuer);
    return base::Secret(
        "otpauth://totp/" + by + ":" + percent_encoded(account) +
        "?secret=" + totp_key_text(key).reveal() + "&issuer=" + by
    );
}

}  // namespace usher::desk
