#include "base/text.hpp"
#include "scim/definition.hpp"
#include "scim/in_quotes.hpp"
#include "scim/keywords.hpp"
#include "usher/scim/path.hpp"

#include <algorithm>
#include <array>

namespace usher::scim {

namespace {

constexpr std::array<std::string_view, 12> resource_type_keys{
    "schemas",
    "id",
    "name",
    "endpoint",
    "description",
    "schema",
    "schemaExtensions",
    "meta",
    "indexed",
    "display",
    "members",
    "memberships",
};

constexpr std::array<std::string_view, 2> extension_keys{"schema", "required"};

constexpr std::array<std::string_view, 4> indexed_keys{
    "path", "unique", "perDirectory", "references"};

constexpr std::array<Keyword<UniqueWithin>, 2> unique_keywords{
    {
     {"organization", UniqueWithin::organization},
     {"directory", UniqueWithin::directory},
     }
};

/// Endpoints of the protocol itself (RFC 7644 §3.2).
constexpr std::array<std::string_view, 5> taken_endpoints{
    "/ServiceProviderConfig", "/ResourceTypes", "/Schemas", "/Bulk", "/Me"};

std::string read_endpoint(const Definition& definition) {
    std::string endpoint = definition.text();
    const auto plain = [](char c) {
        return base::is_letter(c) || base::is_digit(c) || c == '-' || c == '_';
    };
    if (endpoint.size() < 2 || endpoint.front() != '/' ||
        !std::all_of(endpoint.begin() + 1, endpoint.end(), plain)) {
        definition.fail("must be a slash and one word, as in \"/Users\"");
    }
    if (std::ranges::find(taken_endpoints, endpoint) != taken_endpoints.end()) {
        definition.fail("is an endpoint of the protocol");
    }
    return endpoint;
}

const Schema* require_schema(
    const Definition& urn, std::span<const std::unique_ptr<const Schema>> schemas
) {
    const Schema* schema = find_schema(schemas, urn.text());
    if (!schema) urn.fail("there is no schema " + in_quotes(urn.text()));
    return schema;
}

BoundPath read_path(const Definition& definition, const ResourceType& type) {
    const auto written = attribute_path_from(definition.text());
    const auto path = written ? resolve(*written, type) : std::nullopt;
    if (!path) definition.fail(in_quotes(definition.text()) + " names no attribute of this type");
    if (path->target().type == Type::complex) definition.fail("names a complex attribute");
    return *path;
}

IndexedPath read_indexed(const Definition& definition, const ResourceType& type) {
    definition.require_only(indexed_keys);
    UniqueWithin unique = UniqueWithin::nothing;
    if (const auto within = definition.find("unique")) {
        const auto found = find_keyword(unique_keywords, within->text());
        if (!found) within->fail("must be organization or directory");
        unique = *found;
    }
    return {
        .path = read_path(definition.require("path"), type),
        .unique = unique,
        .per_directory = definition.truth_or("perDirectory", false),
        .references = definition.text_or("references", ""),
    };
}

/// The attribute that holds references to other resources by their `value`; nullptr without `key`.
const Attribute* read_relation(
    const Definition& definition, std::string_view key, const Schema& schema
) {
    const auto name = definition.find(key);
    if (!name) return nullptr;
    const Attribute* attribute = schema.find(name->text());
    if (!attribute || !attribute->multi_valued || !attribute->find("value")) {
        name->fail("must name a multi-valued attribute that has a value sub-attribute");
    }
    return attribute;
}

/// writeOnly attributes are never in a stored document.
bool hides_something(const std::vector<Attribute>& attributes) {
    return std::ranges::any_of(attributes, [](const Attribute& attribute) {
        if (attribute.mutability == Mutability::write_only) return false;
        return attribute.returned == Returned::never || attribute.returned == Returned::request ||
               hides_something(attribute.sub_attributes);
    });
}

bool hides_something(const ResourceType& type) {
    return hides_something(type.schema->attributes) ||
           std::ranges::any_of(type.extensions, [](const Extension& extension) {
               return hides_something(extension.schema->attributes);
           });
}

std::vector<Extension> read_extensions(
    const Definition& definition, std::span<const std::unique_ptr<const Schema>> schemas
) {
    std::vector<Extension> extensions;
    const auto list = definition.find("schemaExtensions");
    if (!list) return extensions;
    for (const Definition& element : list->elements()) {
        element.require_only(extension_keys);
        extensions.push_back(
            {.schema = require_schema(element.require("schema"), schemas),
             .required = element.truth_or("required", false)}
        );
    }
    return extensions;
}

}  // namespace

ResourceType read_resource_type(
    const Definition& definition, std::span<const std::unique_ptr<const Schema>> schemas
) {
    definition.require_only(resource_type_keys);
    ResourceType type{
        .id = definition.require("id").text(),
        .name = definition.require("name").text(),
        .endpoint = read_endpoint(definition.require("endpoint")),
        .description = definition.text_or("description", ""),
        .schema = require_schema(definition.require("schema"), schemas),
        .extensions = read_extensions(definition, schemas),
        .indexed = {},
        .display = {},
    };
    type.members = read_relation(definition, "members", *type.schema);
    type.memberships = read_relation(definition, "memberships", *type.schema);
    type.needs_projection = hides_something(type);
    if (const auto list = definition.find("indexed")) {
        for (const Definition& element : list->elements()) {
            type.indexed.push_back(read_indexed(element, type));
        }
    }
    if (const auto list = definition.find("display")) {
        for (const Definition& element : list->elements()) {
            type.display.push_back(read_path(element, type));
        }
    }
    return type;
}

}  // namespace usher::scim
