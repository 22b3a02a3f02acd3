#include "http/api/exchange.hpp"

#include "base/text.hpp"
#include "invitation/problem.hpp"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::Problem;
using invitation::ProblemCode;

/// Ten thousand recipients of a few fields each fit; nothing of ours nests deeper.
constexpr scim::JsonLimits bounds{.depth = 12, .keys_per_object = 200, .values = 200'000};

void require_media_type(const Request& request, std::string_view expected) {
    const std::string* type = request.header("Content-Type");
    const std::string_view media =
        type == nullptr ? std::string_view()
                        : base::trimmed(std::string_view(*type).substr(0, type->find(';')));
    if (!base::equal_ignoring_case(media, expected)) {
        throw Problem(
            ProblemCode::unsupported_media_type, "Content-Type: send " + std::string(expected)
        );
    }
}

}  // namespace

const std::string& ApiExchange::path(std::string_view name) const {
    const auto found = std::find_if(path_values.begin(), path_values.end(), [&](const auto& value) {
        return value.first == name;
    });
    if (found == path_values.end()) throw std::logic_error("a handler asks for what is no {name}");
    return found->second;
}

std::optional<std::string> ApiExchange::parameter(std::string_view name) const {
    const std::string* value = target.parameter(name);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

bool ApiExchange::flag(std::string_view name) const {
    const std::string value = parameter(name).value_or("false");
    if (value != "true" && value != "false") {
        throw Problem::invalid(
            std::string(name), "invalid", std::string(name) + " is true or false"
        );
    }
    return value == "true";
}

scim::Json ApiExchange::body() const {
    if (request.body.empty()) return scim::Json::object();
    require_media_type(request, "application/json");
    if (const std::string fault = scim::json_fault(request.body, bounds); !fault.empty()) {
        throw Problem::invalid("", "invalid_json", fault);
    }
    scim::Json value = scim::parse_json(request.body, bounds);
    if (!value.is_object()) throw Problem::invalid("", "invalid", "the body is a JSON object");
    return value;
}

const std::string& ApiExchange::body_as(std::string_view media_type) const {
    require_media_type(request, media_type);
    return request.body;
}

Response json_answer(const scim::Json& value, int status) {
    return {
        .status = status,
        .headers = {},
        .content_type = "application/json",
        .body = scim::to_text(value)};
}

Response no_content() {
    return {.status = 204, .headers = {}, .content_type = "", .body = ""};
}

}  // namespace usher::http
