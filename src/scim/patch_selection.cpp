#include "scim/patch_selection.hpp"

#include "base/text.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/validate.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

/// The literal as a value of `attribute`; accept_value() has the last word on its form.
Json value_of(const Literal& literal, const Attribute& attribute) {
    if (literal.kind == Literal::Kind::null) return {};
    if (attribute.type == Type::boolean) return base::equal_ignoring_case(literal.text, "true");
    if (attribute.type == Type::integer || attribute.type == Type::decimal)
        return Json::parse(literal.text, nullptr, false);
    return literal.text;
}

/// Adds what `comparison` demands of a value; false if it does not say exactly what.
bool collect(const Comparison& comparison, const Attribute& attribute, Json& element) {
    if (comparison.op != Operator::eq) return false;
    const Attribute* sub_attribute = attribute.find(comparison.path.attribute);
    if (sub_attribute == nullptr || sub_attribute->mutability == Mutability::read_only)
        return false;
    element[sub_attribute->name] = value_of(comparison.literal, *sub_attribute);
    return true;
}

/// The complex value that a conjunction of `eq` describes; nullopt for any other filter.
std::optional<Json> described_by(const Filter& filter, const Attribute& attribute) {
    if (attribute.type != Type::complex) return std::nullopt;
    Json element = Json::object();
    if (const auto* comparison = std::get_if<Comparison>(&filter.node)) {
        if (!collect(*comparison, attribute, element)) return std::nullopt;
        return element;
    }
    const auto* conjunction = std::get_if<And>(&filter.node);
    if (conjunction == nullptr) return std::nullopt;
    for (const Filter& operand : conjunction->operands) {
        const auto* comparison = std::get_if<Comparison>(&operand.node);
        if (comparison == nullptr || !collect(*comparison, attribute, element)) return std::nullopt;
    }
    return element;
}

std::string sub_path(const PatchOperation& operation, const Slot& slot) {
    return slot.path + "." + operation.target->sub_attribute->name;
}

void change_element(
    const PatchOperation& operation, const Slot& slot, Json& element, Editor& editor
) {
    if (const Attribute* sub_attribute = operation.target->sub_attribute) {
        editor.change(
            operation.verb,
            {element, *sub_attribute, sub_path(operation, slot), false},
            operation.value
        );
    } else if (slot.attribute.type == Type::complex) {
        editor.merge(operation.verb, element, slot.attribute, slot.path, operation.value);
    } else {
        const Json accepted =
            accept_value(Json::array({operation.value}), slot.attribute, slot.path);
        element = accepted.is_array() && !accepted.empty() ? accepted.front() : Json();
    }
}

/// Adds the value that the selection describes, with what the operation says about it.
void make_element(const PatchOperation& operation, const Slot& slot, Editor& editor) {
    const auto described = described_by(*operation.selection_as_written, slot.attribute);
    if (operation.verb != PatchVerb::add || !described)
        throw Error::no_target("no value of " + slot.path + " matches the path's filter");
    if (unassigned(operation.value)) return;
    Json element = *described;
    change_element(operation, slot, element, editor);
    if (slot.attribute.multi_valued)
        editor.append(slot, element);
    else
        editor.merge(
            operation.verb,
            slot.holder[slot.attribute.name] = Json::object(),
            slot.attribute,
            slot.path,
            element
        );
}

/// Takes `elements`, which stand in the list's order, out of it.
void erase_elements(const Slot& slot, std::span<Json* const> elements) {
    Json& list = slot.holder[slot.attribute.name];
    Json kept = Json::array();
    std::size_t next = 0;
    for (Json& element : list) {
        if (next < elements.size() && &element == elements[next])
            ++next;
        else
            kept.push_back(std::move(element));
    }
    if (kept.empty())
        slot.holder.erase(slot.attribute.name);
    else
        list = std::move(kept);
}

std::vector<Json*> selected(const BoundFilter& selection, Json& values) {
    std::vector<Json*> elements;
    if (!values.is_array()) {
        if (matches_element(selection, values)) elements.push_back(&values);
        return elements;
    }
    for (Json& element : values)
        if (matches_element(selection, element)) elements.push_back(&element);
    return elements;
}

bool removes_whole_values(const PatchOperation& operation) {
    if (operation.target->sub_attribute != nullptr) return false;
    return operation.verb == PatchVerb::remove ||
           (operation.verb == PatchVerb::replace && operation.value.is_null());
}

}  // namespace

void apply_to_elements(
    const PatchOperation& operation,
    const Slot& slot,
    std::span<Json* const> elements,
    Editor& editor
) {
    if (operation.verb == PatchVerb::add && operation.value.is_null()) return;
    editor.charge(elements.size());
    std::vector<const Json*> became_primary;
    for (Json* element : elements) {
        const bool was_primary = is_primary(*element);
        change_element(operation, slot, *element, editor);
        if (is_primary(*element) && !was_primary) became_primary.push_back(element);
    }
    Json& list = slot.holder[slot.attribute.name];
    if (became_primary.size() == 1 && list.is_array()) {
        editor.charge(list.size());
        const auto place = became_primary.front() - &list.front();
        demote_others(list, {static_cast<std::size_t>(place)});
    }
}

void apply_to_selection(const PatchOperation& operation, const Slot& slot, Editor& editor) {
    editor.guarded(slot, [&] {
        const auto found = slot.holder.find(slot.attribute.name);
        std::vector<Json*> elements;
        if (found != slot.holder.end()) {
            if (found->is_array()) editor.charge(found->size());
            elements = selected(operation.selection.front(), *found);
        }
        if (elements.empty()) {
            if (operation.verb != PatchVerb::remove) make_element(operation, slot, editor);
        } else if (!removes_whole_values(operation)) {
            apply_to_elements(operation, slot, elements, editor);
        } else if (slot.attribute.multi_valued) {
            erase_elements(slot, elements);
        } else {
            slot.holder.erase(slot.attribute.name);
        }
    });
}

}  // namespace usher::scim
