#include "http/scim_routes.hpp"

#include "base/text.hpp"
#include "directory/bulk.hpp"
#include "directory/etag.hpp"
#include "usher/scim/messages.hpp"

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

/// The body as JSON. A client may call it application/json, or leave the type away; anything else
/// is 415 (T01).
Json read_body(const Exchange& exchange) {
    const std::string* type = exchange.request.header("Content-Type");
    if (type != nullptr) {
        const std::string_view media =
            base::trimmed(std::string_view(*type).substr(0, type->find(';')));
        if (!base::equal_ignoring_case(media, scim_media_type) &&
            !base::equal_ignoring_case(media, "application/json")) {
            throw scim::Error::unsupported_media_type(
                "Content-Type: send application/scim+json or application/json"
            );
        }
    }
    return scim::parse_json(exchange.request.body);
}

Response json_response(const Exchange& exchange, int status, std::string body) {
    return {
        .status = status,
        .headers = {},
        .content_type = response_media_type(exchange.request),
        .body = std::move(body)};
}

Response representation(const Exchange& exchange, int status, directory::Shown shown) {
    Response response = json_response(exchange, status, std::move(shown.body));
    response.headers.emplace_back("ETag", directory::etag_of(shown.version));
    response.headers.emplace_back("Location", shown.location);
    return response;
}

scim::SearchRequest search_from_query(const Target& target) {
    scim::SearchRequest request;
    for (const auto& [name, value] : target.query) {
        // Unknown parameters are ignored (G04), such as Entra's aadOptscim062020.
        static_cast<void>(scim::read_search_parameter(request, name, value));
    }
    return request;
}

/// Discovery is not searched: sorting and paging are ignored, a filter is refused (D06).
void require_no_filter(const Exchange& exchange) {
    if (exchange.target.parameter("filter") != nullptr) {
        throw scim::Error::forbidden("filter: not available on discovery endpoints");
    }
}

template <class Range, class ToJson>
std::string discovery_list(const Range& range, ToJson&& to_json) {
    scim::ListPage page;
    for (const auto& entry : range)
        page.resources.push_back(scim::to_text(to_json(entry)));
    page.total_results = page.resources.size();
    page.start_index = 1;
    return scim::list_response(page);
}

}  // namespace

ScimRoutes::ScimRoutes(
    directory::Resources& resources,
    const scim::Registry& registry,
    const scim::ServiceLimits& limits
)
    : resources_(resources), registry_(registry), limits_(limits) {}

std::vector<const scim::ResourceType*> ScimRoutes::all_types() const {
    std::vector<const scim::ResourceType*> types;
    for (const scim::ResourceType& type : registry_.resource_types())
        types.push_back(&type);
    return types;
}

Response ScimRoutes::list(Exchange& exchange) const {
    const auto request = search_from_query(exchange.target);
    return json_response(
        exchange,
        200,
        resources_.search(exchange.call, {exchange.type}, request, exchange.type->endpoint)
    );
}

Response ScimRoutes::list_root(Exchange& exchange) const {
    const auto request = search_from_query(exchange.target);
    return json_response(
        exchange, 200, resources_.search(exchange.call, all_types(), request, "/")
    );
}

Response ScimRoutes::search(Exchange& exchange) const {
    const auto request = scim::parse_search_request(read_body(exchange));
    return json_response(
        exchange,
        200,
        resources_.search(exchange.call, {exchange.type}, request, exchange.type->endpoint)
    );
}

Response ScimRoutes::search_root(Exchange& exchange) const {
    const auto request = scim::parse_search_request(read_body(exchange));
    return json_response(
        exchange, 200, resources_.search(exchange.call, all_types(), request, "/")
    );
}

Response ScimRoutes::written(
    Exchange& exchange, const directory::Written& written, int status, bool always_with_body
) const {
    const bool asked = exchange.target.parameter("attributes") != nullptr ||
                       exchange.target.parameter("excludedAttributes") != nullptr;
    if (!always_with_body && !asked && exchange.type->members != nullptr) {
        // Entra and Okta are content with 204 for groups, whose members may be many (EN15, OK7).
        Response response{.status = 204, .headers = {}, .content_type = "", .body = ""};
        response.headers.emplace_back("ETag", directory::etag_of(written.resource.version));
        return response;
    }
    return representation(
        exchange,
        status,
        resources_.show(exchange.call, *exchange.type, written, exchange.projection())
    );
}

Response ScimRoutes::create(Exchange& exchange) const {
    static_cast<void>(exchange.projection());  // refused before anything is written
    return written(
        exchange, resources_.create(exchange.call, *exchange.type, read_body(exchange)), 201, true
    );
}

Response ScimRoutes::show(Exchange& exchange) const {
    auto shown = resources_.show(exchange.call, *exchange.type, exchange.id, exchange.projection());
    const std::string known = exchange.header("If-None-Match");
    if (!known.empty() && directory::names_version(known, shown.version)) {
        Response response{.status = 304, .headers = {}, .content_type = "", .body = ""};
        response.headers.emplace_back("ETag", directory::etag_of(shown.version));
        return response;
    }
    return representation(exchange, 200, std::move(shown));
}

Response ScimRoutes::replace(Exchange& exchange) const {
    static_cast<void>(exchange.projection());
    const auto result = resources_.replace(
        exchange.call, *exchange.type, exchange.id, read_body(exchange), exchange.header("If-Match")
    );
    return written(exchange, result, 200, true);
}

Response ScimRoutes::patch(Exchange& exchange) const {
    static_cast<void>(exchange.projection());
    const auto result = resources_.patch(
        exchange.call, *exchange.type, exchange.id, read_body(exchange), exchange.header("If-Match")
    );
    return written(exchange, result, 200, false);
}

Response ScimRoutes::remove(Exchange& exchange) const {
    resources_.remove(exchange.call, *exchange.type, exchange.id, exchange.header("If-Match"));
    return {.status = 204, .headers = {}, .content_type = "", .body = ""};
}

Response ScimRoutes::bulk(Exchange& exchange) const {
    if (exchange.request.body.size() > limits_.bulk_payload) {
        throw scim::Error::payload_too_large(
            "bulk: at most " + std::to_string(limits_.bulk_operations) +
            " operations (maxOperations) in " + std::to_string(limits_.bulk_payload) +
            " bytes (maxPayloadSize)"
        );
    }
    return json_response(
        exchange,
        200,
        directory::run_bulk(resources_, registry_, limits_, exchange.call, read_body(exchange))
    );
}

// The table of routes holds member functions.
// NOLINTNEXTLINE(readability-convert-member-functions-to-static)
Response ScimRoutes::me(Exchange& /*exchange*/) const {
    throw scim::Error::not_implemented("/Me: this token stands for a directory, not for a user");
}

Response ScimRoutes::service_provider_config(Exchange& exchange) const {
    require_no_filter(exchange);
    return json_response(
        exchange,
        200,
        scim::to_text(scim::service_provider_config(limits_, resources_.renderer().base_url()))
    );
}

Response ScimRoutes::schemas(Exchange& exchange) const {
    require_no_filter(exchange);
    const std::string& base_url = resources_.renderer().base_url();
    return json_response(
        exchange,
        200,
        discovery_list(
            registry_.schemas(),
            [&](const auto& schema) { return scim::schema_resource(*schema, base_url); }
        )
    );
}

Response ScimRoutes::schema(Exchange& exchange) const {
    require_no_filter(exchange);
    const scim::Schema* schema = registry_.find_schema(exchange.id);
    if (schema == nullptr) throw scim::Error::not_found("Schema " + exchange.id);
    return json_response(
        exchange,
        200,
        scim::to_text(scim::schema_resource(*schema, resources_.renderer().base_url()))
    );
}

Response ScimRoutes::resource_types(Exchange& exchange) const {
    require_no_filter(exchange);
    const std::string& base_url = resources_.renderer().base_url();
    return json_response(
        exchange,
        200,
        discovery_list(
            registry_.resource_types(),
            [&](const scim::ResourceType& type) {
                return scim::resource_type_resource(type, base_url);
            }
        )
    );
}

Response ScimRoutes::resource_type(Exchange& exchange) const {
    require_no_filter(exchange);
    const scim::ResourceType* type = registry_.find_type(exchange.id);
    if (type == nullptr) throw scim::Error::not_found("ResourceType " + exchange.id);
    return json_response(
        exchange,
        200,
        scim::to_text(scim::resource_type_resource(*type, resources_.renderer().base_url()))
    );
}

}  // namespace usher::http
