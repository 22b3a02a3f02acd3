#include "usher/scim/discovery.hpp"

#include "scim/keywords.hpp"

#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

Json meta(std::string_view resource_type, const std::string& location) {
    return {
        {"resourceType", resource_type},
        {"location",     location     }
    };
}

Json own_schema(const std::string& name) {
    return Json::array({"urn:ietf:params:scim:schemas:core:2.0:" + name});
}

Json supported() {
    return {
        {"supported", true}
    };
}

/// Where people read about this server: its own site, of which the SCIM base is a folder.
std::string site_of(const std::string& base_url) {
    constexpr std::string_view scim_folder = "/scim/v2";
    if (!base_url.ends_with(scim_folder)) return base_url;
    return base_url.substr(0, base_url.size() - scim_folder.size()) + '/';
}

Json bulk(const ServiceLimits& limits) {
    Json bulk = supported();
    bulk["maxOperations"] = limits.bulk_operations;
    bulk["maxPayloadSize"] = limits.bulk_payload;
    return bulk;
}

Json filter(const ServiceLimits& limits) {
    Json filter = supported();
    filter["maxResults"] = limits.filter_results;
    return filter;
}

Json pagination(const ServiceLimits& limits) {
    return {
        {"cursor",                  true                         },
        {"index",                   true                         },
        {"defaultPaginationMethod", "index"                      },
        {"defaultPageSize",         limits.default_page          },
        {"maxPageSize",             limits.filter_results        },
        {"cursorTimeout",           limits.cursor_timeout_seconds},
    };
}

Json authentication_schemes(const std::string& documentation) {
    Json scheme{
        {"type",             "oauthbearertoken"                                                   },
        {"name",             "OAuth Bearer Token"                                                 },
        {"description",      "The token of a directory, in the header Authorization: Bearer TOKEN"},
        {"specUri",          "https://www.rfc-editor.org/info/rfc6750"                            },
        {"documentationUri", documentation                                                        },
        {"primary",          true                                                                 },
    };
    return Json::array({std::move(scheme)});
}

Json attribute_definitions(const std::vector<Attribute>& attributes);

Json attribute_definition(const Attribute& attribute) {
    Json definition;
    definition["name"] = attribute.name;
    definition["type"] = keyword_for(type_keywords, attribute.type);
    definition["multiValued"] = attribute.multi_valued;
    definition["description"] = attribute.description;
    definition["required"] = attribute.required;
    if (!attribute.canonical_values.empty()) {
        definition["canonicalValues"] = attribute.canonical_values;
    }
    definition["caseExact"] = attribute.case_exact;
    definition["mutability"] = keyword_for(mutability_keywords, attribute.mutability);
    definition["returned"] = keyword_for(returned_keywords, attribute.returned);
    definition["uniqueness"] = keyword_for(uniqueness_keywords, attribute.uniqueness);
    if (!attribute.reference_types.empty()) {
        definition["referenceTypes"] = attribute.reference_types;
    }
    if (!attribute.sub_attributes.empty()) {
        definition["subAttributes"] = attribute_definitions(attribute.sub_attributes);
    }
    return definition;
}

Json attribute_definitions(const std::vector<Attribute>& attributes) {
    Json definitions = Json::array();
    for (const Attribute& attribute : attributes) {
        definitions.push_back(attribute_definition(attribute));
    }
    return definitions;
}

}  // namespace

Json service_provider_config(const ServiceLimits& limits, const std::string& base_url) {
    const std::string documentation = site_of(base_url);
    Json config;
    config["schemas"] = own_schema("ServiceProviderConfig");
    config["documentationUri"] = documentation;
    config["patch"] = supported();
    config["bulk"] = bulk(limits);
    config["filter"] = filter(limits);
    config["changePassword"] = supported();
    config["sort"] = supported();
    config["etag"] = supported();
    config["pagination"] = pagination(limits);
    config["authenticationSchemes"] = authentication_schemes(documentation);
    config["meta"] = meta("ServiceProviderConfig", base_url + "/ServiceProviderConfig");
    return config;
}

Json schema_resource(const Schema& schema, const std::string& base_url) {
    Json resource;
    resource["schemas"] = own_schema("Schema");
    resource["id"] = schema.id;
    resource["name"] = schema.name;
    resource["description"] = schema.description;
    resource["attributes"] = attribute_definitions(schema.attributes);
    resource["meta"] = meta("Schema", base_url + "/Schemas/" + schema.id);
    return resource;
}

Json resource_type_resource(const ResourceType& type, const std::string& base_url) {
    Json extensions = Json::array();
    for (const Extension& extension : type.extensions) {
        Json& served = extensions.emplace_back(Json::object());
        served["schema"] = extension.schema->id;
        served["required"] = extension.required;
    }
    Json resource;
    resource["schemas"] = own_schema("ResourceType");
    resource["id"] = type.id;
    resource["name"] = type.name;
    resource["endpoint"] = type.endpoint;
    resource["description"] = type.description;
    resource["schema"] = type.schema->id;
    resource["schemaExtensions"] = std::move(extensions);
    resource["meta"] = meta("ResourceType", base_url + "/ResourceTypes/" + type.name);
    return resource;
}

}  // namespace usher::scim
