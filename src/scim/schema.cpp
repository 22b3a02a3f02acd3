#include "usher/scim/schema.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace usher::scim {
namespace {

const Attribute* find_named(std::span<const Attribute> attributes, std::string_view name) {
    const auto found = std::ranges::find_if(attributes, [name](const Attribute& attribute) {
        return base::equal_ignoring_case(attribute.name, name);
    });
    return found == attributes.end() ? nullptr : &*found;
}

Attribute meta_part(const char* name, Type type, const char* description) {
    Attribute part;
    part.name = name;
    part.type = type;
    part.case_exact = true;
    part.mutability = Mutability::read_only;
    part.description = description;
    return part;
}

Attribute id() {
    Attribute attribute;
    attribute.name = "id";
    attribute.case_exact = true;
    attribute.mutability = Mutability::read_only;
    attribute.returned = Returned::always;
    attribute.uniqueness = Uniqueness::global;
    attribute.description = "The resource's identifier, issued by this server.";
    return attribute;
}

Attribute external_id() {
    Attribute attribute;
    attribute.name = "externalId";
    attribute.case_exact = true;
    attribute.description = "The resource's identifier in the client's own terms.";
    return attribute;
}

// URNs compare without case (RFC 8141), so this reference is not case-exact.
Attribute schemas() {
    Attribute attribute;
    attribute.name = "schemas";
    attribute.type = Type::reference;
    attribute.multi_valued = true;
    attribute.required = true;
    attribute.returned = Returned::always;
    attribute.reference_types = {"uri"};
    attribute.description = "The URNs of the schemas that the resource's attributes come from.";
    return attribute;
}

Attribute meta() {
    Attribute attribute;
    attribute.name = "meta";
    attribute.type = Type::complex;
    attribute.mutability = Mutability::read_only;
    attribute.description = "What this server knows about the resource.";
    attribute.sub_attributes = {
        meta_part("resourceType", Type::string, "The name of the resource type."),
        meta_part("created", Type::date_time, "When the resource was added."),
        meta_part("lastModified", Type::date_time, "When the resource was last changed."),
        meta_part("location", Type::reference, "The URI of the resource."),
        meta_part("version", Type::string, "The version of the resource, its ETag."),
    };
    attribute.sub_attributes[3].reference_types = {"uri"};
    return attribute;
}

}  // namespace

const Attribute* Attribute::find(std::string_view sub_name) const {
    return find_named(sub_attributes, sub_name);
}

const Attribute* Schema::find(std::string_view attribute_name) const {
    return find_named(attributes, attribute_name);
}

std::string BoundPath::text() const {
    std::string text = extension ? schema->id + ':' : std::string();
    text += attribute->name;
    if (sub_attribute) text += '.' + sub_attribute->name;
    return text;
}

const Extension* ResourceType::find_extension(std::string_view urn) const {
    const auto found = std::ranges::find_if(extensions, [urn](const Extension& extension) {
        return base::equal_ignoring_case(extension.schema->id, urn);
    });
    return found == extensions.end() ? nullptr : &*found;
}

const IndexedPath* ResourceType::find_indexed(const BoundPath& path) const {
    const auto found = std::ranges::find(indexed, path, &IndexedPath::path);
    return found == indexed.end() ? nullptr : &*found;
}

std::span<const Attribute> common_attributes() {
    static const std::vector<Attribute> attributes = {schemas(), id(), external_id(), meta()};
    return attributes;
}

}  // namespace usher::scim
