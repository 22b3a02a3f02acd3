#include "http/api/openapi.hpp"

#include "base/text.hpp"
#include "http/api/areas.hpp"
#include "http/api/routes.hpp"
#include "http/api/services.hpp"
#include "http/api/session_cookie.hpp"
#include "invitation/problem.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

Json reference(std::string_view name) {
    return {
        {"$ref", "#/components/schemas/" + std::string(name)}
    };
}

bool is_media_type(std::string_view body) {
    return body.find('/') != std::string_view::npos;
}

/// `content` of a request or answer: a schema's JSON, or text of a media type.
Json content_of(std::string_view body, bool list) {
    if (is_media_type(body)) {
        const Json text{
            {"schema", {{"type", "string"}}}
        };
        return {
            {std::string(body), text}
        };
    }
    Json schema = reference(body);
    if (list) {
        const Json properties{
            {"items",       {{"type", "array"}, {"items", schema}}                },
            {"next_cursor", {{"type", {"string", "null"}}}                        },
            {"total",       {{"type", "integer"}, {"description", "of all pages"}}}
        };
        schema = {
            {"type",       "object"                         },
            {"required",   {"items", "next_cursor", "total"}},
            {"properties", properties                       }
        };
    }
    return {
        {"application/json", {{"schema", schema}}}
    };
}

Json parameter(const std::string& name, const std::string& where, const Json& schema) {
    Json shown{
        {"name",   name  },
        {"in",     where },
        {"schema", schema}
    };
    if (where == "path") shown["required"] = true;
    return shown;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        words.emplace_back(text.substr(0, text.find(' ')));
        text.remove_prefix(std::min(text.size(), words.back().size() + 1));
    }
    return words;
}

Json list_parameters() {
    Json filter = parameter(
        "filter",
        "query",
        {
            {"type", "string"}
    }
    );
    filter["description"] = "SCIM filter syntax (RFC 7644 §3.4.2.2) over the fields of the list";
    Json sort = parameter(
        "sort",
        "query",
        {
            {"type", "string"}
    }
    );
    sort["description"] = "A field, with - in front for descending";
    const Json limit{
        {"type",    "integer"},
        {"minimum", 1        },
        {"maximum", 500      },
        {"default", 100      }
    };
    return {
        filter,
        sort,
        parameter("limit", "query", limit),
        parameter("cursor", "query", {{"type", "string"}}
          )
    };
}

Json parameters_of(const ApiRoute& route) {
    Json parameters = Json::array();
    std::string_view rest = route.pattern;
    for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        const auto close = rest.find('}', open);
        const std::string name(rest.substr(open + 1, close - open - 1));
        const bool id = name == "id";
        parameters.push_back(parameter(name, "path", id ? reference("Id") : Json{{"type", "string"}}
        ));
        rest.remove_prefix(close + 1);
    }
    const Json text{
        {"type", "string"}
    };
    for (const std::string& name : words_of(route.parameters))
        parameters.push_back(parameter(name, "query", text));
    if (route.list) {
        for (const Json& known : list_parameters())
            parameters.push_back(known);
    }
    if (route.method == "POST" && route.access.who != ApiAccess::Who::anybody) {
        parameters.push_back(parameter(
            "Idempotency-Key",
            "header",
            {
                {"type",      "string"},
                {"minLength", 1       },
                {"maxLength", 255     }
        }
        ));
    }
    return parameters;
}

std::string access_text(const ApiAccess& access) {
    switch (access.who) {
        case ApiAccess::Who::anybody:
            return "Open to everybody.";
        case ApiAccess::Who::member:
            return "For every member.";
        case ApiAccess::Who::admin:
            return "For admins.";
        case ApiAccess::Who::permission:
            break;
    }
    return "Needs the permission `" + std::string(name_of(access.permission)) + "`.";
}

Json operation_of(const ApiRoute& route) {
    Json success{
        {"description", "Done"}
    };
    if (!route.response.empty()) success["content"] = content_of(route.response, route.list);
    const Json problem{
        {"description", "A problem (RFC 9457)"                                            },
        {"content",     {{"application/problem+json", {{"schema", reference("Problem")}}}}}
    };
    Json operation{
        {"operationId", route.operation          },
        {"summary",     route.summary            },
        {"description", access_text(route.access)}
    };
    if (Json parameters = parameters_of(route); !parameters.empty()) {
        operation["parameters"] = std::move(parameters);
    }
    if (!route.request.empty()) {
        operation["requestBody"] = {
            {"content", content_of(route.request, false)}
        };
    }
    operation["responses"] = {
        {std::to_string(route.status), success},
        {"default",                    problem}
    };
    if (route.access.who == ApiAccess::Who::anybody) operation["security"] = Json::array();
    return operation;
}

Json schemas() {
    Json all = Json::object();
    for (const scim::SchemaFile& file : api_schema_files())
        all.update(scim::parse_json(file.text));
    Json codes = Json::array();
    for (const invitation::ProblemKind& kind : invitation::problem_kinds())
        codes.push_back(kind.word);
    all["Problem"]["properties"]["code"]["enum"] = codes;
    return all;
}

Json security_schemes() {
    const Json bearer{
        {"type",        "http"                                 },
        {"scheme",      "bearer"                               },
        {"description", "An admin token (`usher token create`)"}
    };
    const Json session{
        {"type",        "apiKey"                 },
        {"in",          "cookie"                 },
        {"name",        session_cookie_name(true)},
        {"description",
         "The console's session; unsafe methods need the header " + std::string(csrf_header) +
             " too"                              }
    };
    return {
        {"token",   bearer },
        {"session", session}
    };
}

Response show_openapi(ApiServices& services, ApiExchange& /*exchange*/) {
    return json_answer(openapi_document(services.office.public_url));
}

constexpr std::array openapi_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/openapi.json",
             .handler = &show_openapi,
             .access = open_to_anybody,
             .operation = "showOpenApi",
             .summary = "This document",
             .response = "application/json"},
};

}  // namespace

Json openapi_document(const std::string& public_url) {
    Json paths = Json::object();
    for (const ApiRoute& route : api_routes()) {
        const std::string method = base::ascii_lower(route.method);
        paths[std::string(route.pattern)][method] = operation_of(route);
    }
    return {
        {"openapi",    "3.1.0"                                                                },
        {"info",
         {{"title", "Usher"},
          {"version", "1"},
          {"summary", "People on their way into an organization"},
          {"license", {{"name", "Apache 2.0"}, {"identifier", "Apache-2.0"}}}}                },
        {"servers",    Json::array({{{"url", public_url + "/api/v1"}}})                       },
        {"security",   Json::array({{{"token", Json::array()}}, {{"session", Json::array()}}})},
        {"paths",      paths                                                                  },
        {"components", {{"schemas", schemas()}, {"securitySchemes", security_schemes()}}      }
    };
}

std::span<const ApiRoute> openapi_routes() {
    return openapi_table;
}

}  // namespace usher::http
