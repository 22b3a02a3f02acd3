#include "scim/accept.hpp"

#include "base/text.hpp"
#include "scim/in_quotes.hpp"
#include "scim/patch_elements.hpp"
#include "usher/scim/comparison.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace usher::scim {

namespace {

/// RFC 4648 §4, and the alphabet of §5, which a definition cannot ask for but clients use; padding
/// may be left out (RFC 7643 §2.3.6).
bool is_base64(std::string_view text) {
    std::size_t padding = 0;
    while (padding < 2 && text.ends_with('=')) {
        text.remove_suffix(1);
        ++padding;
    }
    const auto digit = [](char c) {
        return base::is_letter(c) || base::is_digit(c) || c == '+' || c == '/' || c == '-' ||
               c == '_';
    };
    const bool whole = padding == 0 ? text.size() % 4 != 1 : (text.size() + padding) % 4 == 0;
    return whole && std::ranges::all_of(text, digit);
}

/// Whether `text` may be a URI or a relative one. More is not asked: identity providers send what
/// people typed, and it is returned as it came.
bool is_reference(std::string_view text) {
    return std::ranges::none_of(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
}

template <class Predicate>
bool is_text(const Json& value, Predicate fits) {
    return value.is_string() && fits(value.get_ref<const std::string&>());
}

/// Whether a single, simple value has the form that its type asks for (R09). No coercion.
bool has_form(const Json& value, Type type) {
    switch (type) {
        case Type::string:
            return value.is_string();
        case Type::boolean:
            return value.is_boolean();
        case Type::decimal:
            return value.is_number();
        case Type::integer:
            return value.is_number_integer();
        case Type::date_time:
            return is_text(value, [](const auto& text) { return canonical_date_time(text); });
        case Type::reference:
            return is_text(value, is_reference);
        case Type::binary:
            return is_text(value, is_base64);
        case Type::complex:
            return value.is_object();
    }
    return false;
}

std::string_view form_of(Type type) {
    switch (type) {
        case Type::string:
            return "a string";
        case Type::boolean:
            return "true or false";
        case Type::decimal:
            return "a number";
        case Type::integer:
            return "a whole number";
        case Type::date_time:
            return "a dateTime such as \"2011-05-13T04:42:34Z\"";
        case Type::reference:
            return "a URI";
        case Type::binary:
            return "a base64 text";
        case Type::complex:
            return "an object";
    }
    return {};
}

Json accept_single(
    const Json& value, const Attribute& attribute, const Place& place, const BodyRules& rules
) {
    if (unassigned(value)) return nullptr;
    if (!has_form(value, attribute.type)) {
        throw Error::invalid_value(
            place.text() + " must be " + std::string(form_of(attribute.type))
        );
    }
    if (attribute.type != Type::complex) return value;
    Members members(place, rules);
    for (const auto& [name, part] : value.get_ref<const Json::object_t&>()) {
        if (const Attribute* sub_attribute = attribute.find(name)) {
            members.take(*sub_attribute, part);
        } else {
            members.take_unknown(name);
        }
    }
    Json result = std::move(members).result();
    if (result.empty()) return nullptr;
    check_required_parts(result, attribute, place);
    return result;
}

Json accept_list(
    const Json& value, const Attribute& attribute, const Place& place, const BodyRules& rules
) {
    if (!value.is_array()) throw Error::invalid_value(place.text() + " must be an array");
    Json result = Json::array();
    long index = 0;
    for (const Json& element : value) {
        const Place inner = place_of_element(place, index++);
        Json accepted = accept_single(element, attribute, inner, rules);
        if (!accepted.is_null()) result.push_back(std::move(accepted));
    }
    if (result.empty()) return nullptr;
    tidy_list(result, attribute, place);
    return result;
}

}  // namespace

void Members::take(const Attribute& attribute, const Json& value) {
    const Place place{.outer = &place_, .name = attribute.name};
    if (std::ranges::find(seen_, &attribute) != seen_.end()) {
        throw Error::invalid_syntax(place.text() + " is given twice");
    }
    seen_.push_back(&attribute);
    if (attribute.mutability == Mutability::read_only) return;
    put(attribute.name, accept(value, attribute, place, rules_));
}

void Members::put(const std::string& name, Json value) {
    if (!value.is_null()) append_member(result_, name, std::move(value));
}

void Members::take_unknown(std::string_view name) const {
    if (rules_.ignore_unknown) return;
    const std::string where = place_.text();
    throw Error::invalid_syntax(
        "no schema defines " + in_quotes(name) + (where.empty() ? "" : " in " + where)
    );
}

Json accept(
    const Json& value, const Attribute& attribute, const Place& place, const BodyRules& rules
) {
    if (unassigned(value)) return nullptr;
    return attribute.multi_valued ? accept_list(value, attribute, place, rules)
                                  : accept_single(value, attribute, place, rules);
}

Json accept_extension(const Json& value, const Schema& schema, const BodyRules& rules) {
    const Place place = place_of_extension(schema.id);
    if (unassigned(value)) return nullptr;
    if (!value.is_object()) throw Error::invalid_value(schema.id + " must be an object");
    Members members(place, rules);
    for (const auto& [name, part] : value.get_ref<const Json::object_t&>()) {
        if (const Attribute* attribute = schema.find(name)) {
            members.take(*attribute, part);
        } else {
            members.take_unknown(name);
        }
    }
    Json result = std::move(members).result();
    return result.empty() ? Json() : result;
}

void check_required_parts(const Json& object, const Attribute& complex, const Place& place) {
    for (const Attribute& part : complex.sub_attributes) {
        if (!part.required || part.mutability == Mutability::read_only) continue;
        if (object.contains(part.name)) continue;
        throw Error::invalid_value(
            Place{.outer = &place, .name = part.name}.text() + " is required"
        );
    }
}

void tidy_list(Json& list, const Attribute& attribute, const Place& place) {
    if (list.size() < 2) return;
    const Identity identity(attribute, false);
    std::unordered_set<std::string> seen;
    std::size_t kept = 0;
    std::size_t primaries = 0;
    for (std::size_t index = 0; index < list.size(); ++index) {
        if (!seen.insert(identity.of(list[index])).second) continue;
        if (is_primary(list[index])) ++primaries;
        if (kept != index) list[kept] = std::move(list[index]);
        ++kept;
    }
    auto& elements = list.get_ref<Json::array_t&>();
    elements.resize(kept);
    if (primaries > 1) {
        throw Error::invalid_value(place.text() + " has more than one value marked primary");
    }
}

void append_member(Json& object, const std::string& name, Json value) {
    object.get_ref<Json::object_t&>().emplace_back(name, std::move(value));
}

bool unassigned(const Json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>().empty();
    return value.is_null() || (value.is_structured() && value.empty());
}

Json accept_value(
    const Json& value, const Attribute& attribute, const std::string& path, const BodyRules& rules
) {
    return accept(value, attribute, Place{.name = path}, rules);
}

}  // namespace usher::scim
