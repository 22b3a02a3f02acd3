#include "base/id.hpp"

#include "base/secret.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace usher::base {

namespace {

constexpr std::string_view layout = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

// Every request has an id, and asking OpenSSL costs the same for a word as for hundreds: a lock and
// two system calls.
class RandomWords {
  public:
    std::uint64_t next() {
        if (at_ == words_.size()) refill();
        return words_.at(at_++);
    }

  private:
    void refill() {
        const std::string bytes = random_bytes(sizeof words_);
        std::memcpy(words_.data(), bytes.data(), bytes.size());
        at_ = 0;
    }

    std::array<std::uint64_t, 256> words_{};
    std::size_t at_ = words_.size();
};

std::uint64_t random_bits(unsigned count) {
    thread_local RandomWords words;
    return words.next() >> (64U - count);
}

// The one piece of process-wide state: what makes ids of one microsecond increase. It starts
// anywhere in the lower half of its 36 bits, so processes do not march in step and it cannot wrap.
std::uint64_t next_in_process() {
    static std::atomic<std::uint64_t> counter{random_bits(35)};
    return counter.fetch_add(1, std::memory_order_relaxed) & 0xF'FFFF'FFFFU;
}

}  // namespace

std::string new_id(Time now) {
    const auto micros = static_cast<std::uint64_t>(now.time_since_epoch().count());
    const std::uint64_t millis = micros / 1000;
    const std::uint64_t fraction = micros % 1000 * 4096 / 1000;  // RFC 9562, 6.2, method 3
    const std::array<std::uint64_t, 2> halves{
        millis << 16U | 0x7000U | fraction,
        std::uint64_t{0b10} << 62U | next_in_process() << 26U | random_bits(26)};
    std::string text(layout.size(), '-');
    unsigned digit = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (layout[i] == '-') continue;
        const std::uint64_t nibble = halves.at(digit / 16) >> (60U - digit % 16 * 4) & 0xFU;
        text[i] = "0123456789abcdef"[nibble];
        ++digit;
    }
    return text;
}

bool is_id(std::string_view text) {
    const auto fits = [](char c, char place) {
        if (place == '-') return c == '-';
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    };
    return text.size() == layout.size() &&
           std::equal(text.begin(), text.end(), layout.begin(), fits);
}

std::string id_to_bytes(std::string_view id) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string digits;
    std::copy_if(id.begin(), id.end(), std::back_inserter(digits), [](char c) { return c != '-'; });
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
        bytes += static_cast<char>(digit(digits[at]) * 16 + digit(digits[at + 1]));
    }
    return bytes;
}

std::string id_from_bytes(std::string_view bytes) {
    std::string id = hex(bytes);
    for (const std::size_t at : {8U, 13U, 18U, 23U})
        id.insert(at, 1, '-');
    return id;
}

}  // namespace usher::base
