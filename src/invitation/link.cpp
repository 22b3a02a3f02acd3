#include "invitation/link.hpp"

#include "base/id.hpp"

#include <algorithm>
#include <iterator>

namespace usher::invitation {

namespace {

constexpr std::size_t counter_bytes = 4;
constexpr std::size_t named_bytes = 2 * base::id_bytes + 1 + counter_bytes;
constexpr std::size_t mac_bytes = 32;

std::string counter_text(std::uint32_t counter) {
    std::string bytes(counter_bytes, '\0');
    for (std::size_t at = 0; at < counter_bytes; ++at) {
        bytes[counter_bytes - 1 - at] = static_cast<char>(counter >> (8 * at) & 0xffU);
    }
    return bytes;
}

std::uint32_t counter_from(std::string_view bytes) {
    std::uint32_t counter = 0;
    for (const char byte : bytes)
        counter = counter << 8U | static_cast<unsigned char>(byte);
    return counter;
}

}  // namespace

std::string_view name_of(LinkChannel channel) {
    return link_channel_names.at(static_cast<std::size_t>(channel) - 1);
}

std::optional<LinkChannel> link_channel_from(std::string_view name) {
    const auto* const found = std::find(link_channel_names.begin(), link_channel_names.end(), name);
    if (found == link_channel_names.end()) return std::nullopt;
    return static_cast<LinkChannel>(std::distance(link_channel_names.begin(), found) + 1);
}

base::Secret link_key(const base::Secret& server_key) {
    return base::derive_key(server_key, "invitation link");
}

base::Secret link_secret(const base::Secret& link_key, const LinkTarget& target) {
    const std::string named = base::id_to_bytes(target.organization_id) +
                              base::id_to_bytes(target.invitation_id) +
                              static_cast<char>(target.channel) + counter_text(target.counter);
    return base::Secret(base::base64url(named + base::hmac_sha256(link_key, named)));
}

std::optional<LinkTarget> open_link(const base::Secret& link_key, std::string_view secret) {
    const std::string bytes = base::from_base64url(secret);
    if (bytes.size() != named_bytes + mac_bytes) return std::nullopt;
    const std::string_view named = std::string_view(bytes).substr(0, named_bytes);
    const std::string_view mac = std::string_view(bytes).substr(named_bytes);
    if (!base::equal_in_constant_time(mac, base::hmac_sha256(link_key, named))) return std::nullopt;
    const auto channel = static_cast<unsigned char>(named[2 * base::id_bytes]);
    if (channel == 0 || channel > link_channel_names.size()) return std::nullopt;
    return LinkTarget{
        .organization_id = base::id_from_bytes(named.substr(0, base::id_bytes)),
        .invitation_id = base::id_from_bytes(named.substr(base::id_bytes, base::id_bytes)),
        .channel = static_cast<LinkChannel>(channel),
        .counter = counter_from(named.substr(2 * base::id_bytes + 1))};
}

}  // namespace usher::invitation
