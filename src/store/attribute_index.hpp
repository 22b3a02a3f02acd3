// Which rows of the attribute table a document has: its indexed values as comparison keys.
#pragma once

#include "store/database.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

/// What is looked for: a value of an indexed path.
struct IndexKey {
    std::string path;  ///< BoundPath::text()
    std::string fold;  ///< scim::comparison_key
};

struct IndexEntry {
    std::string path;
    std::string fold;
    std::size_t ordinal = 0;  ///< 0: what sorting uses
    Value unique_in;          ///< "" the organization, or a directory's id
    auto operator<=>(const IndexEntry&) const = default;
};

/// A key longer than this is refused: both databases bound what a B-tree row can hold.
inline constexpr std::size_t longest_fold = 1024;

/// The entries of `document` in path and ordinal order. `directory_id` scopes what is unique within
/// a directory. Throws scim::Error::invalid_value naming the attribute for a value longer than
/// longest_fold.
[[nodiscard]] std::vector<IndexEntry> index_entries(
    const scim::Json& document, const scim::ResourceType& type, const std::string& directory_id
);

/// The values at `path` in `document`, the primary one (else the first) first.
[[nodiscard]] std::vector<const scim::Json*> values_at(
    const scim::Json& document, const scim::BoundPath& path
);

}  // namespace usher::store
