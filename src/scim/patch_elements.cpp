#include "scim/patch_elements.hpp"

#include "usher/scim/comparison.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

// Keys hold no control characters but what a client put into a string; U+0000 is refused by
// parse_json(), so it cannot be forged.
constexpr char separator = '\0';

/// A text in which the order of keys plays no part.
std::string sorted_text(const Json& value) {
    return nlohmann::json(value).dump();
}

std::string key_or_text(const Attribute& attribute, const Json& value) {
    if (auto key = comparison_key(attribute, value)) return *std::move(key);
    return sorted_text(value);
}

}  // namespace

bool equivalent(const Json& left, const Json& right) {
    if (left.is_object() && right.is_object()) {
        if (left.size() != right.size()) return false;
        const auto& members = left.get_ref<const Json::object_t&>();
        return std::all_of(members.begin(), members.end(), [&](const auto& member) {
            const auto other = right.find(member.first);
            return other != right.end() && equivalent(member.second, *other);
        });
    }
    if (left.is_array() && right.is_array())
        return std::equal(left.begin(), left.end(), right.begin(), right.end(), equivalent);
    return left == right;
}

Identity::Identity(const Attribute& attribute, bool by_value)
    : attribute_(attribute),
      value_(attribute.find("value")),
      type_(by_value ? nullptr : attribute.find("type")) {}

std::string Identity::key(const Attribute* sub_attribute, const Json& element) const {
    if (sub_attribute == nullptr) return {};
    const auto found = element.find(sub_attribute->name);
    return found == element.end() ? std::string() : key_or_text(*sub_attribute, *found);
}

std::string Identity::of(const Json& element) const {
    if (!element.is_object()) {
        // Clients name what to remove by a bare string as well as by {value}.
        const Attribute& compared = value_ != nullptr ? *value_ : attribute_;
        return separator + key_or_text(compared, element);
    }
    if (value_ == nullptr || !element.contains(value_->name)) return sorted_text(element);
    return key(type_, element) + separator + key(value_, element);
}

std::vector<std::string> Identity::answers_to(const Json& element) const {
    std::vector<std::string> identities{of(element)};
    if (element.is_object() && value_ != nullptr && element.contains(value_->name))
        identities.push_back(separator + key(value_, element));
    return identities;
}

ElementIndex::ElementIndex(const Attribute& attribute, bool by_value, const Json& list)
    : attribute_(&attribute), identity_(attribute, by_value) {
    places_.reserve(list.size());
    for (const Json& element : list)
        places_.emplace(identity_.of(element), size_++);
}

std::size_t ElementIndex::place_of(const Json& element) {
    const auto [place, added] = places_.emplace(identity_.of(element), size_);
    if (added) ++size_;
    return place->second;
}

const Attribute* primary_of(const Attribute& attribute) {
    const Attribute* primary = attribute.find("primary");
    return primary != nullptr && primary->type == Type::boolean ? primary : nullptr;
}

bool is_primary(const Json& element) {
    if (!element.is_object()) return false;
    const auto primary = element.find("primary");
    return primary != element.end() && primary->is_boolean() && primary->get<bool>();
}

void demote_others(Json& list, const std::vector<std::size_t>& became_primary) {
    if (became_primary.size() != 1) return;
    for (std::size_t i = 0; i < list.size(); ++i)
        if (i != became_primary.front() && is_primary(list[i])) list[i]["primary"] = false;
}

}  // namespace usher::scim
