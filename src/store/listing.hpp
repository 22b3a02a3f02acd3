// Lists of the admin API: from a description of a list's fields, filters, sorting and pages become
// SQL. SQL says all of a filter: nothing is looked at afterwards.
//
// Filters are SCIM's (RFC 7644 §3.4.2.2) over the list's field names, and mean what they mean
// there: a field with many values matches if one does; `ne` is the negation of `eq`; what is absent
// (NULL) matches `ne`, `eq null` and `eq ""` only. Pages follow a key (sort value, id), so that a
// page costs the same wherever it lies. Values are bound, never spliced.
#pragma once

#include "store/database.hpp"
#include "store/search.hpp"
#include "usher/scim/filter.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

enum class FieldKind {
    text,     ///< compared as it is
    folded,   ///< the column holds base::fold_case() of the value; literals are folded
    word,     ///< one of `words`: eq, ne, pr
    id,       ///< eq, ne, pr
    time,     ///< base::to_text(); literals are xsd:dateTime
    number,   ///< whole numbers
    boolean,  ///< 0 or 1: eq, ne, pr
};

/// How a list is sorted by a field.
struct ListSorting {
    std::string value;       ///< SQL; of the list's table, or of `table`
    std::string table = {};  ///< "attribute s": joined on `on`, at most one row for each item
    std::string on = {};
    std::string id = {};  ///< the item's id in `table`, so that its index gives the whole order
    bool always = true;   ///< every item has a value; else those without come last
};

struct ListField {
    std::string name;  ///< as the API names it: "actor.kind"
    FieldKind kind = FieldKind::text;
    std::string value = {};  ///< SQL of the value; NULL: absent
    /// Of a field with many values: "SELECT m.member_id FROM membership m WHERE ...", the ids of
    /// items; `value` is then of its rows.
    std::string rows = {};
    std::vector<std::string> words = {};
    std::optional<ListSorting> sorting = {};  ///< nullopt: not sortable
};

/// A list. Its texts may use the parameters that come with a request: `:organization` always.
struct ListSource {
    std::string name;     ///< of the list, for its cursors
    std::string columns;  ///< "e.id, e.at"
    std::size_t column_count = 0;
    std::string from;   ///< "event e"
    std::string where;  ///< "e.organization_id = :organization"; the organization comes first
    std::string id;     ///< "e.id": unique, and the order of lists that are not sorted
    std::vector<ListField> fields;
};

/// A filter and a sorting that fit a list. `source` must outlive it.
struct ListQuery {
    const ListSource* source = nullptr;
    std::optional<scim::Filter> filter = {};
    const ListField* sort = nullptr;  ///< nullptr: by id
    bool descending = false;
};

/// Reads `filter` ("" for none) and `sort` ("field", "-field", "" for none) for a list. Throws
/// scim::Error::invalid_filter naming the field, operator or literal that does not fit, and
/// invalid_path for what cannot be sorted by.
[[nodiscard]] ListQuery bind_list_query(
    const ListSource& source, std::string_view filter, std::string_view sort
);

struct ListWindow {
    std::size_t limit = 0;
    std::optional<Position> after = {};
    bool want_total = false;
};

struct ListPage {
    std::vector<Row> rows;             ///< of the source's columns
    std::optional<Position> next;      ///< where the next page begins; nullopt: this is the last
    std::optional<std::size_t> total;  ///< of all pages, if wanted
};

/// `parameters` are those that the source's texts use.
[[nodiscard]] ListPage read_list_page(
    Session& session, const ListQuery& query, const Parameters& parameters, const ListWindow& window
);

}  // namespace usher::store
