// From the URL that an operator writes to the connection string that SOCI can carry.
#pragma once

#include <string>

namespace usher::store {

/// SOCI takes a connection string apart at white space and does not know quotes, nor a URI without
/// "=". So everything that libpq reads in `url` becomes a percent-encoded query parameter of a URI
/// without anything else: a password may hold spaces, quotes, anything. What the URL does not say
/// about time-outs is added. Throws std::invalid_argument for what libpq cannot read; the text
/// names the part, never a password.
[[nodiscard]] std::string connection_string(const std::string& url);

}  // namespace usher::store
