// Lists that SQL can answer alone: one resource type, an exact condition, sorted by id or an
// indexed attribute.
#pragma once

#include "store/search.hpp"

#include <optional>

namespace usher::store {

/// nullopt if this search is none of those.
[[nodiscard]] std::optional<Hits> search_by_index(
    Session& session, const Search& search, const Window& window
);

}  // namespace usher::store
