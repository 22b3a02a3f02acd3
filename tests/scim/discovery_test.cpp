#include "usher/scim/discovery.hpp"

#include "tests/scim/served_types.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace discovery_test {

using namespace usher::scim;
using namespace usher::test;

namespace {

const std::string base = "https://usher.example/scim/v2";

const std::set<std::string> types{
    "string", "boolean", "decimal", "integer", "dateTime", "reference", "binary", "complex"};

/// D09: every facet is there with one of the spellings that RFC 7643 section 7 has.
void check_definition(const Json& definition) {
    CAPTURE(definition.dump());
    for (const char* facet :
         {"name", "description", "type", "mutability", "returned", "uniqueness"}) {
        CHECK(definition.at(facet).is_string());
    }
    for (const char* facet : {"multiValued", "required", "caseExact"}) {
        CHECK(definition.at(facet).is_boolean());
    }
    CHECK_FALSE(definition["description"].get<std::string>().empty());
    CHECK(types.contains(definition["type"].get<std::string>()));
    CHECK(std::set<std::string>{"readOnly", "readWrite", "immutable", "writeOnly"}.contains(
        definition["mutability"].get<std::string>()
    ));
    CHECK(std::set<std::string>{"always", "never", "default", "request"}.contains(
        definition["returned"].get<std::string>()
    ));
    CHECK(std::set<std::string>{"none", "server", "global"}.contains(
        definition["uniqueness"].get<std::string>()
    ));
    CHECK(definition.contains("subAttributes") == (definition["type"] == "complex"));
    CHECK(definition.contains("referenceTypes") == (definition["type"] == "reference"));
    for (const Json& part : definition.value("subAttributes", Json::array()))
        check_definition(part);
}

void check_nothing_is_null(const Json& value) {
    CHECK_FALSE(value.is_null());
    if (!value.is_structured()) return;
    for (const Json& inner : value)
        check_nothing_is_null(inner);
}

/// Checks the members of a served resource against the schema that it is an instance of.
void check_instance(const Json& resource) {
    const Schema* schema = served_registry().find_schema(resource["schemas"][0].get<std::string>());
    REQUIRE(schema);
    for (const auto& [name, value] : resource.items()) {
        if (name == "schemas" || name == "meta" || name == "id") continue;
        CAPTURE(name);
        const Attribute* attribute = schema->find(name);
        REQUIRE(attribute);
        CHECK(attribute->multi_valued == value.is_array());
        if (!value.is_object()) continue;
        for (const auto& [part, part_value] : value.items()) {
            CAPTURE(part);
            CHECK(attribute->find(part));
        }
    }
    for (const Attribute& attribute : schema->attributes) {
        CAPTURE(attribute.name);
        CHECK((!attribute.required || resource.contains(attribute.name)));
    }
}

}  // namespace

TEST_CASE("D01, D02: ServiceProviderConfig says what is supported and how much") {
    const ServiceLimits limits{
        .bulk_operations = 7,
        .bulk_payload = 8,
        .filter_results = 9,
        .default_page = 5,
        .cursor_timeout_seconds = 60};
    const Json config = service_provider_config(limits, base);
    CHECK(
        to_text(config["schemas"]) ==
        R"(["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"])"
    );
    for (const char* feature : {"patch", "changePassword", "sort", "etag"}) {
        CHECK(to_text(config[feature]) == R"({"supported":true})");
    }
    CHECK(to_text(config["bulk"]) == R"({"supported":true,"maxOperations":7,"maxPayloadSize":8})");
    CHECK(to_text(config["filter"]) == R"({"supported":true,"maxResults":9})");
    CHECK(
        to_text(config["pagination"]) ==
        R"({"cursor":true,"index":true,"defaultPaginationMethod":"index","defaultPageSize":5,)"
        R"("maxPageSize":9,"cursorTimeout":60})"
    );
    CHECK(config["documentationUri"] == "https://usher.example/");
    CHECK(
        to_text(config["meta"]) ==
        R"({"resourceType":"ServiceProviderConfig",)"
        R"("location":"https://usher.example/scim/v2/ServiceProviderConfig"})"
    );
    check_instance(config);
}

TEST_CASE("D02: the authentication scheme has every sub-attribute") {
    const Json config = service_provider_config({}, base);
    REQUIRE(config["authenticationSchemes"].size() == 1);
    const Json& scheme = config["authenticationSchemes"][0];
    CHECK(scheme["type"] == "oauthbearertoken");
    CHECK(scheme["primary"] == true);
    for (const char* part : {"name", "description", "specUri", "documentationUri"}) {
        CHECK_FALSE(scheme.at(part).get<std::string>().empty());
    }
}

TEST_CASE("D04: a schema is served as a resource with its location") {
    const Schema& schema = *user_type().schema;
    const Json resource = schema_resource(schema, base);
    CHECK(to_text(resource["schemas"]) == R"(["urn:ietf:params:scim:schemas:core:2.0:Schema"])");
    CHECK(resource["id"] == schema.id);
    CHECK(resource["name"] == "User");
    CHECK(resource["attributes"].size() == schema.attributes.size());
    CHECK(resource["meta"]["resourceType"] == "Schema");
    CHECK(resource["meta"]["location"] == base + "/Schemas/" + schema.id);
    check_instance(resource);
}

TEST_CASE("D09, D10: every definition served carries every facet, spelled as the RFC has it") {
    for (const auto& schema : served_registry().schemas()) {
        const Json resource = schema_resource(*schema, base);
        check_nothing_is_null(resource);
        for (const Json& definition : resource["attributes"])
            check_definition(definition);
    }
}

TEST_CASE("D09: a schema served is the schema of the file") {
    for (const auto& schema : served_registry().schemas()) {
        Json served = schema_resource(*schema, base);
        served.erase("meta");
        bool found = false;
        for (const SchemaFile& file : embedded_schema_files()) {
            const Json json = parse_json(file.text);
            if (!json.is_object() || json["id"] != schema->id) continue;
            found = true;
            CHECK(nlohmann::json(json) == nlohmann::json(served));
        }
        CHECK(found);
    }
}

TEST_CASE("D05: a resource type is served with its extensions and without Usher's own keys") {
    const Json resource = resource_type_resource(user_type(), base);
    CHECK(
        to_text(resource) ==
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],"id":"User",)"
        R"("name":"User","endpoint":"/Users","description":"User Account",)"
        R"("schema":"urn:ietf:params:scim:schemas:core:2.0:User","schemaExtensions":[)"
        R"({"schema":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","required":false},)"
        R"({"schema":"urn:ietf:params:scim:schemas:extension:usher:2.0:User","required":false}],)"
        R"("meta":{"resourceType":"ResourceType",)"
        R"("location":"https://usher.example/scim/v2/ResourceTypes/User"}})"
    );
    for (const ResourceType& type : served_registry().resource_types()) {
        check_instance(resource_type_resource(type, base));
        check_nothing_is_null(resource_type_resource(type, base));
    }
}

}  // namespace discovery_test
