#include "invitation/code.hpp"

#include "base/id.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace usher::invitation {

namespace {

constexpr std::size_t challenge_bytes = 2 * base::id_bytes;
constexpr std::size_t proof_bytes = 32;

std::string name(const ChallengeTarget& target) {
    return base::id_to_bytes(target.organization_id) + base::id_to_bytes(target.challenge_id);
}

/// Of different meaning for a code and a link, so that neither tells of the other.
std::string proof(const base::Secret& key, std::string_view meaning, const std::string& named) {
    return base::hmac_sha256(key, std::string(meaning) + named);
}

}  // namespace

base::Secret challenge_key(const base::Secret& server_key) {
    return base::derive_key(server_key, "challenge");
}

base::Secret challenge_code(const base::Secret& challenge_key, const ChallengeTarget& target) {
    const std::string mac = proof(challenge_key, "code", name(target));
    std::uint64_t number = 0;
    for (const char byte : std::string_view(mac).substr(0, sizeof(number)))
        number = number << 8U | static_cast<unsigned char>(byte);
    std::string digits(code_digits, '0');
    for (std::size_t at = code_digits; at > 0; --at) {
        digits[at - 1] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    return base::Secret(digits);
}

bool challenge_code_matches(
    const base::Secret& challenge_key, const ChallengeTarget& target, std::string_view typed
) {
    std::string digits;
    std::copy_if(typed.begin(), typed.end(), std::back_inserter(digits), [](char c) {
        return c != ' ' && c != '-';
    });
    return base::equal_in_constant_time(digits, challenge_code(challenge_key, target).reveal());
}

base::Secret challenge_link(const base::Secret& challenge_key, const ChallengeTarget& target) {
    const std::string named = name(target);
    return base::Secret(base::base64url(named + proof(challenge_key, "link", named)));
}

std::optional<ChallengeTarget> open_challenge_link(
    const base::Secret& challenge_key, std::string_view secret
) {
    const std::string bytes = base::from_base64url(secret);
    if (bytes.size() != challenge_bytes + proof_bytes) return std::nullopt;
    const std::string named = bytes.substr(0, challenge_bytes);
    const std::string_view mac = std::string_view(bytes).substr(challenge_bytes);
    if (!base::equal_in_constant_time(mac, proof(challenge_key, "link", named)))
        return std::nullopt;
    return ChallengeTarget{
        .organization_id = base::id_from_bytes(named.substr(0, base::id_bytes)),
        .challenge_id = base::id_from_bytes(named.substr(base::id_bytes))};
}

}  // namespace usher::invitation
