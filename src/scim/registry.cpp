#include "base/text.hpp"
#include "scim/definition.hpp"
#include "scim/in_quotes.hpp"
#include "usher/scim/schema.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

Json parse_file(const SchemaFile& file) {
    const std::string fault = json_fault(file.text);
    if (!fault.empty()) throw std::runtime_error(file.name + ": " + fault);
    return parse_json(file.text);
}

/// A file holds one definition, or an array of them.
std::vector<Definition> definitions_in(const Json& json, const std::string& file) {
    const Definition whole(json, file);
    if (whole.is_array()) return whole.elements();
    return {whole};
}

void add_schema(std::vector<std::unique_ptr<const Schema>>& schemas, Schema schema) {
    const auto same = std::ranges::find_if(schemas, [&](const auto& known) {
        return base::equal_ignoring_case(known->id, schema.id);
    });
    auto owned = std::make_unique<const Schema>(std::move(schema));
    if (same == schemas.end()) {
        schemas.push_back(std::move(owned));
    } else {
        *same = std::move(owned);
    }
}

void add_type(std::vector<Definition>& types, const Definition& type) {
    const std::string id = type.require("id").text();
    const auto same = std::ranges::find_if(types, [&](const Definition& known) {
        return known.require("id").text() == id;
    });
    if (same == types.end()) {
        types.push_back(type);
    } else {
        *same = type;
    }
}

template <class Types>
auto find_by_name(Types& types, std::string_view name) {
    return std::ranges::find(types, name, &ResourceType::name);
}

void check_type_is_new(
    const Definition& definition, const ResourceType& type, std::span<const ResourceType> others
) {
    for (const ResourceType& other : others) {
        if (other.endpoint == type.endpoint) {
            definition.fail("the endpoint " + type.endpoint + " is taken by " + other.name);
        }
        if (other.name == type.name) definition.fail("the name " + type.name + " is taken");
    }
}

void check_references(
    const Definition& definition, const ResourceType& type, std::span<const ResourceType> types
) {
    for (const IndexedPath& indexed : type.indexed) {
        if (indexed.references.empty()) continue;
        if (find_by_name(types, indexed.references) == types.end()) {
            definition.fail("there is no resource type " + in_quotes(indexed.references));
        }
    }
}

std::string read_whole(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(stream), {});
    if (!stream || stream.bad()) throw std::runtime_error(path.string() + ": cannot be read");
    return text;
}

}  // namespace

std::vector<SchemaFile> read_schema_files(const std::string& folder) {
    std::vector<SchemaFile> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json" || !entry.is_regular_file()) continue;
        files.push_back({.name = entry.path().filename().string(), .text = read_whole(entry)});
    }
    std::ranges::sort(files, {}, &SchemaFile::name);
    return files;
}

struct Registry::Parts {
    std::vector<std::unique_ptr<const Schema>> schemas;
    std::vector<ResourceType> types;
};

Registry Registry::load(std::span<const SchemaFile> files) {
    std::vector<Json> texts;  // the definitions are views into these
    texts.reserve(files.size());
    auto parts = std::make_unique<Parts>();
    std::vector<Definition> types;
    for (const SchemaFile& file : files) {
        texts.push_back(parse_file(file));
        for (const Definition& definition : definitions_in(texts.back(), file.name)) {
            if (definition.has("attributes")) {
                add_schema(parts->schemas, read_schema(definition));
            } else if (definition.has("endpoint")) {
                add_type(types, definition);
            } else {
                definition.fail("is no schema (attributes) and no resource type (endpoint)");
            }
        }
    }
    for (const Definition& definition : types) {
        ResourceType type = read_resource_type(definition, parts->schemas);
        check_type_is_new(definition, type, parts->types);
        parts->types.push_back(std::move(type));
    }
    for (std::size_t at = 0; at < types.size(); ++at) {
        check_references(types[at], parts->types[at], parts->types);
    }
    return Registry(std::move(parts));
}

Registry::Registry(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;
Registry::~Registry() = default;

std::span<const ResourceType> Registry::resource_types() const {
    return parts_->types;
}

const ResourceType* Registry::find_type(std::string_view name) const {
    const auto found = find_by_name(parts_->types, name);
    return found == parts_->types.end() ? nullptr : &*found;
}

const ResourceType* Registry::find_endpoint(std::string_view endpoint) const {
    const auto found = std::ranges::find(parts_->types, endpoint, &ResourceType::endpoint);
    return found == parts_->types.end() ? nullptr : &*found;
}

std::span<const std::unique_ptr<const Schema>> Registry::schemas() const {
    return parts_->schemas;
}

const Schema* Registry::find_schema(std::string_view urn) const {
    return scim::find_schema(parts_->schemas, urn);
}

}  // namespace usher::scim
