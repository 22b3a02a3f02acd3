#include "scim/patch_editor.hpp"

#include "usher/scim/error.hpp"
#include "usher/scim/validate.hpp"

#include <unordered_set>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

/// About a second of work; a message that wants more is not provisioning.
constexpr std::size_t max_compared = 4'000'000;

/// What a client may send for several values: a list, or one value by itself (§3.5.2.1).
Json as_list(const Json& value) {
    return value.is_array() ? value : Json::array({value});
}

Json current(const Slot& slot) {
    const auto found = slot.holder.find(slot.attribute.name);
    return found == slot.holder.end() ? Json() : *found;
}

/// null, "" and [] unassign; {} names no sub-attribute and so changes none.
bool clears(const Json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>().empty();
    return value.is_null() || (value.is_array() && value.empty());
}

}  // namespace

void Editor::charge(std::size_t values) {
    compared_ += values;
    if (compared_ > max_compared)
        throw Error::payload_too_large(
            "the operations would compare more than " + std::to_string(max_compared) +
            " values; send fewer of them at a time"
        );
}

void Editor::guarded(const Slot& slot, const std::function<void()>& body) {
    if (slot.attribute.mutability == Mutability::read_only)
        throw Error::mutability(slot.path + " is readOnly");
    if (slot.attribute.mutability != Mutability::immutable) {
        body();
        return;
    }
    const Json before = current(slot);
    if (before.is_array()) charge(before.size());
    body();
    if (!unassigned(before) && !equivalent(before, current(slot)))
        throw Error::mutability(slot.path + " is immutable and has a value");
}

void Editor::change(PatchVerb verb, const Slot& slot, const Json& value) {
    guarded(slot, [&] {
        if (verb == PatchVerb::remove) {
            remove(slot, value);
        } else if (slot.attribute.multi_valued) {
            verb == PatchVerb::add ? append(slot, value) : swap_all(slot, value);
        } else if (slot.attribute.type == Type::complex) {
            merge_single(verb, slot, value);
        } else {
            assign(slot, value);
        }
    });
}

void Editor::assign(const Slot& slot, const Json& value) {
    Json accepted = accept_value(value, slot.attribute, slot.path);
    if (accepted.is_null())
        slot.holder.erase(slot.attribute.name);
    else
        slot.holder[slot.attribute.name] = std::move(accepted);
}

void Editor::merge_single(PatchVerb verb, const Slot& slot, const Json& value) {
    if (clears(value)) {
        slot.holder.erase(slot.attribute.name);
        return;
    }
    Json object = current(slot);
    if (!object.is_object()) object = Json::object();
    merge(verb, object, slot.attribute, slot.path, value);
    if (object.empty())
        slot.holder.erase(slot.attribute.name);
    else
        slot.holder[slot.attribute.name] = std::move(object);
}

void Editor::merge(
    PatchVerb verb,
    Json& object,
    const Attribute& attribute,
    const std::string& path,
    const Json& value
) {
    if (!value.is_object())
        throw Error::invalid_value(path + " is complex: its value must be an object");
    for (const auto& [name, sub_value] : value.get_ref<const Json::object_t&>()) {
        const Attribute* sub_attribute = attribute.find(name);
        if (sub_attribute == nullptr)
            throw Error::invalid_syntax(path + " has no sub-attribute \"" + name + "\"");
        if (sub_attribute->mutability == Mutability::read_only) continue;
        std::string sub_path = path + "." + sub_attribute->name;
        change(verb, {object, *sub_attribute, std::move(sub_path), false}, sub_value);
    }
}

ElementIndex& Editor::index_of(const Slot& slot, const Json& list) {
    if (!index_ || &index_->attribute() != &slot.attribute || index_->size() != list.size()) {
        charge(list.size());
        index_.emplace(slot.attribute, &slot.attribute == members_, list);
    }
    return *index_;
}

void Editor::append(const Slot& slot, const Json& value) {
    if (clears(value)) return;
    const Json accepted = accept_value(as_list(value), slot.attribute, slot.path);
    if (!accepted.is_array()) return;
    Json& list = slot.holder[slot.attribute.name];
    if (!list.is_array()) list = Json::array();
    if (slot.of_resource) {
        append_through(index_of(slot, list), slot, accepted);
    } else {
        charge(list.size());
        ElementIndex own(slot.attribute, false, list);
        append_through(own, slot, accepted);
    }
}

void Editor::append_through(ElementIndex& index, const Slot& slot, const Json& accepted) {
    Json& list = slot.holder[slot.attribute.name];
    std::vector<std::size_t> became_primary;
    for (const Json& element : accepted) {
        const std::size_t place = index.place_of(element);
        const bool added = place == list.size();
        if (added) list.push_back(element);
        if (added ? is_primary(element) : join(list[place], slot, element))
            became_primary.push_back(place);
    }
    if (became_primary.empty()) return;
    charge(list.size());
    demote_others(list, became_primary);
}

bool Editor::join(Json& existing, const Slot& slot, const Json& element) {
    if (!element.is_object() || &slot.attribute == members_) return false;
    const bool was_primary = is_primary(existing);
    merge(PatchVerb::add, existing, slot.attribute, slot.path, element);
    return is_primary(existing) && !was_primary;
}

void Editor::swap_all(const Slot& slot, const Json& value) {
    slot.holder[slot.attribute.name] = Json::array();
    forget_places();
    append(slot, value);
    if (slot.holder[slot.attribute.name].empty()) slot.holder.erase(slot.attribute.name);
}

void Editor::remove(const Slot& slot, const Json& value) {
    if (slot.attribute.multi_valued && !value.is_null())
        remove_values(slot, as_list(value));
    else
        slot.holder.erase(slot.attribute.name);
}

void Editor::remove_values(const Slot& slot, const Json& values) {
    const auto found = slot.holder.find(slot.attribute.name);
    if (found == slot.holder.end() || !found->is_array()) return;
    charge(found->size() + values.size());
    const Identity identity(slot.attribute, &slot.attribute == members_);
    std::unordered_set<std::string> unwanted;
    for (const Json& value : values)
        unwanted.insert(identity.of(value));

    Json kept = Json::array();
    for (Json& element : *found) {
        bool wanted = true;
        for (const std::string& name : identity.answers_to(element))
            wanted = wanted && !unwanted.contains(name);
        if (wanted) kept.push_back(std::move(element));
    }
    if (kept.empty())
        slot.holder.erase(slot.attribute.name);
    else
        *found = std::move(kept);
}

}  // namespace usher::scim
