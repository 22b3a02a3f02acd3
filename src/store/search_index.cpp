#include "store/search_index.hpp"

#include <algorithm>

namespace usher::store {

namespace {

/// A stretch of the list that one index walks: all resources by id, those with a sort value, those
/// without.
enum class Segment { all, present, absent };

/// Builds the statements of one search; each has a binder of its own.
class IndexSearch {
  public:
    IndexSearch(Session& session, const Search& search)
        : session_(session), search_(search), query_(search.types.front()) {
        if (query_.sort != nullptr) sort_ = query_.type->find_indexed(*query_.sort);
    }

    [[nodiscard]] bool possible() const {
        if (query_.sort != nullptr && sort_ == nullptr) return false;
        if (query_.filter == nullptr) return true;
        Binder unused;
        return condition("", "", unused).exact;
    }

    [[nodiscard]] std::vector<Hit> page(const Window& window) const {
        const bool reverse = search_.descending != window.backward;
        std::vector<Segment> order = segments();
        if (reverse) std::reverse(order.begin(), order.end());

        std::vector<Hit> hits;
        std::size_t offset = window.offset;
        bool reached = !window.from;
        for (const Segment segment : order) {
            const bool here = window.from && holds(segment, *window.from);
            reached = reached || here;
            if (!reached) continue;
            const auto found = fetch(
                segment,
                here ? &*window.from : nullptr,
                reverse,
                {.limit = window.limit - hits.size(), .offset = offset}
            );
            const bool full = hits.size() + found.size() == window.limit;
            hits.insert(hits.end(), found.begin(), found.end());
            if (full) break;
            if (offset > 0 && segment != order.back()) {
                offset = found.empty() ? offset - std::min(offset, count(segment)) : 0;
            }
        }
        return hits;
    }

    [[nodiscard]] std::size_t count(Segment segment) const {
        Binder binder;
        const std::string sql = "SELECT count(*) FROM " + from_where(segment, binder);
        return std::stoull(*session_.find(sql, binder.parameters(), 1)->at(0));
    }

  private:
    struct Slice {
        std::size_t limit;
        std::size_t offset;
    };

    [[nodiscard]] std::vector<Segment> segments() const {
        if (query_.sort == nullptr) return {Segment::all};
        return {Segment::present, Segment::absent};
    }

    [[nodiscard]] static bool holds(Segment segment, const Position& position) {
        return segment == Segment::all || (segment == Segment::absent) == position.absent;
    }

    /// `organization` and `type` are the placeholders of the statement around it.
    [[nodiscard]] Condition condition(
        const std::string& organization, const std::string& type, Binder& binder
    ) const {
        const ConditionScope scope{
            .viewpoint = search_.viewpoint,
            .type = *query_.type,
            .organization = organization,
            .type_name = type};
        return to_sql(*query_.filter, scope, binder);
    }

    /// That `s` is a row that the viewer's list is sorted by.
    [[nodiscard]] std::string sort_row(const std::string& organization, Binder& binder) const {
        std::string sql = "s.organization_id = " + organization +
                          " AND s.path = " + binder.bind(sort_->path.text()) + " AND s.ordinal = 0";
        if (sort_->per_directory) sql += " AND " + is_of_viewer(search_.viewpoint, binder);
        return sql;
    }

    [[nodiscard]] std::string from_where(Segment segment, Binder& binder) const {
        const std::string organization = binder.bind(search_.viewpoint.organization_id);
        const std::string type = binder.bind(query_.type->name);
        std::string sql;
        if (segment == Segment::present) {
            sql =
                "attribute s JOIN resource r ON r.organization_id = s.organization_id "
                "AND r.type = s.type AND r.id = s.resource_id WHERE s.type = " +
                type + " AND " + sort_row(organization, binder);
        } else {
            sql = "resource r WHERE r.organization_id = " + organization + " AND r.type = " + type;
        }
        if (segment == Segment::absent) {
            sql += " AND NOT EXISTS (SELECT 1 FROM attribute s WHERE s.resource_id = r.id AND " +
                   sort_row(organization, binder) + ")";
        }
        if (query_.filter != nullptr) {
            const Condition filter = condition(organization, type, binder);
            if (!filter.sql.empty()) sql += " AND " + filter.sql;
        }
        return sql;
    }

    [[nodiscard]] std::vector<Hit> fetch(
        Segment segment, const Position* after, bool reverse, const Slice& slice
    ) const {
        Binder binder;
        const bool by_value = segment == Segment::present;
        const std::string direction = reverse ? " DESC" : "";
        const std::string comparison = reverse ? " < " : " > ";
        std::string sql = std::string("SELECT ") + resource_columns + ", " +
                          (by_value ? "s.fold" : "''") + " FROM " + from_where(segment, binder);
        if (after != nullptr && by_value) {
            sql += " AND (s.fold, s.resource_id)" + comparison + "(" + binder.bind(after->fold) +
                   ", " + binder.bind(after->id) + ")";
        } else if (after != nullptr) {
            sql += " AND r.id" + comparison + binder.bind(after->id);
        }
        sql += by_value ? " ORDER BY s.fold" + direction + ", s.resource_id" + direction
                        : " ORDER BY r.id" + direction;
        sql += " LIMIT " + binder.bind(std::to_string(slice.limit));
        if (slice.offset > 0) sql += " OFFSET " + binder.bind(std::to_string(slice.offset));

        std::vector<Hit> hits;
        for (const Row& row :
             session_.select(sql, binder.parameters(), resource_column_count + 1)) {
            Hit hit{.type = query_.type, .resource = read_resource(row), .position = {}};
            hit.position = {
                .absent = segment == Segment::absent,
                .fold = *row[resource_column_count],
                .id = hit.resource.id};
            hits.push_back(std::move(hit));
        }
        return hits;
    }

    Session& session_;
    const Search& search_;
    const TypeQuery& query_;
    const scim::IndexedPath* sort_ = nullptr;  ///< nullptr: by id, or by what is not indexed
};

}  // namespace

std::optional<Hits> search_by_index(Session& session, const Search& search, const Window& window) {
    if (search.types.size() != 1 || (search.sorted && search.types.front().sort == nullptr)) {
        return std::nullopt;
    }
    const IndexSearch index(session, search);
    if (!index.possible()) return std::nullopt;

    Hits found;
    if (window.limit > 0) {
        // One more than asked for shows whether anything lies beyond.
        Window wider = window;
        wider.limit = window.limit + 1;
        found.hits = index.page(wider);
        found.more = found.hits.size() > window.limit;
        if (found.more) found.hits.pop_back();
    }
    if (window.want_total) {
        const bool all_seen = window.limit > 0 && !window.from && !found.more &&
                              (window.offset == 0 || !found.hits.empty());
        found.total = all_seen ? window.offset + found.hits.size() : index.count(Segment::all);
    }
    if (window.backward) std::reverse(found.hits.begin(), found.hits.end());
    return found;
}

}  // namespace usher::store
