// Identifiers: UUIDv7 (RFC 9562), so that rows made together lie together.
#pragma once

#include "base/clock.hpp"

#include <string>
#include <string_view>

namespace usher::base {

/// A new UUIDv7 in the usual lower-case text. Ids order by `now` (to the microsecond); for one
/// `now` they are strictly increasing within a process. Thread-safe.
[[nodiscard]] std::string new_id(Time now);

/// Whether `text` looks like an id of ours: a UUID in lower case. What does not is not asked for in
/// the database.
[[nodiscard]] bool is_id(std::string_view text);

inline constexpr std::size_t id_bytes = 16;

/// An id of ours as its 16 bytes, for what carries ids in little space.
[[nodiscard]] std::string id_to_bytes(std::string_view id);
/// The inverse. `bytes` are 16.
[[nodiscard]] std::string id_from_bytes(std::string_view bytes);

}  // namespace usher::base
