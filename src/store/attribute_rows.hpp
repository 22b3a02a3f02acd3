// The rows of the attribute table: written with their resource, in its transaction.
#pragma once

#include "store/attribute_index.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::store {

/// Whose rows.
struct AttributeOwner {
    const std::string& organization_id;
    const std::string& type;
    const std::string& resource_id;
};

/// Inserts `entries`. Returns the path of the first whose unique value somebody else has.
[[nodiscard]] std::optional<std::string> insert_attribute_rows(
    Transaction& tx, const AttributeOwner& owner, const std::vector<IndexEntry>& entries
);

/// Turns the rows of `before` into those of `after`, touching only the paths that differ. Returns
/// as above.
[[nodiscard]] std::optional<std::string> replace_attribute_rows(
    Transaction& tx,
    const AttributeOwner& owner,
    const std::vector<IndexEntry>& before,
    const std::vector<IndexEntry>& after
);

}  // namespace usher::store
