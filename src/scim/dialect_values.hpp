// Habits in the value of one attribute, wherever a message carries it.
#pragma once

#include "scim/habits.hpp"

#include <optional>
#include <string>

namespace usher::scim {

/// Rewrites what was sent for `attribute`. `multi_valued`: a list is wanted; otherwise one value,
/// which may be one of the attribute's several.
void adapt_value(
    Json& value, const Attribute& attribute, bool multi_valued, const habits::Context& context
);

/// Whether `text` spells a boolean; what it means.
[[nodiscard]] std::optional<bool> spelt_boolean(std::string_view text);

/// The URN of one of the type's schemas that `text` differs from by colons alone.
[[nodiscard]] std::optional<std::string> corrected_urn(
    std::string_view text, const ResourceType& type
);

/// The schema of `type` with this URN, base or extension; nullptr if there is none.
[[nodiscard]] const Schema* schema_of(std::string_view urn, const ResourceType& type);

}  // namespace usher::scim
