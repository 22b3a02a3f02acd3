// Lists: filtered, sorted, by index or by position (RFC 7644 §3.4.2; RFC 9865).
//
// Every list has one total order: (value absent?, comparison key, id), or just id when nothing is
// sorted by; `descending` is its exact reverse, so absent values come last ascending and first
// descending (O02). Where the index can answer, SQL does, one page at a time at a cost that does
// not grow with the number of resources; else all candidates are inspected in batches, of which
// only the keys are kept.
#pragma once

#include "store/filter_sql.hpp"
#include "store/resources.hpp"
#include "usher/scim/filter.hpp"
#include "usher/scim/schema.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace usher::store {

/// Where a resource stands in the list's order.
struct Position {
    bool absent = false;  ///< has no value of what is sorted by
    std::string fold;     ///< "" when absent or when nothing is sorted by
    std::string id;
    auto operator<=>(const Position&) const = default;
};

struct TypeQuery {
    const scim::ResourceType* type = nullptr;
    const scim::BoundFilter* filter = nullptr;  ///< nullptr: all
    const scim::BoundPath* sort = nullptr;      ///< nullptr: by id, or the type lacks the attribute
};

/// Whether a candidate matches and where it stands; nullopt if it does not. Called where SQL cannot
/// tell.
using Inspect = std::function<std::optional<Position>(
    Session& session, const TypeQuery& query, const StoredResource& candidate
)>;

struct Search {
    Viewpoint viewpoint;
    std::vector<TypeQuery> types;  ///< one, or several for a query at the root
    bool sorted = false;           ///< sortBy was given
    bool descending = false;
    std::size_t scan_limit = 500'000;  ///< candidates inspected at most; more is Error::too_many
};

/// Which part of the list: `offset` from its start, or what lies after (`backward`: before) `from`.
struct Window {
    std::size_t offset = 0;
    std::optional<Position> from;
    bool backward = false;
    std::size_t limit = 100;
    bool want_total = true;
};

struct Hit {
    const scim::ResourceType* type = nullptr;
    StoredResource resource;
    Position position;
};

struct Hits {
    std::vector<Hit> hits;  ///< in list order, also when read backward
    std::optional<std::size_t> total;
    bool more = false;  ///< something lies beyond, in the direction of reading
};

[[nodiscard]] Hits search(
    Session& session, const Search& search, const Window& window, const Inspect& inspect
);

}  // namespace usher::store
