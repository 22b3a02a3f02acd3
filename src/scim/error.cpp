#include "usher/scim/error.hpp"

#include "usher/scim/json.hpp"

namespace usher::scim {
namespace {

std::string in_seconds(std::chrono::seconds time) {
    return std::to_string(time.count()) + (time.count() == 1 ? " second" : " seconds");
}

}  // namespace

std::string_view keyword(ScimType type) {
    switch (type) {
        case ScimType::none:
            return "";
        case ScimType::invalid_filter:
            return "invalidFilter";
        case ScimType::too_many:
            return "tooMany";
        case ScimType::uniqueness:
            return "uniqueness";
        case ScimType::mutability:
            return "mutability";
        case ScimType::invalid_syntax:
            return "invalidSyntax";
        case ScimType::invalid_path:
            return "invalidPath";
        case ScimType::no_target:
            return "noTarget";
        case ScimType::invalid_value:
            return "invalidValue";
        case ScimType::invalid_vers:
            return "invalidVers";
        case ScimType::sensitive:
            return "sensitive";
        case ScimType::invalid_cursor:
            return "invalidCursor";
        case ScimType::expired_cursor:
            return "expiredCursor";
        case ScimType::invalid_count:
            return "invalidCount";
    }
    return "";
}

Error::Error(int status, ScimType type, const std::string& detail)
    : std::runtime_error(detail), status_(status), type_(type) {}

Error Error::invalid_filter(const std::string& detail) {
    return {400, ScimType::invalid_filter, detail};
}

Error Error::too_many(const std::string& detail) {
    return {400, ScimType::too_many, detail};
}

Error Error::mutability(const std::string& detail) {
    return {400, ScimType::mutability, detail};
}

Error Error::invalid_syntax(const std::string& detail) {
    return {400, ScimType::invalid_syntax, detail};
}

Error Error::invalid_path(const std::string& detail) {
    return {400, ScimType::invalid_path, detail};
}

Error Error::no_target(const std::string& detail) {
    return {400, ScimType::no_target, detail};
}

Error Error::invalid_value(const std::string& detail) {
    return {400, ScimType::invalid_value, detail};
}

Error Error::invalid_vers(const std::string& detail) {
    return {400, ScimType::invalid_vers, detail};
}

// One text for every cursor that is not ours, so that a forger learns nothing (RFC 9865 §5).
Error Error::invalid_cursor() {
    return {400, ScimType::invalid_cursor, "The cursor is not valid for this query."};
}

Error Error::expired_cursor() {
    return {400, ScimType::expired_cursor, "The cursor has expired: start again without one."};
}

Error Error::invalid_count(const std::string& detail) {
    return {400, ScimType::invalid_count, detail};
}

Error Error::unauthorized(const std::string& detail) {
    return {401, ScimType::none, detail};
}

Error Error::forbidden(const std::string& detail) {
    return {403, ScimType::none, detail};
}

Error Error::sensitive(const std::string& detail) {
    return {403, ScimType::sensitive, detail};
}

Error Error::not_found(std::string_view what) {
    return {404, ScimType::none, std::string(what) + " was not found."};
}

Error Error::method_not_allowed(std::string_view method) {
    return {405, ScimType::none, std::string(method) + " is not allowed here."};
}

Error Error::uniqueness(const std::string& detail) {
    return {409, ScimType::uniqueness, detail};
}

Error Error::conflict(const std::string& detail) {
    return {409, ScimType::none, detail};
}

Error Error::precondition_failed() {
    return {412, ScimType::none, "The resource has changed since the version that was given."};
}

Error Error::payload_too_large(const std::string& detail) {
    return {413, ScimType::none, detail};
}

Error Error::unsupported_media_type(const std::string& detail) {
    return {415, ScimType::none, detail};
}

Error Error::too_many_requests(std::chrono::seconds retry_after) {
    Error error{
        429, ScimType::none, "Too many requests: retry in " + in_seconds(retry_after) + "."};
    error.retry_after_ = retry_after;
    return error;
}

Error Error::internal(std::string_view request_id) {
    return {500, ScimType::none, "Internal error. Request id: " + std::string(request_id)};
}

Error Error::not_implemented(const std::string& detail) {
    return {501, ScimType::none, detail};
}

Error Error::unavailable(std::chrono::seconds retry_after) {
    Error error{503, ScimType::none, "Not available: retry in " + in_seconds(retry_after) + "."};
    error.retry_after_ = retry_after;
    return error;
}

std::string error_body(const Error& error) {
    std::string body = R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":")";
    body += std::to_string(error.status());
    body += '"';
    if (error.type() != ScimType::none) {
        body += R"(,"scimType":)";
        append_json_string(body, keyword(error.type()));
    }
    body += R"(,"detail":)";
    append_json_string(body, error.detail());
    body += '}';
    return body;
}

}  // namespace usher::scim
