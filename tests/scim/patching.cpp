#include "tests/scim/patching.hpp"

#include "usher/scim/messages.hpp"

#include <vector>

namespace usher::test {

namespace {

constexpr const char* badge_schema = R"({
  "id": "urn:example:Badge", "name": "Badge", "description": "A badge",
  "attributes": [
    {"name": "serial", "type": "string", "mutability": "immutable", "caseExact": true},
    {"name": "codes", "type": "string", "multiValued": true, "mutability": "immutable"},
    {"name": "parts", "type": "complex", "multiValued": true, "subAttributes": [
      {"name": "value", "type": "string", "mutability": "immutable", "caseExact": true},
      {"name": "note", "type": "string"},
      {"name": "size", "type": "integer"},
      {"name": "spare", "type": "boolean"},
      {"name": "labels", "type": "string", "multiValued": true}]},
    {"name": "owner", "type": "complex", "subAttributes": [
      {"name": "value", "type": "string", "required": true},
      {"name": "note", "type": "string"}]}
  ]})";

constexpr const char* badge_resource_type = R"({
  "id": "Badge", "name": "Badge", "endpoint": "/Badges", "description": "Badges",
  "schema": "urn:example:Badge", "schemaExtensions": []})";

const scim::Registry& registry() {
    static const scim::Registry loaded = scim::Registry::load(std::vector<scim::SchemaFile>{
        {"badge.json",      badge_schema       },
        {"badge_type.json", badge_resource_type}
    });
    return loaded;
}

}  // namespace

const scim::ResourceType& badge_type() {
    return *registry().find_type("Badge");
}

scim::Json json(const std::string& text) {
    return scim::parse_json(text);
}

scim::Json patch_message(const std::string& operations) {
    scim::Json message = scim::Json::object();
    message["schemas"] = scim::Json::array({std::string(scim::patch_op_urn)});
    message["Operations"] = json(operations);
    return message;
}

scim::Json patched(
    const scim::ResourceType& type, const scim::Json& document, const std::string& operations
) {
    return scim::apply_patch(document, scim::parse_patch(patch_message(operations), type), type);
}

std::optional<scim::ScimType> refusal(
    const scim::ResourceType& type, const scim::Json& document, const std::string& operations
) {
    try {
        (void)patched(type, document, operations);
    } catch (const scim::Error& error) {
        return error.type();
    }
    return std::nullopt;
}

scim::Json babs() {
    return json(R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "bjensen",
        "externalId": "701984",
        "name": {"familyName": "Jensen", "givenName": "Barbara"},
        "active": true,
        "emails": [
            {"value": "bjensen@example.com", "type": "work", "primary": true},
            {"value": "babs@jensen.org", "type": "home"}]})");
}

scim::Json user_after(const std::string& operations) {
    return patched(user_type(), babs(), operations);
}

std::optional<scim::ScimType> user_refusal(const std::string& operations) {
    return refusal(user_type(), babs(), operations);
}

scim::Json group_of(std::size_t count) {
    scim::Json group =
        json(R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "All"})"
        );
    for (std::size_t i = 0; i < count; ++i)
        group["members"].push_back(scim::Json::object({
            {"value", "id-" + std::to_string(i)}
        }));
    return group;
}

}  // namespace usher::test
