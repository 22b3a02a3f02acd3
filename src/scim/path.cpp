#include "usher/scim/path.hpp"

#include "base/text.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>

namespace usher::scim {
namespace {

/// Longer than any path of a real schema; bounds what error texts repeat.
constexpr std::size_t longest_path = 500;

bool is_name(std::string_view text) {
    if (text.empty()) return false;
    if (!base::is_letter(text.front()) && text.front() != '$' && text.front() != '_') return false;
    return std::ranges::all_of(text, [](char c) {
        return base::is_letter(c) || base::is_digit(c) || c == '-' || c == '_' || c == '$';
    });
}

/// The characters of RFC 3986 that schema URIs use; none of them means anything in a filter.
bool is_urn(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return base::is_letter(c) || base::is_digit(c) ||
               std::string_view("-._~:/%+@#").find(c) != std::string_view::npos;
    });
}

/// The common attribute or attribute of `type`'s base schema called `name`.
BoundPath find_in_base(const ResourceType& type, std::string_view name) {
    for (const Attribute& attribute : common_attributes()) {
        if (base::equal_ignoring_case(attribute.name, name)) return {.attribute = &attribute};
    }
    return {.schema = type.schema, .attribute = type.schema->find(name)};
}

/// The attribute called `name` of the only extension that has one.
BoundPath find_in_extensions(const ResourceType& type, std::string_view name) {
    BoundPath found;
    for (const Extension& extension : type.extensions) {
        const Attribute* attribute = extension.schema->find(name);
        if (!attribute) continue;
        if (found.attribute) return {};
        found = {.schema = extension.schema, .extension = true, .attribute = attribute};
    }
    return found;
}

BoundPath find_attribute(
    const AttributePath& path, const ResourceType& type, bool unqualified_extensions
) {
    if (path.schema.empty()) {
        const BoundPath found = find_in_base(type, path.attribute);
        if (found.attribute || !unqualified_extensions) return found;
        return find_in_extensions(type, path.attribute);
    }
    if (base::equal_ignoring_case(path.schema, type.schema->id)) {
        return find_in_base(type, path.attribute);
    }
    const Extension* extension = type.find_extension(path.schema);
    if (!extension) return {};
    return {
        .schema = extension->schema,
        .extension = true,
        .attribute = extension->schema->find(path.attribute)};
}

}  // namespace

std::string AttributePath::text() const {
    std::string text = schema.empty() ? std::string() : schema + ':';
    text += attribute;
    if (!sub_attribute.empty()) text += '.' + sub_attribute;
    return text;
}

std::optional<AttributePath> attribute_path_from(std::string_view text) {
    if (text.size() > longest_path) return std::nullopt;
    AttributePath path;
    if (const std::size_t colon = text.rfind(':'); colon != std::string_view::npos) {
        path.schema = text.substr(0, colon);
        if (!is_urn(path.schema)) return std::nullopt;
        text.remove_prefix(colon + 1);
    }
    if (const std::size_t dot = text.find('.'); dot != std::string_view::npos) {
        path.sub_attribute = text.substr(dot + 1);
        if (!is_name(path.sub_attribute)) return std::nullopt;
        text = text.substr(0, dot);
    }
    if (!is_name(text)) return std::nullopt;
    path.attribute = text;
    return path;
}

AttributePath parse_attribute_path(std::string_view text) {
    if (std::optional<AttributePath> path = attribute_path_from(text)) return *std::move(path);
    throw Error::invalid_path("The path is not of the form [schema URN:]attribute[.subAttribute].");
}

std::optional<BoundPath> resolve(
    const AttributePath& path, const ResourceType& type, bool unqualified_extensions
) {
    BoundPath found = find_attribute(path, type, unqualified_extensions);
    if (!found.attribute) return std::nullopt;
    if (!path.sub_attribute.empty()) {
        found.sub_attribute = found.attribute->find(path.sub_attribute);
        if (!found.sub_attribute) return std::nullopt;
    }
    return found;
}

BoundPath require_path(const AttributePath& path, const ResourceType& type) {
    if (const std::optional<BoundPath> found = resolve(path, type)) return *found;
    throw Error::invalid_path("'" + path.text() + "' is not an attribute of " + type.name + ".");
}

}  // namespace usher::scim
