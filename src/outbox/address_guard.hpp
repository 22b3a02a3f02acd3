// Where requests that strangers cause may go: an organization's admin chooses a webhook's URL, and
// that must not become a way into the operator's network (server-side request forgery).
//
// Asked of the address that is about to be connected to, after names have been looked up, so that a
// name that changes its address (DNS rebinding) gains nothing.
#pragma once

#include <sys/socket.h>

namespace usher::outbox {

enum class Reach {
    internet,  ///< addresses that the whole internet can reach
    network,   ///< loopback and private ones too; still none of a link, where clouds keep metadata
    anywhere,  ///< what the operator has configured
};

/// Whether a connection to `address` is within `reach`. IPv4 inside IPv6 is looked at as IPv4.
[[nodiscard]] bool may_connect(const sockaddr& address, Reach reach);

}  // namespace usher::outbox
