// Resources::search(): a search as asked for, looked up, run, and shown as a ListResponse.
#include "store/search.hpp"

#include "directory/resources.hpp"
#include "store/cursor.hpp"
#include "usher/scim/comparison.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/filter.hpp"

#include <algorithm>
#include <map>

namespace usher::directory {

namespace {

using scim::Json;
using scim::SearchRequest;

/// A search looked up in one resource type.
struct BoundSearch {
    const scim::ResourceType* type = nullptr;
    std::optional<scim::BoundFilter> filter;
    std::optional<scim::BoundPath> sort;
    scim::Projection projection;
};

/// `sortBy=emails` and `sortBy=manager` mean their value; a complex attribute without one has no
/// order (O04).
scim::BoundPath sortable(scim::BoundPath path) {
    if (path.target().type != scim::Type::complex) return path;
    const scim::Attribute* value = path.attribute->find("value");
    if (path.sub_attribute != nullptr || value == nullptr) {
        throw scim::Error::invalid_path(
            "sortBy: " + path.text() + " is complex; name a sub-attribute"
        );
    }
    path.sub_attribute = value;
    return path;
}

std::optional<scim::BoundPath> bind_sort(
    const SearchRequest& request, const scim::ResourceType& type, bool several_types
) {
    if (request.sort_by.empty()) return std::nullopt;
    const auto written = scim::parse_attribute_path(request.sort_by);
    const auto path = scim::resolve(written, type);
    if (path && path->target().returned == scim::Returned::never) {
        throw scim::Error::sensitive("sortBy: " + path->text() + " is never shown");
    }
    if (path) return sortable(*path);
    if (several_types) return std::nullopt;
    throw scim::Error::invalid_path(
        "sortBy: " + type.name + " has no attribute " + request.sort_by
    );
}

/// Whether the filter looks at `attribute`: then it must be read for the comparison.
bool mentions(const scim::BoundFilter& filter, const scim::Attribute* attribute) {
    const auto any = [&](const std::vector<scim::BoundFilter>& operands) {
        return std::any_of(operands.begin(), operands.end(), [&](const scim::BoundFilter& operand) {
            return mentions(operand, attribute);
        });
    };
    if (const auto* comparison = std::get_if<scim::BoundComparison>(&filter.node)) {
        return comparison->path.attribute == attribute;
    }
    if (const auto* path = std::get_if<scim::BoundValuePath>(&filter.node)) {
        return path->path.attribute == attribute;
    }
    if (const auto* both = std::get_if<scim::BoundAnd>(&filter.node)) return any(both->operands);
    if (const auto* either = std::get_if<scim::BoundOr>(&filter.node)) return any(either->operands);
    if (const auto* no = std::get_if<scim::BoundNot>(&filter.node)) return any(no->operand);
    return false;
}

/// Judges candidates that SQL could not: renders what the filter may see, and compares.
class Judge {
  public:
    Judge(const Renderer& renderer, const Call& call, const std::vector<BoundSearch>& searches)
        : renderer_(renderer), call_(call) {
        for (const BoundSearch& search : searches)
            by_type_[search.type] = &search;
    }

    [[nodiscard]] std::optional<store::Position> operator()(
        store::Session& session,
        const store::TypeQuery& query,
        const store::StoredResource& candidate
    ) const {
        const BoundSearch& search = *by_type_.at(query.type);
        const scim::Projection seen = seen_by(search);
        const View view{.type = *query.type, .projection = seen, .viewer = call_.directory.id};
        const Related related =
            renderer_.related(session, call_.organization_id, view, {candidate.id});
        const Json resource = scim::parse_json(
            renderer_.render(candidate, view, related), {.keys_per_object = 1'000'000}
        );
        if (search.filter && !scim::matches(*search.filter, resource)) return std::nullopt;
        store::Position position{.absent = true, .fold = "", .id = candidate.id};
        if (!search.sort) return position;
        for (const Json* value : store::values_at(resource, *search.sort)) {
            if (auto key = scim::comparison_key(search.sort->target(), *value)) {
                position.absent = false;
                position.fold = std::move(*key);
                break;
            }
        }
        return position;
    }

  private:
    /// Members and groups are read for the filter's sake only if it asks for them.
    [[nodiscard]] static scim::Projection seen_by(const BoundSearch& search) {
        scim::Projection seen;
        for (const scim::Attribute* computed : {search.type->members, search.type->memberships}) {
            const bool used = (search.filter && mentions(*search.filter, computed)) ||
                              (search.sort && search.sort->attribute == computed);
            if (computed != nullptr && !used) {
                seen.excluded.push_back({.schema = search.type->schema, .attribute = computed});
            }
        }
        return seen;
    }

    const Renderer& renderer_;
    const Call& call_;
    std::map<const scim::ResourceType*, const BoundSearch*> by_type_;
};

/// Everything a cursor is bound to besides the position.
std::string fingerprint(
    const Call& call, const SearchRequest& request, const std::string& endpoint
) {
    std::string text;
    for (const std::string& part :
         {call.organization_id,
          call.directory.id,
          endpoint,
          request.filter,
          request.sort_by,
          std::string(request.descending ? "descending" : "ascending"),
          request.attributes,
          request.excluded_attributes}) {
        text += std::to_string(part.size()) + ":" + part;
    }
    return text;
}

std::size_t page_size(const SearchRequest& request, const scim::ServiceLimits& limits) {
    if (!request.count) return limits.default_page;
    return std::min(static_cast<std::size_t>(std::max(0L, *request.count)), limits.filter_results);
}

std::vector<BoundSearch> bind_all(
    Call& call, const std::vector<const scim::ResourceType*>& types, const SearchRequest& request
) {
    std::vector<BoundSearch> searches;
    const bool several = types.size() > 1;
    for (const scim::ResourceType* type : types) {
        BoundSearch search;
        search.type = type;
        if (!request.filter.empty()) {
            const auto filter =
                scim::adapt_filter(request.filter, *type, call.dialect, call.habits);
            search.filter = scim::bind(filter, *type, {.unknown_is_absent = several});
        }
        search.sort = bind_sort(request, *type, several);
        search.projection =
            scim::parse_projection(request.attributes, request.excluded_attributes, *type);
        searches.push_back(std::move(search));
    }
    return searches;
}

std::vector<std::string> render_hits(
    store::Session& session,
    const Renderer& renderer,
    const Call& call,
    const std::vector<BoundSearch>& searches,
    const store::Hits& found
) {
    std::map<const scim::ResourceType*, std::vector<std::string>> ids;
    for (const store::Hit& hit : found.hits)
        ids[hit.type].push_back(hit.resource.id);
    std::map<const scim::ResourceType*, Related> related;
    std::map<const scim::ResourceType*, const BoundSearch*> by_type;
    for (const BoundSearch& search : searches) {
        const View view{
            .type = *search.type, .projection = search.projection, .viewer = call.directory.id};
        by_type[search.type] = &search;
        if (!ids[search.type].empty()) {
            related[search.type] =
                renderer.related(session, call.organization_id, view, ids[search.type]);
        }
    }
    std::vector<std::string> texts;
    for (const store::Hit& hit : found.hits) {
        const View view{
            .type = *hit.type,
            .projection = by_type[hit.type]->projection,
            .viewer = call.directory.id};
        texts.push_back(renderer.render(hit.resource, view, related[hit.type]));
    }
    return texts;
}

}  // namespace

std::string Resources::search(
    Call& call,
    const std::vector<const scim::ResourceType*>& types,
    const SearchRequest& request,
    const std::string& endpoint
) {
    const std::vector<BoundSearch> searches = bind_all(call, types, request);
    store::Search search{
        .viewpoint = {.organization_id = call.organization_id, .directory_id = call.directory.id},
        .types = {                                       },
        .sorted = !request.sort_by.empty(),
        .descending = request.descending && !request.sort_by.empty(),
        .scan_limit = limits_.filter_candidates
    };
    for (const BoundSearch& bound : searches) {
        search.types.push_back(
            {.type = bound.type,
             .filter = bound.filter ? &*bound.filter : nullptr,
             .sort = bound.sort ? &*bound.sort : nullptr}
        );
    }

    const std::string query = fingerprint(call, request, endpoint);
    store::Window window{
        .offset = 0,
        .from = {},
        .backward = false,
        .limit = page_size(request, limits_),
        .want_total = true};
    std::optional<std::size_t> known_total;
    if (request.cursor && !request.cursor->empty()) {
        const auto cursor = store::read_cursor(
            cursor_key_,
            *request.cursor,
            query,
            clock_.now(),
            std::chrono::seconds(limits_.cursor_timeout_seconds)
        );
        if (cursor.count != window.limit) {
            throw scim::Error::invalid_count("count: must stay what it was on the first page");
        }
        window.from = cursor.position;
        window.backward = cursor.backward;
        window.want_total = false;
        known_total = cursor.total;
    } else if (!request.cursor) {
        window.offset = static_cast<std::size_t>(std::max(1L, request.start_index.value_or(1)) - 1);
    }

    return database_.read([&](store::Session& session) {
        const Judge judge(renderer_, call, searches);
        const store::Hits found = store::search(session, search, window, judge);
        scim::ListPage page;
        page.resources = render_hits(session, renderer_, call, searches, found);
        page.total_results = known_total ? known_total : found.total;
        if (!request.cursor) {
            page.start_index = window.offset + 1;
            return scim::list_response(page);
        }
        const auto edge = [&](const store::Hit& hit, bool backward) {
            return store::write_cursor(
                cursor_key_,
                {.position = hit.position,
                 .backward = backward,
                 .count = window.limit,
                 .total = page.total_results,
                 .issued_at = clock_.now()},
                query
            );
        };
        // Something lies beyond in the direction of reading, and always back where we came from.
        const bool follows = window.backward || found.more;
        const bool precedes = window.backward ? found.more : window.from.has_value();
        if (follows && !found.hits.empty()) page.next_cursor = edge(found.hits.back(), false);
        if (precedes && !found.hits.empty()) page.previous_cursor = edge(found.hits.front(), true);
        return scim::list_response(page);
    });
}

}  // namespace usher::directory
