// GET of a list: filter, sort, limit and cursor in, `{items, next_cursor, total}` out.
#pragma once

#include "http/api/exchange.hpp"
#include "http/api/services.hpp"
#include "store/listing.hpp"

#include <functional>

namespace usher::http {

/// Turns the rows of a page into its items (a JSON array), reading beside them what it needs in
/// few statements.
using ListItems =
    std::function<scim::Json(store::Session& session, const std::vector<store::Row>& rows)>;

/// `parameters` are those that the source's texts use beside `:organization`. Throws Problem and
/// scim::Error naming the query parameter that does not fit. A cursor is good for a day, for the
/// same caller and the same query.
[[nodiscard]] Response answer_list(
    ApiServices& services,
    const ApiExchange& exchange,
    const store::ListSource& source,
    const store::Parameters& parameters,
    const ListItems& items
);

}  // namespace usher::http
