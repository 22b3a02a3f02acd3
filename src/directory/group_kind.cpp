#include "directory/group_kind.hpp"

#include "invitation/group_role.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::directory {

namespace {

using invitation::group_extension_urn;
using scim::Json;

constexpr const char* kind_key = "kind";
constexpr const char* default_role_key = "defaultRole";
constexpr const char* display_name_key = "displayName";

const Json* extension_of(const Json& document) {
    const auto found = document.is_object() ? document.find(group_extension_urn) : document.end();
    return found == document.end() || !found->is_object() ? nullptr : &*found;
}

std::string text_in(const Json* object, const char* key) {
    if (object == nullptr) return "";
    const auto found = object->find(key);
    return found == object->end() || !found->is_string() ? "" : found->get<std::string>();
}

void name_schema(Json& document) {
    Json& schemas = document["schemas"];
    if (std::find(schemas.begin(), schemas.end(), group_extension_urn) == schemas.end()) {
        schemas.push_back(group_extension_urn);
    }
}

std::string require_kind(const std::string& word) {
    if (const auto kind = store::group_kind_from(word)) return *kind;
    throw scim::Error::invalid_value(
        std::string(group_extension_urn) + ":kind must be team, chat or area"
    );
}

}  // namespace

bool has_kind(const scim::ResourceType& type) {
    return type.find_extension(group_extension_urn) != nullptr;
}

void complete_kind(Json& document, const Json& before, const store::Policies& policies) {
    const Json* own = extension_of(document);
    const Json* former = extension_of(before);
    std::string kind = text_in(own, kind_key);
    if (kind.empty()) kind = text_in(former, kind_key);
    if (kind.empty()) kind = policies.kind_of(text_in(&document, display_name_key));
    const std::string role = text_in(own != nullptr ? own : former, default_role_key);
    if (!role.empty() && !invitation::is_group_role(role)) {
        throw scim::Error::invalid_value(
            std::string(group_extension_urn) + ":defaultRole must be a name of at most 64 bytes"
        );
    }
    Json& extension = document[std::string(group_extension_urn)];
    if (!extension.is_object()) extension = Json::object();
    extension[kind_key] = require_kind(kind);
    if (!role.empty()) extension[default_role_key] = role;
    name_schema(document);
}

}  // namespace usher::directory
