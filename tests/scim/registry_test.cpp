#include "tests/scim/served_types.hpp"
#include "usher/scim/path.hpp"
#include "usher/scim/schema.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace registry_test {

using namespace usher::scim;
using namespace usher::test;

namespace {

constexpr const char* thing = R"({"id": "urn:test:Thing", "attributes": [{"name": "label"}]})";

/// A resource type of `thing`, with more members (", ...").
std::string type_of_things(const std::string& more) {
    return R"({"id": "Thing", "name": "Thing", "endpoint": "/Things", "schema": "urn:test:Thing")" +
           more + "}";
}

Registry load(const std::vector<std::string>& texts) {
    std::vector<SchemaFile> files;
    for (const std::string& text : texts) {
        files.push_back({.name = std::to_string(files.size()) + ".json", .text = text});
    }
    return Registry::load(files);
}

std::string complaint(const std::vector<std::string>& texts) {
    try {
        load(texts);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "loaded";
}

std::string complaint_about_attribute(const std::string& definition) {
    return complaint({R"({"id": "urn:test:Thing", "attributes": [)" + definition + "]}"});
}

const Attribute& attribute(const ResourceType& type, const std::string& path) {
    return require_path(parse_attribute_path(path), type).target();
}

std::vector<std::string> indexed_paths(const ResourceType& type) {
    std::vector<std::string> paths;
    for (const IndexedPath& indexed : type.indexed)
        paths.push_back(indexed.path.text());
    return paths;
}

/// Every attribute name of RFC 7643 section 8.7's sample, with its type: "emails.type string".
void collect(const Json& definitions, const std::string& before, std::set<std::string>& names) {
    for (const Json& definition : definitions) {
        const std::string name = before + definition["name"].get<std::string>();
        names.insert(name);
        if (definition.contains("subAttributes")) {
            collect(definition["subAttributes"], name + '.', names);
        }
    }
}

}  // namespace

TEST_CASE("D03: the embedded files hold the schemas that RFC 7643 defines and Usher's own") {
    std::set<std::string> names;
    for (const auto& schema : served_registry().schemas())
        names.insert(schema->id);
    CHECK(
        names ==
        std::set<std::string>{
            "urn:ietf:params:scim:schemas:core:2.0:Group",
            "urn:ietf:params:scim:schemas:core:2.0:ResourceType",
            "urn:ietf:params:scim:schemas:core:2.0:Schema",
            "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:ietf:params:scim:schemas:extension:usher:2.0:Group",
            "urn:ietf:params:scim:schemas:extension:usher:2.0:User",
        }
    );
}

TEST_CASE("U02, U03, U06, U07: no attribute of the RFC's schemas is missing") {
    for (const char* sample :
         {"8.7.1-1-resource-schema-representation",
          "8.7.2-1-service-provider-schema-representation"}) {
        for (const Json& definition : rfc_sample(sample)) {
            std::set<std::string> names;
            collect(definition["attributes"], "", names);
            const Schema* schema =
                served_registry().find_schema(definition["id"].get<std::string>());
            REQUIRE(schema);
            for (const std::string& name : names) {
                CAPTURE(name);
                const auto dot = name.find('.');
                const Attribute* top = schema->find(name.substr(0, dot));
                REQUIRE(top);
                if (dot != std::string::npos && name.find('.', dot + 1) == std::string::npos) {
                    CHECK(top->find(name.substr(dot + 1)));
                }
            }
        }
    }
}

TEST_CASE("The errata of RFC 7643 are applied") {
    const ResourceType& user = user_type();
    const std::string manager = std::string(enterprise_urn) + ":manager";
    CHECK(attribute(user, manager + ".value").case_exact);  // 8472
    CHECK(attribute(user, "groups.$ref").reference_types == std::vector<std::string>{"Group"});
    CHECK(attribute(group_type(), "displayName").required);                                 // 5368
    CHECK(attribute(group_type(), "members.display").mutability == Mutability::read_only);  // 6011
    const Schema& schema =
        *served_registry().find_schema("urn:ietf:params:scim:schemas:core:2.0:Schema");
    const Attribute& parts = *schema.find("attributes")->find("subAttributes");
    CHECK(parts.find("referenceTypes")->multi_valued);  // 5607
    const auto& kinds = parts.find("type")->canonical_values;
    CHECK(std::ranges::count(kinds, "complex") == 0);  // 8415
    CHECK(std::ranges::count(kinds, "binary") == 1);   // 5606, 8435
    CHECK(served_registry()
              .find_schema("urn:ietf:params:scim:schemas:core:2.0:ResourceType")
              ->find("schemaExtensions")
              ->multi_valued);  // 7522
}

TEST_CASE("The facets that behaviour hangs on are those of the RFC") {
    const ResourceType& user = user_type();
    CHECK(attribute(user, "userName").required);
    CHECK_FALSE(attribute(user, "userName").case_exact);
    CHECK(attribute(user, "userName").uniqueness == Uniqueness::server);
    CHECK(attribute(user, "password").mutability == Mutability::write_only);
    CHECK(attribute(user, "password").returned == Returned::never);
    CHECK(attribute(user, "groups").mutability == Mutability::read_only);
    CHECK(attribute(user, "x509Certificates.value").type == Type::binary);
    CHECK(
        attribute(user, "emails.type").canonical_values ==
        std::vector<std::string>{"work", "home", "other"}
    );
    CHECK(attribute(group_type(), "members.value").mutability == Mutability::immutable);
    CHECK(
        attribute(group_type(), "members.type").canonical_values ==
        std::vector<std::string>{"User", "Group"}
    );
    const std::string usher = "urn:ietf:params:scim:schemas:extension:usher:2.0:User:";
    CHECK(attribute(user, usher + "status").mutability == Mutability::read_only);
    CHECK(attribute(user, usher + "joinedAt").type == Type::date_time);
    CHECK(attribute(user, usher + "tags").multi_valued);
}

TEST_CASE("Resource types say what the store indexes, shows and keeps as memberships") {
    const ResourceType& user = user_type();
    CHECK(user.indexed.front().path.text() == "userName");
    CHECK(user.indexed.front().unique == UniqueWithin::organization);
    const auto paths = indexed_paths(user);
    for (const std::string path : {"externalId", "emails.value", "phoneNumbers.value", "active"}) {
        CHECK(std::ranges::count(paths, path) == 1);
    }
    const auto manager =
        resolve(parse_attribute_path(std::string(enterprise_urn) + ":manager.value"), user);
    REQUIRE(user.find_indexed(*manager));
    CHECK(user.find_indexed(*manager)->references == "User");
    CHECK(user.find_indexed(*resolve(parse_attribute_path("externalId"), user))->per_directory);
    CHECK(user.memberships == user.schema->find("groups"));
    CHECK_FALSE(user.members);
    CHECK(user.display.front().text() == "displayName");

    const ResourceType& group = group_type();
    CHECK(group.indexed.front().unique == UniqueWithin::directory);
    CHECK(group.members == group.schema->find("members"));
    CHECK_FALSE(group.memberships);
}

TEST_CASE("A stored user can be sent as it is: only writeOnly attributes are hidden, and not stored"
) {
    CHECK_FALSE(user_type().needs_projection);
    CHECK_FALSE(group_type().needs_projection);
    const auto hides = [](const std::string& facets) {
        return registry_of(R"({"name": "a", )" + facets + "}").resource_types()[0].needs_projection;
    };
    CHECK(hides(R"("returned": "request")"));
    CHECK(hides(R"("returned": "never")"));
    CHECK(hides(R"("type": "complex", "subAttributes": [{"name": "b", "returned": "never"}])"));
    CHECK_FALSE(hides(R"("returned": "never", "mutability": "writeOnly")"));
    CHECK_FALSE(hides(R"("returned": "always")"));
}

TEST_CASE("R08: schemas are found by their URN in any letter case") {
    CHECK(served_registry().find_schema("URN:ietf:params:scim:schemas:core:2.0:user"));
    CHECK_FALSE(served_registry().find_schema("urn:ietf:params:scim:schemas:core:2.0:Use"));
    CHECK(served_registry().find_endpoint("/Users") == &user_type());
    CHECK_FALSE(served_registry().find_endpoint("/users"));
    CHECK_FALSE(served_registry().find_type("Device"));
}

TEST_CASE("Facets left out have the defaults of RFC 7643 section 7") {
    const Registry registry = load({thing, type_of_things("")});
    const Attribute& label = *registry.find_schema("urn:test:Thing")->find("LABEL");
    CHECK(label.type == Type::string);
    CHECK(label.mutability == Mutability::read_write);
    CHECK(label.returned == Returned::by_default);
    CHECK(label.uniqueness == Uniqueness::none);
    CHECK_FALSE(label.multi_valued);
    CHECK_FALSE(label.required);
    CHECK_FALSE(label.case_exact);
}

TEST_CASE("A later file replaces the definition with an equal id") {
    const std::string other = R"({"id": "URN:test:thing", "attributes": [{"name": "size"}]})";
    const Registry registry = load(
        {thing,
         type_of_things(""),
         other,
         R"({"id": "Thing", "name": "Thing", "endpoint": "/Stuff",
                                        "schema": "urn:test:Thing"})"}
    );
    CHECK(registry.schemas().size() == 1);
    CHECK(registry.resource_types().size() == 1);
    CHECK(registry.find_endpoint("/Stuff")->schema->find("size"));
}

TEST_CASE("A file that is no schema or resource type is refused with its name and place") {
    CHECK(complaint({"{"}).starts_with("0.json: the text is not valid JSON"));
    CHECK(complaint({thing, "{}"}).starts_with("1.json: is no schema"));
    CHECK(complaint({"[1]"}).starts_with("0.json/0: is no schema"));
    CHECK(complaint({R"({"attributes": []})"}) == "0.json: has no \"id\"");
    CHECK(complaint({R"({"id": "", "attributes": []})"}).starts_with("0.json/id: must be a string")
    );
    CHECK(
        complaint({R"({"id": "x", "attributes": [], "colour": 1})"}) ==
        "0.json: unknown keyword \"colour\""
    );
}

TEST_CASE("An attribute definition with a fault is refused with its place") {
    const std::string place = "0.json/attributes/0";
    CHECK(
        complaint_about_attribute(R"({"name": "a", "kind": 1})") ==
        place + ": unknown keyword \"kind\""
    );
    CHECK(
        complaint_about_attribute(R"({"name": "a", "type": "DateTime"})") ==
        place + "/type: unknown keyword \"DateTime\""
    );
    CHECK(
        complaint_about_attribute(R"({"name": "a", "mutability": "readonly"})") ==
        place + "/mutability: unknown keyword \"readonly\""
    );
    CHECK(
        complaint_about_attribute(R"({"name": "a", "required": "yes"})") ==
        place + "/required: must be true or false"
    );
    CHECK(complaint_about_attribute(R"({"name": "a b"})") == place + ": is no attribute name");
    CHECK(complaint_about_attribute(R"({"name": "$ref"})") == "loaded");
    CHECK(complaint_about_attribute(R"({"type": "string"})") == place + ": has no \"name\"");
    CHECK(
        complaint_about_attribute(R"({"name": "a"}, {"name": "A"})") ==
        "0.json/attributes: defines \"a\" twice"
    );
    CHECK(complaint_about_attribute(R"({"name": "a", "type": "complex"})")
              .starts_with(place + ": a complex attribute has subAttributes"));
    CHECK(complaint_about_attribute("7") == place + ": must be an object");
}

TEST_CASE("R10: a complex attribute inside a complex one is refused, but in the schema of schemas"
) {
    const std::string nested = R"({"name": "a", "type": "complex", "subAttributes": [
        {"name": "b", "type": "complex", "subAttributes": [{"name": "c"}]}]})";
    CHECK(
        complaint_about_attribute(nested) ==
        "0.json/attributes/0: a complex attribute cannot hold a complex attribute"
    );
    CHECK(
        served_registry()
            .find_schema("urn:ietf:params:scim:schemas:core:2.0:Schema")
            ->find("attributes")
            ->find("subAttributes")
            ->type == Type::complex
    );
}

TEST_CASE("A resource type that refers to what is not there is refused") {
    const auto with = [](const std::string& more) {
        return complaint({thing, type_of_things(more)});
    };
    CHECK(
        complaint({type_of_things("")}) == "0.json/schema: there is no schema \"urn:test:Thing\""
    );
    CHECK(
        with(R"(, "schemaExtensions": [{"schema": "urn:test:More"}])") ==
        "1.json/schemaExtensions/0/schema: there is no schema \"urn:test:More\""
    );
    CHECK(
        with(R"(, "indexed": [{"path": "size"}])") ==
        "1.json/indexed/0/path: \"size\" names no attribute of this type"
    );
    CHECK(
        with(R"(, "indexed": [{"path": "a..b"}])") ==
        "1.json/indexed/0/path: \"a..b\" names no attribute of this type"
    );
    CHECK(
        with(R"(, "indexed": [{"path": "meta"}])") ==
        "1.json/indexed/0/path: names a complex attribute"
    );
    CHECK(
        with(R"(, "indexed": [{"path": "label", "unique": "world"}])") ==
        "1.json/indexed/0/unique: must be organization or directory"
    );
    CHECK(
        with(R"(, "indexed": [{"path": "label", "references": "Person"}])") ==
        "1.json: there is no resource type \"Person\""
    );
    CHECK(with(R"(, "members": "label")").starts_with("1.json/members: must name a multi-valued"));
    CHECK(with(R"(, "display": ["label", "colour"])").starts_with("1.json/display/1: "));
    CHECK(with(R"(, "indexed": [{"path": "label", "references": "Thing"}])") == "loaded");
}

TEST_CASE("Endpoints are one word, free, and not the protocol's own") {
    const auto at = [](const std::string& endpoint) {
        return complaint(
            {thing,
             R"({"id": "T", "name": "T", "schema": "urn:test:Thing", "endpoint": ")" + endpoint +
                 "\"}"}
        );
    };
    CHECK(at("/Things") == "loaded");
    for (const char* endpoint : {"Things", "/", "/a/b", "/a?b", "/.search"}) {
        CHECK(at(endpoint).find("must be a slash and one word") != std::string::npos);
    }
    CHECK(at("/Bulk").find("is an endpoint of the protocol") != std::string::npos);
    const std::string second = R"({"id": "2", "name": "Second", "endpoint": "/Things",
                                   "schema": "urn:test:Thing"})";
    CHECK(
        complaint({thing, type_of_things(""), second}) ==
        "2.json: the endpoint /Things is taken by Thing"
    );
}

TEST_CASE("The example of a custom schema loads beside the embedded ones") {
    std::vector<SchemaFile> files(embedded_schema_files().begin(), embedded_schema_files().end());
    for (SchemaFile& file : read_schema_files(USHER_SOURCE_DIR "/examples/custom_schema")) {
        files.push_back(std::move(file));
    }
    CHECK(files.size() == embedded_schema_files().size() + 2);
    const Registry registry = Registry::load(files);
    const ResourceType* device = registry.find_endpoint("/Devices");
    REQUIRE(device);
    CHECK(device->schema->find("displayName"));
    CHECK(registry.find_endpoint("/Users"));
}

TEST_CASE("A folder that is not there is refused by name") {
    CHECK_THROWS_WITH(read_schema_files("/no/such/folder"), Catch::Contains("/no/such/folder"));
}

}  // namespace registry_test
