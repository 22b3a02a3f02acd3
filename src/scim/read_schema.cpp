#include "base/text.hpp"
#include "scim/definition.hpp"
#include "scim/in_quotes.hpp"
#include "scim/keywords.hpp"

#include <algorithm>
#include <array>

namespace usher::scim {

namespace {

constexpr std::array<std::string_view, 12> attribute_keys{
    "name",
    "type",
    "multiValued",
    "description",
    "required",
    "canonicalValues",
    "caseExact",
    "mutability",
    "returned",
    "uniqueness",
    "referenceTypes",
    "subAttributes",
};

constexpr std::array<std::string_view, 6> schema_keys{
    "schemas", "id", "name", "description", "attributes", "meta"};

/// The only schema in which complex attributes nest: it describes definitions like these.
constexpr std::string_view schema_of_schemas = "urn:ietf:params:scim:schemas:core:2.0:Schema";

template <class Keywords>
auto read_keyword(
    const Definition& attribute,
    std::string_view key,
    const Keywords& keywords,
    decltype(keywords.front().value) absent
) {
    const auto found = attribute.find(key);
    if (!found) return absent;
    const auto value = find_keyword(keywords, found->text());
    if (!value) found->fail("unknown keyword " + in_quotes(found->text()));
    return *value;
}

/// RFC 7643 §2.1, and the `$` of `$ref`, which its grammar forgot.
bool is_attribute_name(std::string_view name) {
    const auto letter = [](char c) { return base::is_letter(c); };
    const auto inner = [&](char c) {
        return letter(c) || base::is_digit(c) || c == '-' || c == '_';
    };
    return (letter(name.front()) || name.front() == '$') &&
           std::all_of(name.begin() + 1, name.end(), inner);
}

enum class Nesting { refused, allowed };

std::vector<Attribute> read_attributes(const Definition& list, Nesting nesting);

Attribute read_attribute(const Definition& definition, Nesting nesting) {
    definition.require_only(attribute_keys);
    Attribute attribute{
        .name = definition.require("name").text(),
        .type = read_keyword(definition, "type", type_keywords, Type::string),
        .multi_valued = definition.truth_or("multiValued", false),
        .required = definition.truth_or("required", false),
        .case_exact = definition.truth_or("caseExact", false),
        .mutability =
            read_keyword(definition, "mutability", mutability_keywords, Mutability::read_write),
        .returned = read_keyword(definition, "returned", returned_keywords, Returned::by_default),
        .uniqueness = read_keyword(definition, "uniqueness", uniqueness_keywords, Uniqueness::none),
        .description = definition.text_or("description", ""),
        .canonical_values = definition.texts("canonicalValues"),
        .reference_types = definition.texts("referenceTypes"),
        .sub_attributes = {},
    };
    if (!is_attribute_name(attribute.name)) definition.fail("is no attribute name");
    if (const auto list = definition.find("subAttributes")) {
        attribute.sub_attributes = read_attributes(*list, nesting);
    }
    if ((attribute.type == Type::complex) == attribute.sub_attributes.empty()) {
        definition.fail("a complex attribute has subAttributes, and no other has");
    }
    return attribute;
}

void check_names_differ(const Definition& list, const std::vector<Attribute>& attributes) {
    std::vector<std::string> names;
    for (const Attribute& attribute : attributes)
        names.push_back(base::ascii_lower(attribute.name));
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end()) list.fail("defines " + in_quotes(*twice) + " twice");
}

/// `nesting` says whether attributes of this list's complex attributes may be complex themselves.
std::vector<Attribute> read_attributes(const Definition& list, Nesting nesting) {
    std::vector<Attribute> attributes;
    for (const Definition& definition : list.elements()) {
        Attribute attribute = read_attribute(definition, nesting);
        const bool nested = std::ranges::any_of(attribute.sub_attributes, [](const Attribute& sub) {
            return sub.type == Type::complex;
        });
        // RFC 7643 §2.3.8 and erratum 8415.
        if (nested && nesting == Nesting::refused) {
            definition.fail("a complex attribute cannot hold a complex attribute");
        }
        attributes.push_back(std::move(attribute));
    }
    check_names_differ(list, attributes);
    return attributes;
}

}  // namespace

Schema read_schema(const Definition& definition) {
    definition.require_only(schema_keys);
    std::string id = definition.require("id").text();
    const Nesting nesting = id == schema_of_schemas ? Nesting::allowed : Nesting::refused;
    return {
        .id = std::move(id),
        .name = definition.text_or("name", ""),
        .description = definition.text_or("description", ""),
        .attributes = read_attributes(definition.require("attributes"), nesting),
    };
}

const Schema* find_schema(
    std::span<const std::unique_ptr<const Schema>> schemas, std::string_view urn
) {
    const auto found = std::ranges::find_if(schemas, [urn](const auto& schema) {
        return base::equal_ignoring_case(schema->id, urn);
    });
    return found == schemas.end() ? nullptr : found->get();
}

}  // namespace usher::scim
