#include "store/search_scan.hpp"

#include "usher/scim/error.hpp"

#include <algorithm>
#include <map>

namespace usher::store {

namespace {

constexpr std::size_t batch = 500;

/// What is kept of a candidate that matches.
struct Match {
    Position position;
    std::size_t type = 0;

    [[nodiscard]] bool before(const Match& other) const { return position < other.position; }
};

/// The next candidates of a type after `last_id`, in id order.
std::vector<StoredResource> next_batch(
    Session& session, const Search& search, const TypeQuery& query, const std::string& last_id
) {
    Binder binder;
    const std::string organization = binder.bind(search.viewpoint.organization_id);
    const std::string type = binder.bind(query.type->name);
    std::string sql = std::string("SELECT ") + resource_columns +
                      " FROM resource r WHERE r.organization_id = " + organization +
                      " AND r.type = " + type + " AND r.id > " + binder.bind(last_id);
    if (query.filter != nullptr) {
        const ConditionScope scope{
            .viewpoint = search.viewpoint,
            .type = *query.type,
            .organization = organization,
            .type_name = type};
        const Condition condition = to_sql(*query.filter, scope, binder);
        if (!condition.sql.empty()) sql += " AND " + condition.sql;
    }
    sql += " ORDER BY r.id LIMIT " + binder.bind(std::to_string(batch));
    std::vector<StoredResource> candidates;
    for (const Row& row : session.select(sql, binder.parameters(), resource_column_count)) {
        candidates.push_back(read_resource(row));
    }
    return candidates;
}

std::vector<Match> all_matches(Session& session, const Search& search, const Inspect& inspect) {
    std::vector<Match> matches;
    std::size_t seen = 0;
    for (std::size_t type = 0; type < search.types.size(); ++type) {
        std::string last_id;
        for (;;) {
            const auto candidates = next_batch(session, search, search.types[type], last_id);
            seen += candidates.size();
            if (seen > search.scan_limit) {
                throw scim::Error::too_many(
                    "filter: more than " + std::to_string(search.scan_limit) +
                    " resources would have to be looked at; add a condition on an indexed attribute"
                );
            }
            for (const StoredResource& candidate : candidates) {
                if (auto position = inspect(session, search.types[type], candidate)) {
                    matches.push_back({.position = std::move(*position), .type = type});
                }
            }
            if (candidates.size() < batch) break;
            last_id = candidates.back().id;
        }
    }
    std::sort(matches.begin(), matches.end(), [](const Match& left, const Match& right) {
        return left.before(right);
    });
    return matches;
}

std::map<std::string, StoredResource> fetch_by_id(
    Session& session, const Search& search, const std::vector<std::string>& ids
) {
    std::map<std::string, StoredResource> resources;
    in_pieces(ids, [&](const std::vector<std::string>& piece) {
        Binder binder;
        std::vector<std::string> type_names;
        for (const TypeQuery& query : search.types)
            type_names.push_back(query.type->name);
        const std::string organization = binder.bind(search.viewpoint.organization_id);
        const std::string sql = std::string("SELECT ") + resource_columns +
                                " FROM resource r WHERE r.organization_id = " + organization +
                                " AND r.type IN " + binder.bind_list(type_names) + " AND r.id IN " +
                                binder.bind_list(piece);
        for (const Row& row : session.select(sql, binder.parameters(), resource_column_count)) {
            StoredResource resource = read_resource(row);
            resources.emplace(resource.id, std::move(resource));
        }
    });
    return resources;
}

/// The part of `matches` (in reading order) that the window shows, plus whether more follows.
std::pair<std::vector<Match>, bool> cut(
    const std::vector<Match>& matches, const Window& window, bool reverse
) {
    auto first =
        matches.begin() + static_cast<std::ptrdiff_t>(std::min(window.offset, matches.size()));
    if (window.from) {
        first = std::find_if(matches.begin(), matches.end(), [&](const Match& match) {
            return reverse ? match.position < *window.from : match.position > *window.from;
        });
    }
    const auto left = static_cast<std::size_t>(matches.end() - first);
    const auto size = std::min(left, window.limit);
    return {
        {first, first + static_cast<std::ptrdiff_t>(size)},
        left > size
    };
}

}  // namespace

Hits search_by_scan(
    Session& session, const Search& search, const Window& window, const Inspect& inspect
) {
    std::vector<Match> matches = all_matches(session, search, inspect);
    const bool reverse = search.descending != window.backward;
    if (reverse) std::reverse(matches.begin(), matches.end());

    Hits found;
    found.total = matches.size();
    auto [page, more] = cut(matches, window, reverse);
    found.more = more;
    std::vector<std::string> ids;
    for (const Match& match : page)
        ids.push_back(match.position.id);
    auto resources = fetch_by_id(session, search, ids);
    for (Match& match : page) {
        const auto resource = resources.find(match.position.id);
        if (resource == resources.end()) continue;  // deleted since it was looked at
        found.hits.push_back(
            {.type = search.types[match.type].type,
             .resource = std::move(resource->second),
             .position = std::move(match.position)}
        );
    }
    if (window.backward) std::reverse(found.hits.begin(), found.hits.end());
    return found;
}

}  // namespace usher::store
