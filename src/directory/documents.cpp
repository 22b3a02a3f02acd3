#include "directory/documents.hpp"

#include "base/text.hpp"
#include "directory/status.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>

namespace usher::directory {

using scim::Json;

std::string stored_text(Json document, const std::string& id, const scim::ResourceType& type) {
    Json stored = Json::object();
    stored["schemas"] = std::move(document["schemas"]);
    stored["id"] = id;
    Json extension;
    for (auto& [name, value] : document.items()) {
        if (name == "schemas") continue;
        if (name == user_extension_urn) {
            extension = std::move(value);
        } else {
            stored[name] = std::move(value);
        }
    }
    if (shows_status(type)) {
        Json& schemas = stored["schemas"];
        if (std::find(schemas.begin(), schemas.end(), user_extension_urn) == schemas.end()) {
            schemas.push_back(user_extension_urn);
        }
        if (extension.is_object() && !extension.empty()) {
            stored[std::string(user_extension_urn)] = std::move(extension);
        }
    }
    return scim::to_text(stored);
}

Json document_of(const store::StoredResource& resource) {
    Json document = scim::parse_json(resource.document);
    document.erase("id");
    return document;
}

std::string display_of(const Json& document, const scim::ResourceType& type) {
    for (const scim::BoundPath& path : type.display) {
        const auto values = store::values_at(document, path);
        if (!values.empty() && values.front()->is_string())
            return values.front()->get<std::string>();
    }
    return "";
}

bool is_active(const Json& document) {
    const auto active = document.find("active");
    return active == document.end() || !active->is_boolean() || active->get<bool>();
}

void drop_password(Json& document) {
    document.erase("password");
}

const Json* find_ignoring_case(const Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    for (const auto& [key, value] : object.items()) {
        if (base::equal_ignoring_case(key, name)) return &value;
    }
    return nullptr;
}

std::vector<std::string> ids_in(const Json& members) {
    if (members.is_null()) return {};
    if (!members.is_array()) return ids_in(Json::array({members}));
    std::vector<std::string> ids;
    for (const Json& member : members) {
        const Json* id = member.is_object() ? find_ignoring_case(member, "value") : &member;
        if (id == nullptr || !id->is_string() || id->get<std::string>().empty()) {
            throw scim::Error::invalid_value("members: each needs a value, the id of a resource");
        }
        ids.push_back(id->get<std::string>());
    }
    return ids;
}

std::optional<std::vector<std::string>> take_members(
    Json& document, const Json& body, const scim::ResourceType& type
) {
    if (type.members == nullptr || find_ignoring_case(body, type.members->name) == nullptr) {
        return std::nullopt;
    }
    const auto members = document.find(type.members->name);
    if (members == document.end()) return std::vector<std::string>{};
    std::vector<std::string> ids = ids_in(*members);
    document.erase(members);
    return ids;
}

std::string changed_attributes(const Json& before, const Json& after) {
    Json names = Json::array();
    for (const auto& [name, value] : after.items()) {
        const auto old = before.find(name);
        if (name != "schemas" && (old == before.end() || *old != value)) names.push_back(name);
    }
    for (const auto& [name, value] : before.items()) {
        if (!after.contains(name)) names.push_back(name);
    }
    return scim::to_text(Json{
        {"attributes", std::move(names)}
    });
}

bool remove_reference(Json& document, const scim::BoundPath& path, const std::string& id) {
    Json& holder = path.extension ? document[path.schema->id] : document;
    const auto value = holder.find(path.attribute->name);
    if (value == holder.end()) return false;
    const auto refers = [&](const Json& element) {
        if (path.sub_attribute == nullptr) return element == id;
        const auto sub = element.find(path.sub_attribute->name);
        return sub != element.end() && *sub == id;
    };
    if (!value->is_array()) {
        if (!refers(*value)) return false;
        holder.erase(value);
        return true;
    }
    const std::size_t size = value->size();
    value->erase(std::remove_if(value->begin(), value->end(), refers), value->end());
    return value->size() != size;
}

}  // namespace usher::directory
