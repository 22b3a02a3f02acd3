#include "scim/dialect_bodies.hpp"

#include "scim/dialect_values.hpp"
#include "scim/message_shape.hpp"
#include "usher/scim/path.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

using habits::Context;

void correct_keys(Json& body, const Context& context) {
    if (!context.wants(habits::misspelt_urn)) return;
    Json corrected = Json::object();
    bool changed = false;
    for (auto& [key, value] : body.get_ref<Json::object_t&>()) {
        const auto urn = corrected_urn(key, context.type);
        // Two spellings of one URN are for the core to refuse.
        const bool rename = urn && !body.contains(*urn) && !corrected.contains(*urn);
        changed = changed || rename;
        corrected[rename ? *urn : key] = std::move(value);
    }
    body = std::move(corrected);
    if (changed) context.report(habits::misspelt_urn);
}

void adapt_schemas(Json& body, const Context& context) {
    Json* schemas = find_member_or_null(body, "schemas");
    if (schemas == nullptr || !schemas->is_array()) return;
    auto& urns = schemas->get_ref<Json::array_t&>();
    if (context.wants(habits::misspelt_urn)) {
        for (Json& urn : urns) {
            if (!urn.is_string()) continue;
            if (auto corrected = corrected_urn(urn.get_ref<const std::string&>(), context.type)) {
                urn = *std::move(corrected);
                context.report(habits::misspelt_urn);
            }
        }
    }
    if (!context.wants(habits::unknown_schemas)) return;
    const auto unknown = [&](const Json& urn) {
        return urn.is_string() &&
               schema_of(urn.get_ref<const std::string&>(), context.type) == nullptr;
    };
    if (std::erase_if(urns, unknown) != 0) context.report(habits::unknown_schemas);
}

/// Puts `value` where `target` says; false if something stands in the way.
bool place(Json& body, const BoundPath& target, const Json& value) {
    if (target.attribute->multi_valued && target.sub_attribute != nullptr) return false;
    Json* holder = &body;
    if (target.extension) {
        Json* extension = find_member_or_null(body, target.schema->id);
        holder = extension != nullptr ? extension : &body[target.schema->id];
    }
    const Attribute* attribute = target.attribute;
    if (target.sub_attribute != nullptr) {
        if (holder->is_null()) *holder = Json::object();
        if (!holder->is_object()) return false;
        Json* complex = find_member_or_null(*holder, attribute->name);
        holder = complex != nullptr ? complex : &(*holder)[attribute->name];
        attribute = target.sub_attribute;
    }
    if (holder->is_null()) *holder = Json::object();
    if (!holder->is_object() || has_member(*holder, attribute->name)) return false;
    (*holder)[attribute->name] = value;
    return true;
}

/// Moves each misplaced attribute to its place.
void place_attributes(Json& body, const Context& context) {
    std::vector<std::pair<std::string, BoundPath>> moves;
    for (const auto& [key, value] : body.get_ref<const Json::object_t&>()) {
        const bool known =
            resolve({.schema = "", .attribute = key, .sub_attribute = ""}, context.type)
                .has_value();
        if (known || schema_of(key, context.type) != nullptr) continue;
        if (value.is_null() && context.wants(habits::unknown_nulls)) continue;
        if (auto target = misplaced(key, context)) moves.emplace_back(key, *target);
    }
    for (const auto& [key, target] : moves) {
        const Json value = body[key];
        if (place(body, target, value)) body.erase(key);
    }
}

void drop_unknown_nulls(Json& attributes, const Schema& schema, const Context& context) {
    if (!context.wants(habits::unknown_nulls)) return;
    const bool base = &schema == context.type.schema;
    std::vector<std::string> unknown;
    for (const auto& [key, value] : attributes.get_ref<const Json::object_t&>()) {
        if (!value.is_null() || schema.find(key) != nullptr) continue;
        const AttributePath path{.schema = "", .attribute = key, .sub_attribute = ""};
        const bool known_there =
            base && (resolve(path, context.type) || schema_of(key, context.type) != nullptr);
        if (!known_there) unknown.push_back(key);
    }
    for (const std::string& key : unknown)
        attributes.erase(key);
    if (!unknown.empty()) context.report(habits::unknown_nulls);
}

}  // namespace

std::optional<BoundPath> misplaced(const std::string& key, const Context& context) {
    const auto path = attribute_path_from(key);
    if (!path) return std::nullopt;
    const bool qualified = !path->schema.empty();
    const bool dotted = qualified || !path->sub_attribute.empty();
    if (dotted && !context.wants(habits::dotted_keys)) return std::nullopt;
    const auto direct = resolve(*path, context.type);
    const auto found = direct || qualified || !context.wants(habits::unqualified_extension)
                           ? direct
                           : resolve(*path, context.type, true);
    if (!found) return std::nullopt;
    if (dotted) context.report(habits::dotted_keys);
    if (!direct) context.report(habits::unqualified_extension);
    return found;
}

void adapt_attributes(Json& attributes, const Schema& schema, const Context& context) {
    if (!attributes.is_object()) return;
    drop_unknown_nulls(attributes, schema, context);
    for (auto& [name, value] : attributes.get_ref<Json::object_t&>())
        if (const Attribute* attribute = schema.find(name))
            adapt_value(value, *attribute, attribute->multi_valued, context);
}

void adapt_body(Json& body, const Context& context) {
    if (!body.is_object()) return;
    correct_keys(body, context);
    adapt_schemas(body, context);
    place_attributes(body, context);
    adapt_attributes(body, *context.type.schema, context);
    for (auto& [key, value] : body.get_ref<Json::object_t&>())
        if (const Schema* schema = schema_of(key, context.type))
            adapt_attributes(value, *schema, context);
}

}  // namespace usher::scim
