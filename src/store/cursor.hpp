// Cursors of RFC 9865: stateless, sealed, bound to the query and to who asked.
//
// A cursor holds the position of the page's edge. It confers no access: every page is authorised
// anew, and one that was made for another query or principal, or forged, does not open (same error
// for all).
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "store/search.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace usher::store {

struct Cursor {
    Position position;
    bool backward = false;
    std::size_t count = 0;             ///< the page size that it was made for
    std::optional<std::size_t> total;  ///< totalResults as counted on the first page
    base::Time issued_at{};
};

/// `query` is a text that names everything the answer depends on besides the position: principal,
/// endpoint, filter, sorting, projection.
[[nodiscard]] std::string write_cursor(
    const base::Secret& key, const Cursor& cursor, std::string_view query
);

/// Throws scim::Error::invalid_cursor, or expired_cursor when older than `timeout` at `now`.
[[nodiscard]] Cursor read_cursor(
    const base::Secret& key,
    std::string_view text,
    std::string_view query,
    base::Time now,
    std::chrono::seconds timeout
);

}  // namespace usher::store
