#include "scim/message_shape.hpp"

#include "base/text.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

bool lists(const Json& schemas, std::string_view urn) {
    return std::any_of(schemas.begin(), schemas.end(), [&](const Json& schema) {
        return schema.is_string() &&
               base::equal_ignoring_case(schema.get_ref<const std::string&>(), urn);
    });
}

}  // namespace

Json* find_member_or_null(Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    for (auto& [key, value] : object.get_ref<Json::object_t&>())
        if (base::equal_ignoring_case(key, name)) return &value;
    return nullptr;
}

const Json* find_member(const Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    for (const auto& [key, value] : object.get_ref<const Json::object_t&>())
        if (base::equal_ignoring_case(key, name)) return value.is_null() ? nullptr : &value;
    return nullptr;
}

bool has_member(const Json& object, std::string_view name) {
    if (!object.is_object()) return false;
    const auto& members = object.get_ref<const Json::object_t&>();
    return std::any_of(members.begin(), members.end(), [&](const auto& member) {
        return base::equal_ignoring_case(member.first, name);
    });
}

void require_message(const Json& message, std::string_view urn) {
    if (!message.is_object()) throw Error::invalid_syntax("the body must be a JSON object");
    const Json* schemas = find_member(message, "schemas");
    if (schemas == nullptr || !schemas->is_array() || !lists(*schemas, urn))
        throw Error::invalid_syntax("schemas must list \"" + std::string(urn) + "\"");
}

const Json& require_array(const Json& message, std::string_view name) {
    const Json* array = find_member(message, name);
    if (array == nullptr || !array->is_array())
        throw Error::invalid_syntax(std::string(name) + " must be an array");
    return *array;
}

}  // namespace usher::scim
