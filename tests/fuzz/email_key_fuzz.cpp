// Addresses from anywhere: a key is made or not; a key is its own key, in ASCII after the '@', and
// what it says of the domain is what the domain alone says.
#include "invitation/keys.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace usher::invitation;

void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto key = email_key(text);
    if (key) {
        check(email_key(*key) == key);
        const std::string_view domain = domain_of(*key);
        check(domain_key(domain) == domain);
        check(std::all_of(domain.begin(), domain.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x80;
        }));
        check(std::count(key->begin(), key->end(), '@') == 1);
    }
    const auto phone = phone_key(text, "ES");
    if (phone) check(phone_key(*phone, "") == phone);
    return 0;
}
