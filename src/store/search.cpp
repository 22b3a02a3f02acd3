#include "store/search.hpp"

#include "store/search_index.hpp"
#include "store/search_scan.hpp"

namespace usher::store {

Hits search(Session& session, const Search& search, const Window& window, const Inspect& inspect) {
    if (auto hits = search_by_index(session, search, window)) return std::move(*hits);
    return search_by_scan(session, search, window, inspect);
}

}  // namespace usher::store
