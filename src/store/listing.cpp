#include "store/listing.hpp"

#include "store/list_filter.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>

namespace usher::store {

namespace {

/// A stretch of the list that one order walks: all by id, those with a sort value, those without.
enum class ListSegment { all, present, absent };

class PageReader {
  public:
    PageReader(Session& session, const ListQuery& query, const Parameters& parameters)
        : session_(session), query_(query), source_(*query.source), given_(parameters) {
        if (query.sort != nullptr) sorting_ = &*query.sort->sorting;
    }

    [[nodiscard]] std::vector<ListSegment> segments() const {
        if (sorting_ == nullptr) return {ListSegment::all};
        if (sorting_->always) return {ListSegment::present};
        if (query_.descending) return {ListSegment::absent, ListSegment::present};
        return {ListSegment::present, ListSegment::absent};
    }

    [[nodiscard]] static bool holds(ListSegment segment, const Position& position) {
        return segment == ListSegment::all || (segment == ListSegment::absent) == position.absent;
    }

    /// At most `limit` rows of a segment: the source's columns, the id and the sort value.
    [[nodiscard]] std::vector<Row> fetch(
        ListSegment segment, const Position* after, std::size_t limit
    ) const {
        Binder binder;
        const std::string key = segment == ListSegment::present ? sorting_->value : source_.id;
        const std::string direction = query_.descending ? " DESC" : "";
        std::string sql = "SELECT " + source_.columns + ", " + source_.id + ", " + key + " FROM " +
                          from_where(segment, binder);
        if (after != nullptr) sql += " AND " + beyond(*after, segment, binder);
        sql += " ORDER BY " + key + direction;
        if (key != source_.id) sql += ", " + tie(segment) + direction;
        sql += " LIMIT " + binder.bind(std::to_string(limit));
        return session_.select(sql, all(binder), source_.column_count + 2);
    }

    [[nodiscard]] std::size_t count() const {
        Binder binder;
        const std::string sql = "SELECT count(*) FROM " + from_where(ListSegment::all, binder);
        return std::stoull(*session_.find(sql, all(binder), 1)->at(0));
    }

  private:
    [[nodiscard]] std::string from_where(ListSegment segment, Binder& binder) const {
        const bool joins = sorting_ != nullptr && !sorting_->table.empty();
        std::string sql = source_.from + " WHERE " + source_.where;
        if (segment == ListSegment::present && joins) {
            // Without a filter SQLite is told to walk in the order of the index: it would not know
            // that a page is all that is wanted. A filter may be the better start.
            sql = sorting_->table + (query_.filter ? ", " : " CROSS JOIN ") + sql + " AND " +
                  sorting_->on;
        }
        if (segment == ListSegment::present && !joins && !sorting_->always) {
            sql += " AND " + sorting_->value + " IS NOT NULL";
        }
        if (segment == ListSegment::absent) {
            sql += joins ? " AND NOT EXISTS (SELECT 1 FROM " + sorting_->table + " WHERE " +
                               sorting_->on + ")"
                         : " AND " + sorting_->value + " IS NULL";
        }
        if (query_.filter) sql += " AND " + list_condition(*query_.filter, source_, binder);
        return sql;
    }

    /// The id, by which items of one sort value follow each other.
    [[nodiscard]] const std::string& tie(ListSegment segment) const {
        const bool joined = segment == ListSegment::present && !sorting_->id.empty();
        return joined ? sorting_->id : source_.id;
    }

    /// That a row comes after a position.
    [[nodiscard]] std::string beyond(const Position& position, ListSegment segment, Binder& binder)
        const {
        const std::string comparison = query_.descending ? " < " : " > ";
        if (segment != ListSegment::present || sorting_->value == source_.id) {
            return source_.id + comparison + binder.bind(position.id);
        }
        std::string value = binder.bind(position.fold);
        if (query_.sort->kind == FieldKind::number) value = "CAST(" + value + " AS $INTEGER)";
        return "(" + sorting_->value + ", " + tie(segment) + ")" + comparison + "(" + value + ", " +
               binder.bind(position.id) + ")";
    }

    [[nodiscard]] Parameters all(const Binder& binder) const {
        Parameters parameters = given_;
        parameters.insert(parameters.end(), binder.parameters().begin(), binder.parameters().end());
        return parameters;
    }

    Session& session_;
    const ListQuery& query_;
    const ListSource& source_;
    const Parameters& given_;
    const ListSorting* sorting_ = nullptr;
};

Position position_of(const Row& row, std::size_t columns, ListSegment segment) {
    return {
        .absent = segment == ListSegment::absent,
        .fold = row[columns + 1].value_or(""),
        .id = *row[columns]};
}

}  // namespace

ListQuery bind_list_query(
    const ListSource& source, std::string_view filter, std::string_view sort
) {
    ListQuery query{.source = &source};
    if (!filter.empty()) {
        query.filter = scim::parse_filter(filter);
        Binder unused;
        static_cast<void>(list_condition(*query.filter, source, unused));
    }
    query.descending = sort.starts_with('-');
    if (query.descending) sort.remove_prefix(1);
    if (sort.empty()) return query;
    query.sort = find_field(source, sort);
    if (query.sort == nullptr || !query.sort->sorting) {
        throw scim::Error::invalid_path("this list cannot be sorted by " + std::string(sort));
    }
    return query;
}

ListPage read_list_page(
    Session& session, const ListQuery& query, const Parameters& parameters, const ListWindow& window
) {
    const PageReader reader(session, query, parameters);
    const std::size_t columns = query.source->column_count;
    ListPage page;
    std::optional<Position> last;
    bool reached = !window.after;
    for (const ListSegment segment : reader.segments()) {
        const bool here = window.after && PageReader::holds(segment, *window.after);
        reached = reached || here;
        if (!reached || page.next) continue;
        // One more than asked for shows whether anything lies beyond.
        const std::size_t wanted = window.limit - page.rows.size() + 1;
        for (Row& row : reader.fetch(segment, here ? &*window.after : nullptr, wanted)) {
            if (page.rows.size() == window.limit) {
                page.next = last;
                break;
            }
            last = position_of(row, columns, segment);
            row.resize(columns);
            page.rows.push_back(std::move(row));
        }
    }
    if (window.want_total) {
        const bool all_seen = !window.after && !page.next;
        page.total = all_seen ? page.rows.size() : reader.count();
    }
    return page;
}

}  // namespace usher::store
