#include "conformance/engine/client.hpp"
#include "conformance/engine/target.hpp"
#include "usher/scim/schema.hpp"

#include <set>

namespace usher::conformance {

namespace {

std::string text_or(const Value& value, std::string otherwise) {
    return value.is_text() && !value.text().empty() ? value.text() : std::move(otherwise);
}

std::vector<std::string> texts(const Value& array) {
    std::vector<std::string> all;
    for (const auto& element : array.elements())
        if (element.is_text()) all.push_back(element.text());
    return all;
}

AttributeDefinition attribute(const Value& source) {
    AttributeDefinition definition;
    definition.name = source["name"].text();
    definition.type = text_or(source["type"], "string");
    definition.multi_valued = source["multiValued"].truth();
    definition.required = source["required"].truth();
    definition.case_exact = source["caseExact"].truth();
    definition.mutability = text_or(source["mutability"], "readWrite");
    definition.returned = text_or(source["returned"], "default");
    definition.uniqueness = text_or(source["uniqueness"], "none");
    definition.canonical_values = texts(source["canonicalValues"]);
    definition.reference_types = texts(source["referenceTypes"]);
    for (const auto& sub : source["subAttributes"].elements())
        if (!sub["name"].text().empty()) definition.sub_attributes.push_back(attribute(sub));
    definition.source = source;
    return definition;
}

/// The common attributes have a meaning of their own, whether a schema lists them or not.
bool common(const std::string& name) {
    static const std::set<std::string> names{"id", "externalid", "meta", "schemas"};
    return names.contains(lower(name));
}

SchemaDefinition schema(const Value& source) {
    SchemaDefinition definition;
    definition.id = source["id"].text();
    definition.name = source["name"].text();
    for (const auto& one : source["attributes"].elements()) {
        const auto& name = one["name"].text();
        if (!name.empty() && !common(name)) definition.attributes.push_back(attribute(one));
    }
    return definition;
}

/// The RFC's own schemas: what a server without /Schemas is taken to have.
std::vector<Value> standard_schemas() {
    std::vector<Value> all;
    for (const auto& file : scim::embedded_schema_files()) {
        const auto value = parse(file.text);
        const auto& id = value["id"].text();
        if (id == user_urn || id == group_urn || id == enterprise_urn) all.push_back(value);
    }
    return all;
}

std::vector<Value> resources_at(Client& client, const std::string& path) {
    const auto answer = client.send({.method = "GET", .path = path, .headers = {}, .body = {}});
    const auto& list = answer.body.is_array() ? answer.body : answer.body["Resources"];
    return answer.status() == 200 ? list.elements() : std::vector<Value>{};
}

Features features(const Value& config) {
    Features said;
    said.patch = config["patch"]["supported"].truth();
    said.bulk = config["bulk"]["supported"].truth();
    said.bulk_operations = config["bulk"]["maxOperations"].integer();
    said.bulk_payload = config["bulk"]["maxPayloadSize"].integer();
    said.filter = config["filter"]["supported"].truth();
    said.filter_results = config["filter"]["maxResults"].integer();
    said.change_password = config["changePassword"]["supported"].truth();
    said.sort = config["sort"]["supported"].truth();
    said.etag = config["etag"]["supported"].truth();
    const auto& pagination = config["pagination"];
    said.cursor = pagination["cursor"].truth();
    said.index = !pagination["index"].is_boolean() || pagination["index"].truth();
    said.max_page = pagination["maxPageSize"].integer();
    return said;
}

TypeDefinition type(const Value& source, const Target& target) {
    TypeDefinition definition;
    definition.name = text_or(source["name"], source["id"].text());
    definition.endpoint = source["endpoint"].text();
    // Some servers put their whole URL there.
    if (const auto slash = definition.endpoint.rfind('/');
        definition.endpoint.find("://") != std::string::npos)
        definition.endpoint = definition.endpoint.substr(slash);
    if (!definition.endpoint.starts_with('/')) definition.endpoint.insert(0, 1, '/');
    definition.schema = target.schema(source["schema"].text());
    for (const auto& extension : source["schemaExtensions"].elements()) {
        const auto& id = extension["schema"].text();
        if (const auto* found = target.schema(id)) definition.extensions.push_back(found);
        if (extension["required"].truth()) definition.required_extensions.push_back(id);
    }
    return definition;
}

void add_standard_types(Target& target) {
    TypeDefinition user;
    user.name = "User";
    user.endpoint = "/Users";
    user.schema = target.schema(user_urn);
    if (const auto* enterprise = target.schema(enterprise_urn))
        user.extensions.push_back(enterprise);
    TypeDefinition group;
    group.name = "Group";
    group.endpoint = "/Groups";
    group.schema = target.schema(group_urn);
    for (auto& one : {user, group})
        if (one.schema != nullptr) target.types.push_back(one);
}

}  // namespace

void discover(Client& client, Target& target) {
    const auto config =
        client.send({.method = "GET", .path = "/ServiceProviderConfig", .headers = {}, .body = {}});
    if (config.status() == 0) throw Unreachable{config.response.fault};
    if (config.status() == 200 && config.body.is_object()) {
        target.service_provider_config = config.body;
    } else {
        target.notes.emplace_back(
            "no ServiceProviderConfig could be read: no optional feature counts as announced"
        );
    }
    target.features = features(target.service_provider_config);

    target.raw_schemas = resources_at(client, "/Schemas");
    auto definitions = target.raw_schemas;
    if (definitions.empty()) {
        target.notes.emplace_back("no schema could be read: those of RFC 7643 are assumed");
        definitions = standard_schemas();
    }
    for (const auto& source : definitions)
        target.schemas.push_back(schema(source));

    target.raw_types = resources_at(client, "/ResourceTypes");
    for (const auto& source : target.raw_types) {
        auto one = type(source, target);
        if (one.schema != nullptr && one.endpoint.size() > 1) target.types.push_back(one);
    }
    if (target.types.empty()) {
        target.notes.emplace_back("no resource type could be read: User and Group are assumed");
        add_standard_types(target);
    }
}

}  // namespace usher::conformance
