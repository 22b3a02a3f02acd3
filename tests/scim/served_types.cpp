#include "tests/scim/served_types.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::test {

const Registry& served_registry() {
    static const Registry registry = Registry::load(scim::embedded_schema_files());
    return registry;
}

const ResourceType& user_type() {
    return *served_registry().find_type("User");
}

const ResourceType& group_type() {
    return *served_registry().find_type("Group");
}

Registry registry_of(const std::string& attributes) {
    const std::array<scim::SchemaFile, 2> files{
        scim::SchemaFile{
                         .name = "thing.json",
                         .text = R"({"id": "urn:test:Thing", "attributes": [)" + attributes + "]}"               },
        scim::SchemaFile{
                         .name = "types.json", .text = R"({"id": "Thing", "name": "Thing", "endpoint": "/Things",
                        "schema": "urn:test:Thing"})"},
    };
    return Registry::load(files);
}

Json rfc_sample(const std::string& name) {
    std::ifstream stream(USHER_SOURCE_DIR "/tests/rfc/" + name + ".json", std::ios::binary);
    if (!stream) throw std::runtime_error("no sample " + name);
    return scim::parse_json(std::string(std::istreambuf_iterator<char>(stream), {}));
}

}  // namespace usher::test
