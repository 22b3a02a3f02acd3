// What every SCIM message has in common (RFC 7643 §2.1, RFC 7644 §8.2): names in any letter case,
// and a `schemas` array that says which message it is.
#pragma once

#include "usher/scim/json.hpp"

#include <string_view>

namespace usher::scim {

/// The member of `object` called `name` in any letter case; nullptr if it is absent or null.
[[nodiscard]] const Json* find_member(const Json& object, std::string_view name);

/// The same to change, and null is found too.
[[nodiscard]] Json* find_member_or_null(Json& object, std::string_view name);

/// Whether `object` has such a member at all, be it null.
[[nodiscard]] bool has_member(const Json& object, std::string_view name);

/// Throws Error::invalid_syntax unless `message` is an object whose `schemas` lists `urn` (G09,
/// H01).
void require_message(const Json& message, std::string_view urn);

/// The array called `name`. Throws Error::invalid_syntax if there is none.
[[nodiscard]] const Json& require_array(const Json& message, std::string_view name);

}  // namespace usher::scim
