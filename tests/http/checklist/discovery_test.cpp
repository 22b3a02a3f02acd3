// What the server says about itself (RFC 7644 §4, RFC 7643 §5-§7): rows D01…D10.
#include "tests/support/test_server.hpp"

#include <functional>

#include <catch2/catch.hpp>

namespace usher::test::discovery_test {

namespace {

const Texts discovery_paths{"/ServiceProviderConfig", "/Schemas", "/ResourceTypes"};

/// Calls `visit` with each attribute definition of a Schema, sub-attributes included.
void for_each_attribute(const Json& holder, const std::function<void(const Json&)>& visit) {
    for (const char* key : {"attributes", "subAttributes"}) {
        for (const auto& attribute : holder.value(key, Json::array())) {
            visit(attribute);
            for_each_attribute(attribute, visit);
        }
    }
}

bool has_null(const Json& value) {
    return value.is_null() || std::any_of(value.begin(), value.end(), [](const Json& inner) {
               return inner.is_null() || (inner.is_structured() && has_null(inner));
           });
}

bool one_of(const std::string& text, const Texts& allowed) {
    return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

void check_camel_case(const Json& value) {
    if (value.is_object()) {
        for (const auto& [key, inner] : value.items()) {
            CAPTURE(key);
            CHECK((key.starts_with("urn:") || std::islower(key.front()) || key.front() == '$'));
            CHECK(key.find('_') == std::string::npos);
        }
    }
    if (value.is_structured()) {
        std::for_each(value.begin(), value.end(), check_camel_case);
    }
}

}  // namespace

TEST_CASE("D01: ServiceProviderConfig is one object of its schema, never a list") {
    auto client = each_directory();
    const auto config = client.read("/ServiceProviderConfig");
    CHECK(
        config["schemas"] ==
        R"(["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"])"_body
    );
    CHECK_FALSE(config.contains("Resources"));
    CHECK(config["meta"]["resourceType"] == "ServiceProviderConfig");
    const auto location = config["meta"]["location"].get<std::string>();
    CHECK(location.ends_with("/scim/v2/ServiceProviderConfig"));
}

TEST_CASE("D02: ServiceProviderConfig has every feature with its limits") {
    auto client = each_directory();
    const auto config = client.read("/ServiceProviderConfig");
    for (const char* feature : {"patch", "bulk", "filter", "changePassword", "sort", "etag"}) {
        CAPTURE(feature);
        CHECK(config.at(feature).at("supported").is_boolean());
    }
    CHECK(config["patch"]["supported"] == true);
    CHECK(config["bulk"]["supported"] == true);
    CHECK(config["bulk"]["maxOperations"] == 1000);
    CHECK(config["bulk"]["maxPayloadSize"] == 4'194'304);
    CHECK(config["filter"]["maxResults"] == 1000);
    CHECK(config["etag"]["supported"] == true);
    CHECK(config["pagination"]["cursor"] == true);
    CHECK(config["pagination"]["index"] == true);
    const auto schemes = config.at("authenticationSchemes");
    REQUIRE_FALSE(schemes.empty());
    CHECK(schemes[0]["type"] == "oauthbearertoken");
    CHECK_FALSE(schemes[0]["name"].get<std::string>().empty());
    CHECK_FALSE(schemes[0]["description"].get<std::string>().empty());
}

TEST_CASE("D03: Schemas lists every schema that is served") {
    auto client = each_directory();
    const auto list = client.list("/Schemas");
    CHECK(list["schemas"] == R"(["urn:ietf:params:scim:api:messages:2.0:ListResponse"])"_body);
    CHECK(list["totalResults"] == list["Resources"].size());
    const auto ids = pluck(list["Resources"], "id");
    const auto types = client.list("/ResourceTypes")["Resources"];
    for (const auto& type : types) {
        CHECK(one_of(type["schema"], ids));
        for (const auto& extension : type.value("schemaExtensions", Json::array())) {
            CHECK(one_of(extension["schema"], ids));
        }
    }
    for (const char* urn : {user_urn, group_urn, enterprise_urn, usher_user_urn}) {
        CHECK(one_of(urn, ids));
    }
}

TEST_CASE("D04: a schema is read by its URN, an unknown one is 404") {
    auto client = each_directory();
    const auto list = client.list("/Schemas");
    for (const auto& schema : list["Resources"]) {
        const auto id = schema["id"].get<std::string>();
        CAPTURE(id);
        CHECK(same(client.read("/Schemas/" + id), schema));
        CHECK(schema["meta"]["resourceType"] == "Schema");
        CHECK(schema["meta"]["location"].get<std::string>().ends_with("/scim/v2/Schemas/" + id));
    }
    check_error(client.get("/Schemas/urn:example:unknown"), 404);
}

TEST_CASE("D05: resource types are listed and read by name, with their extensions") {
    auto client = each_directory();
    const auto list = client.list("/ResourceTypes");
    CHECK(list["totalResults"] == list["Resources"].size());
    const auto type = client.read("/ResourceTypes/User");
    CHECK(type["id"] == "User");
    CHECK(type["name"] == "User");
    CHECK(type["endpoint"] == "/Users");
    CHECK(type["schema"] == user_urn);
    CHECK(type["meta"]["resourceType"] == "ResourceType");
    const auto extensions = type.at("schemaExtensions");
    CHECK(one_of(enterprise_urn, pluck(extensions, "schema")));
    for (const auto& extension : extensions) {
        CHECK(extension.at("required").is_boolean());
    }
    CHECK(client.read("/ResourceTypes/Group")["endpoint"] == "/Groups");
    CHECK(client.read("/ResourceTypes/Badge")["schemaExtensions"][0]["required"] == true);
    check_error(client.get("/ResourceTypes/Unknown"), 404);
}

TEST_CASE("D06: discovery ignores sorting and paging and refuses a filter with 403") {
    auto client = each_directory();
    for (const auto& path : discovery_paths) {
        const auto plain = client.read(path);
        const auto paged =
            client.read(path + "?startIndex=2&count=1&sortBy=id&sortOrder=descending");
        CHECK(same(plain, paged));
        check_error(
            client.get(
                path + query({
                           {"filter", "id pr"}
        })
            ),
            403
        );
    }
}

TEST_CASE("D07: discovery resources are read-only: other methods are 405 and name what is allowed"
) {
    auto client = each_directory();
    for (const auto& path : discovery_paths) {
        for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
            const auto answer = client.send(
                method,
                "/scim/v2" + path,
                "{}",
                {
                    {"Content-Type", "application/scim+json"}
            }
            );
            check_error(answer, 405);
            CHECK(answer.header("Allow").find("GET") != std::string::npos);
        }
    }
    check_error(client.remove("/Schemas/" + std::string(user_urn)), 405);
    check_error(client.remove("/ResourceTypes/User"), 405);
}

TEST_CASE("D08: ServiceProviderConfig is open to all, and a setting opens the other documents") {
    const auto kind = each_database();
    HttpClient stranger(shared_server(kind).port());
    CHECK(stranger.send("GET", "/scim/v2/ServiceProviderConfig").status == 200);
    check_error(stranger.send("GET", "/scim/v2/Schemas"), 401);
    check_error(stranger.send("GET", "/scim/v2/ResourceTypes"), 401);

    http::ServerOptions options;
    options.open_discovery = true;
    TestServer open(kind, options);
    HttpClient visitor(open.port());
    for (const auto& path : discovery_paths) {
        CHECK(visitor.send("GET", "/scim/v2" + path).status == 200);
    }
    check_error(visitor.send("GET", "/scim/v2/Users"), 401);
}

TEST_CASE("D09: every attribute definition carries its facets in the keywords of the RFC") {
    auto client = each_directory();
    const auto list = client.list("/Schemas");
    for (const auto& schema : list["Resources"]) {
        for_each_attribute(schema, [&](const Json& attribute) {
            INFO(schema["id"] << " " << attribute.value("name", "?"));
            const auto type = attribute.at("type").get<std::string>();
            CHECK(one_of(
                type,
                {"string",
                 "boolean",
                 "decimal",
                 "integer",
                 "dateTime",
                 "reference",
                 "binary",
                 "complex"}
            ));
            CHECK(attribute.at("multiValued").is_boolean());
            CHECK(attribute.at("required").is_boolean());
            CHECK(attribute.at("description").is_string());
            CHECK(one_of(
                attribute.at("mutability"), {"readOnly", "readWrite", "immutable", "writeOnly"}
            ));
            CHECK(one_of(attribute.at("returned"), {"always", "never", "default", "request"}));
            CHECK((type == "complex" || attribute.at("caseExact").is_boolean()));
            CHECK(
                (type == "complex" ||
                 one_of(attribute.at("uniqueness"), {"none", "server", "global"}))
            );
            CHECK((type != "complex" || !attribute.at("subAttributes").empty()));
            CHECK((type != "reference" || attribute.at("referenceTypes").is_array()));
        });
    }
}

TEST_CASE("D10: discovery documents hold no null, and their keys are camelCase") {
    auto client = each_directory();
    for (const auto& path : discovery_paths) {
        const auto document = client.read(path);
        CHECK_FALSE(has_null(document));
        // "Resources" of a ListResponse is the RFC's own exception.
        check_camel_case(document.contains("Resources") ? document["Resources"] : document);
    }
}

}  // namespace usher::test::discovery_test
