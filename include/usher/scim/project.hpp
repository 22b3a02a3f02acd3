// Which attributes an answer shows (RFC 7644 §3.4.2.5, §3.9; RFC 7643 §7 `returned`).
#pragma once

#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <string_view>
#include <vector>

namespace usher::scim {

/// The `attributes` and `excludedAttributes` of one request, looked up in one resource type.
struct Projection {
    std::vector<BoundPath> attributes;
    std::vector<BoundPath> excluded;
    /// Whole schemas named by their URN: in `attributes`, in `excludedAttributes`.
    std::vector<const Schema*> schemas;
    std::vector<const Schema*> excluded_schemas;
    /// `attributes` was given, even if it named nothing that we know.
    bool restricted = false;

    /// Nothing was asked for: the stored text can be sent as it is (unless type.needs_projection).
    [[nodiscard]] bool is_default() const {
        return !restricted && excluded.empty() && excluded_schemas.empty();
    }

    /// Whether any part of `attribute`, a top-level one of whatever schema, can be in the answer.
    /// False for `members` under excludedAttributes=members: then they are never read (A05).
    [[nodiscard]] bool wants(const Attribute& attribute) const;
};

/// Reads the two comma-separated lists. Unknown names are ignored (A01); a value filter in a name
/// is cut off (A06); both given is Error::invalid_value (A03).
[[nodiscard]] Projection parse_projection(
    std::string_view attributes, std::string_view excluded, const ResourceType& type
);

/// Returns what may be shown of a full representation (document plus id, meta and computed
/// attributes). `always` is kept and `never` dropped whatever is asked (A02, A04); `schemas` is
/// kept as it is; an extension of which nothing is left is left out; naming a sub-attribute shows
/// it with its parent's `always` sub-attributes.
[[nodiscard]] Json project(
    const Json& resource, const Projection& projection, const ResourceType& type
);

}  // namespace usher::scim
