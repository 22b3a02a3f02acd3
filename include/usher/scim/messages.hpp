// The protocol's messages other than PATCH (RFC 7644 §3.4.3, §3.7, §8.2; RFC 9865 §2).
#pragma once

#include "usher/scim/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::scim {

inline constexpr std::string_view list_response_urn =
    "urn:ietf:params:scim:api:messages:2.0:ListResponse";
inline constexpr std::string_view search_request_urn =
    "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
inline constexpr std::string_view patch_op_urn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
inline constexpr std::string_view bulk_request_urn =
    "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
inline constexpr std::string_view bulk_response_urn =
    "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
inline constexpr std::string_view error_urn = "urn:ietf:params:scim:api:messages:2.0:Error";

/// A search as asked for, by query parameters or by a SearchRequest: texts, not yet looked up.
struct SearchRequest {
    std::string attributes;  ///< comma-separated
    std::string excluded_attributes;
    std::string filter;
    std::string sort_by;
    bool descending = false;
    std::optional<long> start_index;  ///< as sent; < 1 counts as 1 (N01)
    std::optional<long> count;        ///< as sent; < 0 counts as 0 (N01)
    std::optional<std::string>
        cursor;  ///< set: cursor pagination was asked for; empty: the first page
};

/// Reads the body of POST /.search (G08). Throws Error::invalid_syntax for a missing schema URN
/// (G09) or a wrong type, Error::invalid_value for an unknown sortOrder.
[[nodiscard]] SearchRequest parse_search_request(const Json& body);

/// Reads a SearchRequest from one query parameter; false if `name` is none of its names (G04:
/// ignored). Names count in any letter case; `attributes` given twice adds up. Throws
/// Error::invalid_value for a number that is none (invalid_count for `count`), or another
/// sortOrder.
bool read_search_parameter(SearchRequest& request, std::string_view name, const std::string& value);

/// A ListResponse spliced from rendered resources.
struct ListPage {
    std::optional<std::size_t> total_results;
    std::optional<std::size_t> start_index;  ///< index pagination only
    std::vector<std::string> resources;      ///< JSON texts
    std::optional<std::string> next_cursor;
    std::optional<std::string> previous_cursor;
};

/// Resources is always there, also when empty: clients iterate it without looking (Okta, Entra).
[[nodiscard]] std::string list_response(const ListPage& page);

/// One operation of a BulkRequest, checked for shape only: an operation's own faults (B02, B09) are
/// reported in its own answer, so they are kept in `fault` rather than thrown.
struct BulkOperation {
    std::string method;   ///< upper case
    std::string bulk_id;  ///< empty if none
    std::string version;
    std::string path;  ///< "/Users", "/Users/bulkId:x", "/Groups/id"
    Json data;
    std::string fault;  ///< why it cannot be carried out; empty if it can
};

struct BulkRequest {
    std::optional<std::size_t> fail_on_errors;
    std::vector<BulkOperation> operations;
};

/// Reads a BulkRequest. Throws Error::invalid_syntax for a wrong message (no schema URN, no
/// Operations array, a bulkId used twice), Error::payload_too_large naming both limits when there
/// are more than `max_operations` (B08).
[[nodiscard]] BulkRequest parse_bulk_request(
    const Json& body, std::size_t max_operations, std::size_t max_payload
);

/// Every bulkId that `value` mentions ("bulkId:x" as a whole string, anywhere inside).
[[nodiscard]] std::vector<std::string> bulk_references(const Json& value);

/// Replaces the reference to `bulk_id` by `id`, anywhere inside `value`.
void resolve_bulk_reference(Json& value, std::string_view bulk_id, std::string_view id);

}  // namespace usher::scim
