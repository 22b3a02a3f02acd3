#include "store/attribute_index.hpp"

#include "usher/scim/comparison.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>
#include <unordered_set>

#include <nlohmann/json.hpp>

namespace usher::store {

namespace {

using scim::Json;

const Json* find_member(const Json& object, const std::string& name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

bool is_primary(const Json& element) {
    const Json* primary = find_member(element, "primary");
    return primary != nullptr && primary->is_boolean() && primary->get<bool>();
}

Value scope_of(const scim::IndexedPath& indexed, const std::string& directory_id) {
    switch (indexed.unique) {
        case scim::UniqueWithin::organization:
            return "";
        case scim::UniqueWithin::directory:
            return directory_id;
        case scim::UniqueWithin::nothing:
            break;
    }
    return std::nullopt;
}

}  // namespace

std::vector<const Json*> values_at(const Json& document, const scim::BoundPath& path) {
    const Json* holder = path.extension ? find_member(document, path.schema->id) : &document;
    const Json* value = holder != nullptr ? find_member(*holder, path.attribute->name) : nullptr;
    if (value == nullptr) return {};

    std::vector<const Json*> elements;
    if (value->is_array()) {
        for (const Json& element : *value)
            elements.push_back(&element);
        std::stable_partition(elements.begin(), elements.end(), [](const Json* element) {
            return is_primary(*element);
        });
    } else {
        elements.push_back(value);
    }
    if (path.sub_attribute == nullptr) return elements;

    std::vector<const Json*> values;
    for (const Json* element : elements) {
        if (const Json* sub = find_member(*element, path.sub_attribute->name))
            values.push_back(sub);
    }
    return values;
}

std::vector<IndexEntry> index_entries(
    const Json& document, const scim::ResourceType& type, const std::string& directory_id
) {
    std::vector<IndexEntry> entries;
    for (const scim::IndexedPath& indexed : type.indexed) {
        const std::string path = indexed.path.text();
        const std::size_t first = entries.size();
        std::unordered_set<std::string> seen;
        for (const Json* value : values_at(document, indexed.path)) {
            auto key = scim::comparison_key(indexed.path.target(), *value);
            if (!key) continue;
            if (key->size() > longest_fold) {
                throw scim::Error::invalid_value(
                    path + ": at most " + std::to_string(longest_fold) + " bytes, as it is indexed"
                );
            }
            if (!seen.insert(*key).second) continue;
            entries.push_back(
                {.path = path,
                 .fold = std::move(*key),
                 .ordinal = entries.size() - first,
                 .unique_in = scope_of(indexed, directory_id)}
            );
        }
    }
    return entries;
}

}  // namespace usher::store
