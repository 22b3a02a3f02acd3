// Lists that need a look at every candidate: filters and sort keys outside the index, queries over
// several types.
#pragma once

#include "store/search.hpp"

namespace usher::store {

[[nodiscard]] Hits search_by_scan(
    Session& session, const Search& search, const Window& window, const Inspect& inspect
);

}  // namespace usher::store
