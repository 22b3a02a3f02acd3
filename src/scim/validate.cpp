#include "usher/scim/validate.hpp"

#include "base/text.hpp"
#include "scim/accept.hpp"
#include "scim/in_quotes.hpp"
#include "scim/message_shape.hpp"
#include "scim/patch_elements.hpp"
#include "usher/scim/comparison.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/path.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

const Json* find_assigned(const Json& object, const std::string& name) {
    const auto found = object.find(name);
    return found == object.end() || unassigned(*found) ? nullptr : &*found;
}

bool is_schema_of(std::string_view urn, const ResourceType& type) {
    return base::equal_ignoring_case(urn, type.schema->id) || type.find_extension(urn);
}

/// R01, and no URN that the type does not have.
void check_schemas(const Json& body, const ResourceType& type, const BodyRules& rules) {
    const Json* found = find_member(body, "schemas");
    const Json none = Json::array();
    const Json& schemas = found ? *found : none;
    bool has_base = false;
    if (!schemas.is_array()) throw Error::invalid_syntax("schemas must be an array");
    for (const Json& urn : schemas) {
        if (!urn.is_string()) throw Error::invalid_syntax("schemas must hold strings");
        const auto& text = urn.get_ref<const std::string&>();
        has_base = has_base || base::equal_ignoring_case(text, type.schema->id);
        if (!is_schema_of(text, type) && !rules.ignore_unknown) {
            throw Error::invalid_syntax(type.name + " has no schema " + in_quotes(text));
        }
    }
    if (!has_base && !rules.schemas_optional) {
        throw Error::invalid_syntax("schemas must list " + in_quotes(type.schema->id));
    }
}

/// The members of a body, those of its extensions included.
Json accept_members(const Json& body, const ResourceType& type, const BodyRules& rules) {
    const Place root;
    Members members(root, rules);
    std::vector<const Schema*> seen;
    for (const auto& [name, value] : body.get_ref<const Json::object_t&>()) {
        if (const Extension* extension = type.find_extension(name)) {
            if (std::ranges::find(seen, extension->schema) != seen.end()) {
                throw Error::invalid_syntax(extension->schema->id + " is given twice");
            }
            seen.push_back(extension->schema);
            members.put(extension->schema->id, accept_extension(value, *extension->schema, rules));
        } else if (const auto path = resolve(AttributePath{{}, name, {}}, type)) {
            members.take(*path->attribute, value);
        } else {
            members.take_unknown(name);
        }
    }
    return std::move(members).result();
}

/// Whether a document must have `attribute`. writeOnly ones are in no stored document: only a new
/// resource can be asked for them (P05).
enum class Moment { creation, later };

bool must_have(const Attribute& attribute, Moment moment) {
    if (!attribute.required || attribute.mutability == Mutability::read_only) return false;
    return moment == Moment::creation || attribute.mutability != Mutability::write_only;
}

/// The first attribute that `object` lacks; nullptr if it has all it must.
const Attribute* find_missing(const Json& object, const Schema& schema, Moment moment) {
    const auto& attributes = schema.attributes;
    const auto missing = std::ranges::find_if(attributes, [&](const Attribute& attribute) {
        return must_have(attribute, moment) && !object.contains(attribute.name);
    });
    return missing == attributes.end() ? nullptr : &*missing;
}

void check_extensions(const Json& document, const ResourceType& type, Moment moment) {
    for (const Extension& extension : type.extensions) {
        const std::string& urn = extension.schema->id;
        const Json* object = find_assigned(document, urn);
        if (!object) {
            if (extension.required) throw Error::invalid_value(urn + " is required");
            continue;
        }
        if (const Attribute* missing = find_missing(*object, *extension.schema, moment)) {
            throw Error::invalid_value(urn + ':' + missing->name + " is required");
        }
    }
}

void check_required(const Json& document, const ResourceType& type, Moment moment) {
    if (const Attribute* missing = find_missing(document, *type.schema, moment)) {
        throw Error::invalid_value(missing->name + " is required");
    }
    check_extensions(document, type, moment);
}

/// `document` with `schemas` in front: the base schema and the extensions present (R13).
Json with_schemas(Json document, const ResourceType& type) {
    Json schemas = Json::array({type.schema->id});
    for (const Extension& extension : type.extensions) {
        if (document.contains(extension.schema->id)) schemas.push_back(extension.schema->id);
    }
    Json result = Json::object();
    append_member(result, "schemas", std::move(schemas));
    for (auto& [name, value] : document.get_ref<Json::object_t&>()) {
        if (name != "schemas") append_member(result, name, std::move(value));
    }
    return result;
}

bool same_value(const Attribute& attribute, const Json& left, const Json& right) {
    if (attribute.multi_valued || attribute.type == Type::complex) return equivalent(left, right);
    return comparison_key(attribute, left) == comparison_key(attribute, right);
}

/// Carries immutable values over from `current` to `next`, of which `attributes` are the members.
/// Throws Error::mutability where `next` has another value (P03). Parts of a list's elements are
/// free: a PUT replaces the elements themselves.
void keep_immutable(
    const Json& current, Json& next, const std::vector<Attribute>& attributes, const Place& place
) {
    for (const Attribute& attribute : attributes) {
        const Json* before = find_assigned(current, attribute.name);
        if (!before) continue;
        const auto after = next.find(attribute.name);
        const Place inner{.outer = &place, .name = attribute.name};
        if (attribute.mutability != Mutability::immutable) {
            const bool has_parts = attribute.type == Type::complex && !attribute.multi_valued;
            if (!has_parts || after == next.end()) continue;
            keep_immutable(*before, *after, attribute.sub_attributes, inner);
        } else if (after == next.end()) {
            next[attribute.name] = *before;
        } else if (!same_value(attribute, *before, *after)) {
            throw Error::mutability(inner.text() + " is immutable and has another value");
        }
    }
}

void keep_immutable(const Json& current, Json& next, const ResourceType& type) {
    const Place root;
    keep_immutable(current, next, type.schema->attributes, root);
    for (const Extension& extension : type.extensions) {
        const std::string& urn = extension.schema->id;
        const Json* before = find_assigned(current, urn);
        if (!before) continue;
        Json after = next.contains(urn) ? next[urn] : Json::object();
        keep_immutable(*before, after, extension.schema->attributes, place_of_extension(urn));
        if (!after.empty()) next[urn] = std::move(after);
    }
}

Json accept_body(const Json& body, const ResourceType& type, const BodyRules& rules) {
    if (!body.is_object()) throw Error::invalid_syntax("the body must be a JSON object");
    check_schemas(body, type, rules);
    return accept_members(body, type, rules);
}

/// Drops what is unassigned within `value`; null if nothing is left.
Json settle_value(Json value) {
    if (value.is_array()) {
        Json kept = Json::array();
        for (Json& element : value) {
            Json settled = settle_value(std::move(element));
            if (!unassigned(settled)) kept.push_back(std::move(settled));
        }
        value = std::move(kept);
    } else if (value.is_object()) {
        Json kept = Json::object();
        for (auto& [name, part] : value.get_ref<Json::object_t&>()) {
            Json settled = settle_value(std::move(part));
            if (!unassigned(settled)) append_member(kept, name, std::move(settled));
        }
        value = std::move(kept);
    }
    return unassigned(value) ? Json() : value;
}

/// What accept() has seen to in each value by itself, for values that a PATCH put together.
void check_settled(Json& object, const std::vector<Attribute>& attributes, const Place& place) {
    for (const Attribute& attribute : attributes) {
        if (attribute.type != Type::complex && !attribute.multi_valued) continue;
        const auto found = object.find(attribute.name);
        if (found == object.end()) continue;
        const Place inner{.outer = &place, .name = attribute.name};
        if (found->is_object()) check_required_parts(*found, attribute, inner);
        if (!found->is_array()) continue;
        tidy_list(*found, attribute, inner);
        if (attribute.type != Type::complex) continue;
        long index = 0;
        for (const Json& element : *found) {
            check_required_parts(element, attribute, place_of_element(inner, index++));
        }
    }
}

}  // namespace

Json accept_new(const Json& body, const ResourceType& type, const BodyRules& rules) {
    Json document = accept_body(body, type, rules);
    check_required(document, type, Moment::creation);
    return with_schemas(std::move(document), type);
}

Json accept_replacement(
    const Json& current, const Json& body, const ResourceType& type, const BodyRules& rules
) {
    Json document = accept_body(body, type, rules);
    keep_immutable(current, document, type);
    check_required(document, type, Moment::later);
    return with_schemas(std::move(document), type);
}

Json settle(Json document, const ResourceType& type) {
    Json settled = settle_value(std::move(document));
    if (settled.is_null()) settled = Json::object();
    if (const Attribute* missing = find_missing(settled, *type.schema, Moment::later)) {
        throw Error::mutability(missing->name + " is required and cannot be removed");
    }
    check_extensions(settled, type, Moment::later);
    const Place root;
    check_settled(settled, type.schema->attributes, root);
    for (const Extension& extension : type.extensions) {
        const auto found = settled.find(extension.schema->id);
        if (found == settled.end()) continue;
        check_settled(
            *found, extension.schema->attributes, place_of_extension(extension.schema->id)
        );
    }
    return with_schemas(std::move(settled), type);
}

}  // namespace usher::scim
