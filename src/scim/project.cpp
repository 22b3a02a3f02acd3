#include "usher/scim/project.hpp"

#include "base/text.hpp"
#include "scim/accept.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/path.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

/// What a list of names asks for.
struct Names {
    std::vector<BoundPath> paths;
    std::vector<const Schema*> schemas;
};

/// Splits at the commas outside of brackets, and leaves out what is in brackets (A06).
std::vector<std::string> split_names(std::string_view list) {
    std::vector<std::string> names(1);
    bool in_brackets = false;
    bool in_quotes = false;
    for (const char c : list) {
        if (in_brackets) {
            if (c == '"') in_quotes = !in_quotes;
            if (c == ']' && !in_quotes) in_brackets = false;
        } else if (c == '[') {
            in_brackets = true;
        } else if (c == ',') {
            names.emplace_back();
        } else {
            names.back() += c;
        }
    }
    return names;
}

const Schema* find_whole_schema(std::string_view urn, const ResourceType& type) {
    if (base::equal_ignoring_case(urn, type.schema->id)) return type.schema;
    const Extension* extension = type.find_extension(urn);
    return extension ? extension->schema : nullptr;
}

Names parse_names(std::string_view list, const ResourceType& type) {
    Names names;
    for (const std::string& written : split_names(list)) {
        const std::string_view name = base::trimmed(written);
        if (const Schema* schema = find_whole_schema(name, type)) {
            names.schemas.push_back(schema);
        } else if (const auto path = attribute_path_from(name)) {
            if (const auto found = resolve(*path, type)) names.paths.push_back(*found);
        }
    }
    return names;
}

bool holds(const Schema& schema, const Attribute& attribute) {
    return std::ranges::any_of(schema.attributes, [&](const Attribute& own) {
        return &own == &attribute;
    });
}

bool any_holds(const std::vector<const Schema*>& schemas, const Attribute& attribute) {
    return std::ranges::any_of(schemas, [&](const Schema* schema) {
        return holds(*schema, attribute);
    });
}

bool names_all(const std::vector<BoundPath>& paths, const Attribute& attribute) {
    return std::ranges::any_of(paths, [&](const BoundPath& path) {
        return path.attribute == &attribute && !path.sub_attribute;
    });
}

/// Names the attribute or a part of it.
bool names_some(const std::vector<BoundPath>& paths, const Attribute& attribute) {
    return std::ranges::find(paths, &attribute, &BoundPath::attribute) != paths.end();
}

bool names_part(const std::vector<BoundPath>& paths, const Attribute& part) {
    return std::ranges::find(paths, &part, &BoundPath::sub_attribute) != paths.end();
}

/// Shows the parts of one complex attribute that may be seen.
class PartFilter {
  public:
    PartFilter(const Projection& projection, const Attribute& attribute)
        : projection_(projection),
          whole_(
              !projection.restricted || attribute.returned == Returned::always ||
              names_all(projection.attributes, attribute) ||
              any_holds(projection.schemas, attribute)
          ) {}

    [[nodiscard]] bool shows(const Attribute& part) const {
        switch (part.returned) {
            case Returned::always:
                return true;
            case Returned::never:
                return false;
            case Returned::request:
                return names_part(projection_.attributes, part);
            case Returned::by_default:
                break;
        }
        if (names_part(projection_.excluded, part)) return false;
        return whole_ || names_part(projection_.attributes, part);
    }

  private:
    const Projection& projection_;
    bool whole_;  ///< the attribute's parts need not be named one by one
};

Json project_object(const Json& value, const Attribute& attribute, const PartFilter& filter) {
    Json shown = Json::object();
    for (const auto& [name, part_value] : value.get_ref<const Json::object_t&>()) {
        const Attribute* part = attribute.find(name);
        if (part && filter.shows(*part)) append_member(shown, name, part_value);
    }
    return shown;
}

/// What may be seen of a wanted attribute's value; unassigned if nothing.
Json project_value(const Json& value, const Attribute& attribute, const Projection& projection) {
    if (attribute.type != Type::complex) return value;
    const PartFilter filter(projection, attribute);
    if (value.is_object()) return project_object(value, attribute, filter);
    Json shown = Json::array();
    if (!value.is_array()) return shown;
    for (const Json& element : value) {
        if (!element.is_object()) continue;
        Json object = project_object(element, attribute, filter);
        if (!object.empty()) shown.push_back(std::move(object));
    }
    return shown;
}

void project_member(
    Json& shown,
    const std::string& name,
    const Json& value,
    const Attribute* attribute,
    const Projection& projection
) {
    if (!attribute || !projection.wants(*attribute)) return;
    Json part = project_value(value, *attribute, projection);
    if (!unassigned(part)) append_member(shown, name, std::move(part));
}

Json project_extension(const Json& value, const Schema& schema, const Projection& projection) {
    Json shown = Json::object();
    if (!value.is_object()) return shown;
    for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
        project_member(shown, name, member, schema.find(name), projection);
    }
    return shown;
}

}  // namespace

bool Projection::wants(const Attribute& attribute) const {
    switch (attribute.returned) {
        case Returned::always:
            return true;
        case Returned::never:
            return false;
        case Returned::request:
            return names_some(attributes, attribute);
        case Returned::by_default:
            break;
    }
    if (names_all(excluded, attribute) || any_holds(excluded_schemas, attribute)) return false;
    return !restricted || names_some(attributes, attribute) || any_holds(schemas, attribute);
}

Projection parse_projection(
    std::string_view attributes, std::string_view excluded, const ResourceType& type
) {
    const bool restricted = !base::trimmed(attributes).empty();
    if (restricted && !base::trimmed(excluded).empty()) {
        throw Error::invalid_value("attributes and excludedAttributes exclude each other");
    }
    Names shown = parse_names(attributes, type);
    Names hidden = parse_names(excluded, type);
    return {
        .attributes = std::move(shown.paths),
        .excluded = std::move(hidden.paths),
        .schemas = std::move(shown.schemas),
        .excluded_schemas = std::move(hidden.schemas),
        .restricted = restricted,
    };
}

Json project(const Json& resource, const Projection& projection, const ResourceType& type) {
    Json shown = Json::object();
    for (const auto& [name, value] : resource.get_ref<const Json::object_t&>()) {
        if (const Extension* extension = type.find_extension(name)) {
            Json part = project_extension(value, *extension->schema, projection);
            if (!part.empty()) append_member(shown, name, std::move(part));
        } else if (const auto path = resolve(AttributePath{{}, name, {}}, type)) {
            project_member(shown, name, value, path->attribute, projection);
        }
    }
    return shown;
}

}  // namespace usher::scim
