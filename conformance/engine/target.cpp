#include "conformance/engine/target.hpp"

#include <algorithm>

namespace usher::conformance {

namespace {

template <class Definitions>
const AttributeDefinition* named(const Definitions& definitions, std::string_view name) {
    for (const auto& definition : definitions)
        if (lower(definition.name) == lower(name)) return &definition;
    return nullptr;
}

void add_attributes(
    std::vector<PlacedAttribute>& all, const SchemaDefinition& schema, bool extension, bool subs
) {
    for (const auto& attribute : schema.attributes) {
        all.push_back(
            {.schema = &schema, .extension = extension, .parent = nullptr, .definition = &attribute}
        );
        if (!subs) continue;
        for (const auto& sub : attribute.sub_attributes) {
            all.push_back(
                {.schema = &schema,
                 .extension = extension,
                 .parent = &attribute,
                 .definition = &sub}
            );
        }
    }
}

std::vector<PlacedAttribute> attributes_of(const TypeDefinition& type, bool subs) {
    std::vector<PlacedAttribute> all;
    if (type.schema != nullptr) add_attributes(all, *type.schema, false, subs);
    for (const auto* extension : type.extensions)
        add_attributes(all, *extension, true, subs);
    return all;
}

}  // namespace

const AttributeDefinition* AttributeDefinition::find(std::string_view sub_name) const {
    return named(sub_attributes, sub_name);
}

const AttributeDefinition* SchemaDefinition::find(std::string_view wanted) const {
    return named(attributes, wanted);
}

std::string PlacedAttribute::path() const {
    const auto prefix = extension ? schema->id + ":" : std::string();
    return parent != nullptr ? prefix + parent->name + "." + definition->name
                             : prefix + definition->name;
}

const Value& PlacedAttribute::in(const Value& resource) const {
    const auto& holder = extension ? resource.find(schema->id) : resource;
    if (parent == nullptr) return holder.find(definition->name);
    const auto& outer = holder.find(parent->name);
    return outer.is_array() ? outer[0].find(definition->name) : outer.find(definition->name);
}

std::vector<PlacedAttribute> TypeDefinition::attributes() const {
    return attributes_of(*this, false);
}

std::vector<PlacedAttribute> TypeDefinition::all_attributes() const {
    return attributes_of(*this, true);
}

const SchemaDefinition* Target::schema(std::string_view id) const {
    for (const auto& schema : schemas)
        if (lower(schema.id) == lower(id)) return &schema;
    return nullptr;
}

const TypeDefinition* Target::type_with_schema(std::string_view id) const {
    for (const auto& type : types)
        if (type.schema != nullptr && lower(type.schema->id) == lower(id)) return &type;
    return nullptr;
}

const TypeDefinition* Target::users() const {
    return type_with_schema(user_urn);
}

const TypeDefinition* Target::groups() const {
    return type_with_schema(group_urn);
}

const TypeDefinition* Target::type_named(std::string_view wanted) const {
    const auto found = std::ranges::find(types, wanted, &TypeDefinition::name);
    return found == types.end() ? nullptr : &*found;
}

}  // namespace usher::conformance
