// PATCH in one call, on the built-in resource types and one with immutable attributes.
#pragma once

#include "tests/scim/served_types.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/patch.hpp"
#include "usher/scim/schema.hpp"

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace usher::test {

/// A resource type with `serial` (immutable), `codes` (immutable, several), `parts` (complex,
/// several; `value` immutable, `note` not, `labels` several strings), `owner` (complex; `value`
/// required).
[[nodiscard]] const scim::ResourceType& badge_type();

[[nodiscard]] scim::Json json(const std::string& text);

/// A PatchOp message of `operations`, the text of an array.
[[nodiscard]] scim::Json patch_message(const std::string& operations);

/// `document` settled, with `operations` applied.
[[nodiscard]] scim::Json patched(
    const scim::ResourceType& type, const scim::Json& document, const std::string& operations
);

/// What patching ends with; nullopt if it succeeds.
[[nodiscard]] std::optional<scim::ScimType> refusal(
    const scim::ResourceType& type, const scim::Json& document, const std::string& operations
);

/// A user document in canonical form.
[[nodiscard]] scim::Json babs();

/// babs() patched, and what that ends with.
[[nodiscard]] scim::Json user_after(const std::string& operations);
[[nodiscard]] std::optional<scim::ScimType> user_refusal(const std::string& operations);

/// A group of `count` members, "id-0" and following, as one that was read for PATCH would hold
/// them.
[[nodiscard]] scim::Json group_of(std::size_t count);

}  // namespace usher::test
