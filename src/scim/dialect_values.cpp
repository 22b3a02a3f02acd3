#include "scim/dialect_values.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

/// Calls `change` with the value, or with each of a list; whether any call was true.
template <class Change>
bool each_value(Json& value, const Change& change) {
    if (!value.is_array()) return change(value);
    bool changed = false;
    for (Json& element : value)
        changed = change(element) || changed;
    return changed;
}

bool holds_nul(const Json& value) {
    if (value.is_string())
        return value.get_ref<const std::string&>().find('\0') != std::string::npos;
    return value.is_structured() && std::any_of(value.begin(), value.end(), holds_nul);
}

/// The object or list that `text` spells. What parse_json() would refuse is left a text.
std::optional<Json> spelt_json(const Json& text) {
    if (!text.is_string()) return std::nullopt;
    const auto& source = text.get_ref<const std::string&>();
    if (source.empty() || (source.front() != '{' && source.front() != '[')) return std::nullopt;
    constexpr int depth = 4;
    bool too_deep = false;
    Json parsed = Json::parse(
        source,
        [&](int level, Json::parse_event_t, Json&) {
            too_deep = too_deep || level > depth;
            return !too_deep;
        },
        false
    );
    if (too_deep || !parsed.is_structured() || holds_nul(parsed)) return std::nullopt;
    return parsed;
}

/// Copies from Entra's app role object what SCIM has a place for.
void take_role(Json& element, const Json& role, const Attribute& attribute) {
    static constexpr std::array<std::pair<const char*, const char*>, 6> places{
        {{"id", "value"},
         {"value", "value"},
         {"displayName", "display"},
         {"display", "display"},
         {"type", "type"},
         {"primary", "primary"}}
    };
    for (const auto& [source, place] : places) {
        const auto found = role.find(source);
        if (found != role.end() && found->is_primitive() && !found->is_null() &&
            attribute.find(place) != nullptr)
            element[place] = *found;
    }
}

bool read_json_text(Json& value, const Attribute& attribute, bool) {
    if (attribute.type != Type::complex) return false;
    bool changed = false;
    if (auto spelt = spelt_json(value)) {
        value = *std::move(spelt);
        changed = true;
    }
    return each_value(
               value,
               [&](Json& element) {
                   if (!element.is_object() || !element.contains("value")) return false;
                   const auto role = spelt_json(element["value"]);
                   if (!role || !role->is_object()) return false;
                   take_role(element, *role, attribute);
                   return true;
               }
           ) ||
           changed;
}

bool unwrap_list(Json& value, const Attribute& attribute, bool multi_valued) {
    if (multi_valued || attribute.type != Type::complex) return false;
    if (!value.is_array() || value.size() != 1) return false;
    Json only = std::move(value.front());
    value = std::move(only);
    return true;
}

bool drop_empty_string(Json& value, const Attribute& attribute, bool multi_valued) {
    if (multi_valued || attribute.type != Type::complex || value != "") return false;
    value = nullptr;
    return true;
}

bool wrap_reference(Json& value, const Attribute& attribute, bool) {
    if (attribute.type != Type::complex || attribute.find("value") == nullptr) return false;
    return each_value(value, [](Json& element) {
        if (!element.is_string() || element == "") return false;
        Json object = Json::object();
        object["value"] = std::move(element);
        element = std::move(object);
        return true;
    });
}

bool wrap_in_list(Json& value, const Attribute&, bool multi_valued) {
    if (!multi_valued || !value.is_object()) return false;
    value = Json::array({std::move(value)});
    return true;
}

bool blank(const Json& value) {
    return value.is_null() || value == "";
}

/// Whether `element` is a label (`type`, `primary`, `display`) on nothing.
bool labels_nothing(const Json& element) {
    if (element.is_null()) return true;
    if (!element.is_object() || !element.contains("value")) return false;
    const auto& members = element.get_ref<const Json::object_t&>();
    return std::all_of(members.begin(), members.end(), [](const auto& member) {
        return blank(member.second) || member.first == "type" || member.first == "primary" ||
               member.first == "display";
    });
}

bool drop_null_values(Json& value, const Attribute&, bool multi_valued) {
    if (!multi_valued || !value.is_array()) return false;
    auto& elements = value.get_ref<Json::array_t&>();
    return std::erase_if(elements, labels_nothing) != 0;
}

bool read_boolean(Json& value) {
    if (!value.is_string()) return false;
    const auto spelt = spelt_boolean(value.get_ref<const std::string&>());
    if (spelt) value = *spelt;
    return spelt.has_value();
}

bool read_booleans(Json& value, const Attribute& attribute, bool) {
    if (attribute.type == Type::boolean) return each_value(value, read_boolean);
    if (attribute.type != Type::complex) return false;
    return each_value(value, [&](Json& element) {
        if (!element.is_object()) return false;
        bool changed = false;
        for (auto& [name, sub_value] : element.get_ref<Json::object_t&>()) {
            const Attribute* sub_attribute = attribute.find(name);
            if (sub_attribute != nullptr && sub_attribute->type == Type::boolean)
                changed = read_boolean(sub_value) || changed;
        }
        return changed;
    });
}

struct ValueAdapter {
    const HabitDescription& habit;
    bool (*apply)(Json& value, const Attribute& attribute, bool multi_valued);  ///< true: changed
};

/// In this order: each makes the shape that the next ones look into.
constexpr std::array<ValueAdapter, 7> adapters{
    {{habits::json_text, read_json_text},
     {habits::list_for_single, unwrap_list},
     {habits::empty_string_removes, drop_empty_string},
     {habits::bare_reference, wrap_reference},
     {habits::single_object_for_list, wrap_in_list},
     {habits::null_values, drop_null_values},
     {habits::string_booleans, read_booleans}}
};

std::string squeezed(std::string_view urn) {
    std::string text = base::ascii_lower(urn);
    std::erase(text, ':');
    return text;
}

}  // namespace

void adapt_value(
    Json& value, const Attribute& attribute, bool multi_valued, const habits::Context& context
) {
    for (const ValueAdapter& adapter : adapters)
        if (context.wants(adapter.habit) && adapter.apply(value, attribute, multi_valued))
            context.report(adapter.habit);
}

std::optional<bool> spelt_boolean(std::string_view text) {
    if (base::equal_ignoring_case(text, "true")) return true;
    if (base::equal_ignoring_case(text, "false")) return false;
    return std::nullopt;
}

std::optional<std::string> corrected_urn(std::string_view text, const ResourceType& type) {
    if (!text.starts_with("urn") || schema_of(text, type) != nullptr) return std::nullopt;
    const std::string wanted = squeezed(text);
    if (wanted == squeezed(type.schema->id)) return type.schema->id;
    for (const Extension& extension : type.extensions)
        if (wanted == squeezed(extension.schema->id)) return extension.schema->id;
    return std::nullopt;
}

const Schema* schema_of(std::string_view urn, const ResourceType& type) {
    if (base::equal_ignoring_case(urn, type.schema->id)) return type.schema;
    const Extension* extension = type.find_extension(urn);
    return extension != nullptr ? extension->schema : nullptr;
}

}  // namespace usher::scim
