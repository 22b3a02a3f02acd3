#include "scim/definition.hpp"

#include "scim/in_quotes.hpp"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::scim {

void Definition::fail(const std::string& what) const {
    throw std::runtime_error(place_ + ": " + what);
}

void Definition::require_only(std::span<const std::string_view> keys) const {
    if (!value_->is_object()) fail("must be an object");
    for (const auto& [key, value] : value_->items()) {
        if (std::ranges::find(keys, key) == keys.end()) fail("unknown keyword " + in_quotes(key));
    }
}

std::optional<Definition> Definition::find(std::string_view key) const {
    const auto found = value_->find(key);
    if (found == value_->end()) return std::nullopt;
    return Definition(*found, place_ + '/' + std::string(key));
}

Definition Definition::require(std::string_view key) const {
    const auto found = find(key);
    if (!found) fail("has no " + in_quotes(key));
    return *found;
}

std::vector<Definition> Definition::elements() const {
    if (!value_->is_array()) fail("must be an array");
    std::vector<Definition> all;
    for (const Json& element : *value_) {
        all.emplace_back(element, place_ + '/' + std::to_string(all.size()));
    }
    return all;
}

bool Definition::is_array() const {
    return value_->is_array();
}

bool Definition::has(std::string_view key) const {
    return value_->contains(key);
}

std::string Definition::text() const {
    if (!value_->is_string() || value_->get_ref<const std::string&>().empty()) {
        fail("must be a string that is not empty");
    }
    return value_->get<std::string>();
}

bool Definition::truth() const {
    if (!value_->is_boolean()) fail("must be true or false");
    return value_->get<bool>();
}

std::string Definition::text_or(std::string_view key, std::string_view absent) const {
    const auto found = find(key);
    return found ? found->text() : std::string(absent);
}

bool Definition::truth_or(std::string_view key, bool absent) const {
    const auto found = find(key);
    return found ? found->truth() : absent;
}

std::vector<std::string> Definition::texts(std::string_view key) const {
    std::vector<std::string> all;
    if (const auto list = find(key)) {
        for (const Definition& element : list->elements())
            all.push_back(element.text());
    }
    return all;
}

}  // namespace usher::scim
