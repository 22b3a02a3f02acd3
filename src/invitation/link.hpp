// The secret of an invitation: derived, never stored (domain.md, "Joining").
//
// A link's secret is base64url of organization id (16 bytes), invitation id (16), channel (1),
// counter (4) and HMAC-SHA-256 (32) over those under a key derived from the server's. Each channel
// has a counter of its own: a new one kills that channel's old link. Whoever can read the database
// can make none.
#pragma once

#include "base/secret.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace usher::invitation {

/// Where a secret travels; the wire numbers are fixed.
enum class LinkChannel : std::uint8_t { email = 1, sms = 2, link = 3, qr = 4, print = 5 };

inline constexpr std::array<std::string_view, 5> link_channel_names{
    "email", "sms", "link", "qr", "print"};

[[nodiscard]] std::string_view name_of(LinkChannel channel);
[[nodiscard]] std::optional<LinkChannel> link_channel_from(std::string_view name);

/// What a secret names.
struct LinkTarget {
    std::string organization_id;
    std::string invitation_id;
    LinkChannel channel = LinkChannel::email;
    std::uint32_t counter = 1;
    bool operator==(const LinkTarget&) const = default;
};

/// The key for links, from the server's key.
[[nodiscard]] base::Secret link_key(const base::Secret& server_key);

[[nodiscard]] base::Secret link_secret(const base::Secret& link_key, const LinkTarget& target);

/// What `secret` names, if it was made with `link_key`; whether the counter is the current one is
/// for the store to say. Compared in constant time.
[[nodiscard]] std::optional<LinkTarget> open_link(
    const base::Secret& link_key, std::string_view secret
);

}  // namespace usher::invitation
