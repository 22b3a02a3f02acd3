// The one JSON type of Usher, and the only two ways between it and text.
//
// Objects keep the order in which their keys were sent, since identity providers compare what they
// get back with what they sent. nlohmann's full header stays out of this one: include
// <nlohmann/json.hpp> where values are looked into.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace usher::scim {

using Json = nlohmann::ordered_json;

/// What a JSON text may cost before it is refused.
struct JsonLimits {
    std::size_t depth = 32;  ///< nesting of objects and arrays
    std::size_t keys_per_object = 1000;
    std::size_t values = 2'000'000;  ///< scalars, objects and arrays together
};

/// Parses `text` as RFC 8259 JSON.
/// Throws Error::invalid_syntax naming the byte where reading stopped, for malformed JSON, invalid
/// UTF-8, a key that an object repeats, a U+0000 in any string (PostgreSQL cannot store it), an
/// integer beyond 64 bits, or a limit exceeded.
[[nodiscard]] Json parse_json(std::string_view text, const JsonLimits& limits = {});

/// Why parse_json() would refuse `text`; empty if it would not. For texts that are no request: the
/// caller knows better what to say.
[[nodiscard]] std::string json_fault(std::string_view text, const JsonLimits& limits = {});

/// Renders `value` without white space. Invalid UTF-8 cannot occur in what parse_json() returned.
[[nodiscard]] std::string to_text(const Json& value);

/// Appends `text` to `out` as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);

}  // namespace usher::scim
