// Attribute paths (RFC 7644 §3.10), before and after their names are looked up.
//
// PATCH paths with a filter in brackets (§3.5.2) are PatchPath in filter.hpp.
#pragma once

#include "usher/scim/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace usher::scim {

/// `[URN:]attribute[.subAttribute]` as written.
struct AttributePath {
    std::string schema;  ///< the URN, or empty
    std::string attribute;
    std::string sub_attribute;  ///< or empty

    [[nodiscard]] std::string text() const;
    bool operator==(const AttributePath&) const = default;
};

/// Reads an attribute path; nullopt if `text` is none. The URN is everything up to the last colon,
/// since only names follow it: version numbers in URNs (`core:2.0:User`) hold dots, so the
/// sub-attribute is looked for after it. Names may hold `$`, `-` and `_` (`$ref` is one, erratum
/// 8924). A text that is a whole schema URN ("urn:...:2.0:User") is read with its last segment as
/// `attribute`; resolve() finds nothing under it.
[[nodiscard]] std::optional<AttributePath> attribute_path_from(std::string_view text);

/// attribute_path_from(), throwing Error::invalid_path.
[[nodiscard]] AttributePath parse_attribute_path(std::string_view text);

/// Finds what `path` names in `type`: common attributes, the base schema, extensions by URN, and an
/// unqualified extension attribute only with `unqualified_extensions` and only if exactly one
/// extension has it (Entra sends `manager`). Names and URNs compare without case (R08). A common
/// attribute may be qualified with the URN of the base schema.
[[nodiscard]] std::optional<BoundPath> resolve(
    const AttributePath& path, const ResourceType& type, bool unqualified_extensions = false
);

/// resolve(), throwing Error::invalid_path that names the path.
[[nodiscard]] BoundPath require_path(const AttributePath& path, const ResourceType& type);

}  // namespace usher::scim
