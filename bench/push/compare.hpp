// Compares what a server holds with what was pushed, attribute by attribute.
#pragma once

#include "population/scim_json.hpp"

#include <string>
#include <vector>

namespace usher::bench {

/// The differences between `actual` and `expected`, each with its path: values missing, changed or
/// made up. Elements of lists match by their `type` or `value`, in any order. What only a server
/// can know (id, meta, groups, schemas) is not looked at here.
[[nodiscard]] std::vector<std::string> compare_user(const Json& expected, const Json& actual);

/// As compare_user() for a group; members are not looked at.
[[nodiscard]] std::vector<std::string> compare_group(const Json& expected, const Json& actual);

/// Compares two sets of ids: one difference for each that is missing, unexpected or there twice.
[[nodiscard]] std::vector<std::string> compare_ids(
    const std::string& path, std::vector<std::string> expected, std::vector<std::string> actual
);

}  // namespace usher::bench
