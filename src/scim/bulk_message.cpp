#include "base/text.hpp"
#include "scim/message_shape.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/messages.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

constexpr std::string_view reference_prefix = "bulkId:";

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

/// The string called `name`; a value of another kind is the operation's fault.
std::string read_string(const Json& source, std::string_view name, std::string& fault) {
    const Json* value = find_member(source, name);
    if (value == nullptr) return {};
    if (!value->is_string()) {
        if (fault.empty()) fault = std::string(name) + " must be a string";
        return {};
    }
    return value->get<std::string>();
}

/// Why an operation of this shape cannot be carried out (B02, B09); empty if it can.
std::string fault_of(const BulkOperation& operation) {
    static constexpr std::array<std::string_view, 4> methods{"POST", "PUT", "PATCH", "DELETE"};
    const std::string& method = operation.method;
    if (method.empty()) return "the operation has no method";
    if (std::find(methods.begin(), methods.end(), method) == methods.end())
        return "method \"" + method + "\" is none of POST, PUT, PATCH, DELETE";
    if (operation.path.size() < 2 || operation.path.front() != '/')
        return "path must begin with \"/\" and name an endpoint, as /Users does";
    const bool names_resource = operation.path.find('/', 1) != std::string::npos;
    if (method == "POST" && names_resource) return "POST needs an endpoint, not a resource's path";
    if (method != "POST" && !names_resource) return method + " needs the path of a resource";
    if (method == "POST" && operation.bulk_id.empty()) return "POST needs a bulkId";
    if (method != "DELETE" && !operation.data.is_object()) return method + " needs a data object";
    return {};
}

BulkOperation read_operation(const Json& source) {
    BulkOperation operation;
    if (!source.is_object()) {
        operation.fault = "the operation must be an object";
        return operation;
    }
    std::string& fault = operation.fault;
    operation.method = upper(read_string(source, "method", fault));
    operation.bulk_id = read_string(source, "bulkId", fault);
    operation.version = read_string(source, "version", fault);
    operation.path = read_string(source, "path", fault);
    if (const Json* data = find_member(source, "data")) operation.data = *data;
    if (fault.empty()) fault = fault_of(operation);
    return operation;
}

std::optional<std::size_t> read_fail_on_errors(const Json& body) {
    const Json* value = find_member(body, "failOnErrors");
    if (value == nullptr) return std::nullopt;
    if (!value->is_number_integer() || (!value->is_number_unsigned() && value->get<long>() < 0))
        throw Error::invalid_syntax("failOnErrors must be an integer that is not negative");
    return value->get<std::size_t>();
}

/// parse_json() bounds the depth.
void collect_references(
    const Json& value, std::unordered_set<std::string>& seen, std::vector<std::string>& references
) {
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        if (!text.starts_with(reference_prefix)) return;
        std::string bulk_id = text.substr(reference_prefix.size());
        if (seen.insert(bulk_id).second) references.push_back(std::move(bulk_id));
    } else if (value.is_structured()) {
        for (const Json& inner : value)
            collect_references(inner, seen, references);
    }
}

}  // namespace

BulkRequest parse_bulk_request(
    const Json& body, std::size_t max_operations, std::size_t max_payload
) {
    require_message(body, bulk_request_urn);
    const Json& sources = require_array(body, "Operations");
    if (sources.size() > max_operations)
        throw Error::payload_too_large(
            "a bulk request may hold " + std::to_string(max_operations) +
            " operations (maxOperations) in " + std::to_string(max_payload) +
            " bytes (maxPayloadSize); this one holds " + std::to_string(sources.size()) +
            " operations"
        );
    BulkRequest request;
    request.fail_on_errors = read_fail_on_errors(body);
    request.operations.reserve(sources.size());
    std::unordered_set<std::string> bulk_ids;
    for (const Json& source : sources) {
        BulkOperation operation = read_operation(source);
        if (!operation.bulk_id.empty() && !bulk_ids.insert(operation.bulk_id).second)
            throw Error::invalid_syntax("bulkId \"" + operation.bulk_id + "\" is used twice");
        request.operations.push_back(std::move(operation));
    }
    return request;
}

std::vector<std::string> bulk_references(const Json& value) {
    std::unordered_set<std::string> seen;
    std::vector<std::string> references;
    collect_references(value, seen, references);
    return references;
}

void resolve_bulk_reference(Json& value, std::string_view bulk_id, std::string_view id) {
    const std::string reference = std::string(reference_prefix) + std::string(bulk_id);
    if (value.is_string()) {
        if (value.get_ref<const std::string&>() == reference) value = std::string(id);
    } else if (value.is_structured()) {
        for (Json& inner : value)
            resolve_bulk_reference(inner, bulk_id, id);
    }
}

}  // namespace usher::scim
