#include "outbox/address_guard.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>

namespace usher::outbox {

namespace {

using Bytes = std::array<std::uint8_t, 16>;

/// A block of addresses, as IPv6; an IPv4 one as mapped (::ffff:0:0/96).
struct Block {
    Bytes prefix;
    unsigned bits;
};

constexpr unsigned mapped_bits = 96;

constexpr Block ipv4(std::uint8_t a, std::uint8_t b, std::uint8_t c, unsigned bits) {
    return {
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, 0},
        mapped_bits + bits
    };
}

constexpr Block ipv6(std::uint8_t a, std::uint8_t b, unsigned bits) {
    return {
        {a, b},
        bits
    };
}

/// Of a link only: cloud providers answer with credentials here.
constexpr std::array link_local{
    ipv4(169, 254, 0, 16),
    ipv6(0xfe, 0x80, 10),
    Block{{0xfd, 0x00, 0x0e, 0xc2}, 32}, // fd00:ec2::, the metadata of one of them
};

/// What the IANA special-purpose registries do not call globally reachable.
constexpr std::array not_global{
    ipv4(0, 0, 0, 8),
    ipv4(10, 0, 0, 8),
    ipv4(100, 64, 0, 10),
    ipv4(127, 0, 0, 8),
    ipv4(172, 16, 0, 12),
    ipv4(192, 0, 0, 24),
    ipv4(192, 0, 2, 24),
    ipv4(192, 168, 0, 16),
    ipv4(198, 18, 0, 15),
    ipv4(198, 51, 100, 24),
    ipv4(203, 0, 113, 24),
    ipv4(224, 0, 0, 3),
    ipv6(0xfc, 0x00, 7),
    ipv6(0xfe, 0xc0, 10),
    ipv6(0xff, 0x00, 8),
    ipv6(0x00, 0x00, 96), // ::, ::1 and IPv4-compatible
    ipv6(0x01, 0x00, 64), // discard only
    ipv6(0x20, 0x02, 16), // 6to4: IPv4 inside
    Block{{0x20, 0x01, 0x00},       23}, // protocol assignments, Teredo among them
    Block{{0x20, 0x01, 0x0d, 0xb8}, 32}, // documentation
    Block{{0x00, 0x64, 0xff, 0x9b}, 32}, // NAT64: IPv4 inside
};

bool contains(const Block& block, const Bytes& address) {
    const unsigned whole = block.bits / 8;
    if (!std::equal(address.begin(), address.begin() + whole, block.prefix.begin())) return false;
    const unsigned rest = block.bits % 8;
    if (rest == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xffU << (8 - rest));
    return (address.at(whole) & mask) == (block.prefix.at(whole) & mask);
}

template <std::size_t count>
bool within(const std::array<Block, count>& blocks, const Bytes& address) {
    return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
        return contains(block, address);
    });
}

Bytes bytes_of(const sockaddr_in& address) {
    Bytes bytes = ipv4(0, 0, 0, 0).prefix;
    std::memcpy(bytes.data() + mapped_bits / 8, &address.sin_addr, sizeof(address.sin_addr));
    return bytes;
}

Bytes bytes_of(const sockaddr_in6& address) {
    Bytes bytes{};
    std::memcpy(bytes.data(), &address.sin6_addr, sizeof(address.sin6_addr));
    return bytes;
}

}  // namespace

bool may_connect(const sockaddr& address, Reach reach) {
    if (reach == Reach::anywhere) return true;
    Bytes bytes{};
    if (address.sa_family == AF_INET) {
        sockaddr_in known{};
        std::memcpy(&known, &address, sizeof(known));
        bytes = bytes_of(known);
    } else if (address.sa_family == AF_INET6) {
        sockaddr_in6 known{};
        std::memcpy(&known, &address, sizeof(known));
        bytes = bytes_of(known);
    } else {
        return false;
    }
    if (within(link_local, bytes)) return false;
    return reach == Reach::network || !within(not_global, bytes);
}

}  // namespace usher::outbox
