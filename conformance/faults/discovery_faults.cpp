// Faults of what a server says about itself.
#include "conformance/faults/fault.hpp"

namespace usher::conformance::discovery_faults {

namespace {

constexpr const char* config = "/ServiceProviderConfig";

/// Changes one element of a list answer, and puts it back.
template <class Change>
void change_first(Passing& passing, Change change) {
    auto list = passing.body["Resources"];
    Value::Array changed;
    for (const auto& element : list.elements())
        changed.push_back(element);
    if (changed.empty()) return;
    change(changed.front());
    passing.body.set("Resources", changed);
}

}  // namespace

void add(FaultList& list) {
    list.answers(
        "bulk-not-said",
        "the configuration has no bulk",
        "discovery.config-feature:bulk",
        [](Passing& passing) {
            if (passing.about("GET", config)) passing.body.erase("bulk");
        }
    );
    list.answers(
        "supported-as-text",
        "`supported` is \"true\"",
        "discovery.config-feature:sort",
        [](Passing& passing) {
            if (passing.about("GET", config))
                passing.body.set("sort", json(R"({"supported": "true"})"));
        }
    );
    list.answers(
        "config-in-a-list",
        "the configuration is a ListResponse",
        "discovery.config-schema",
        [](Passing& passing) {
            if (passing.about("GET", config))
                passing.body = json(
                    R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "Resources": ["$1"]})",
                    passing.body
                );
        }
    );
    list.answers(
        "no-schemes",
        "no authentication schemes",
        "discovery.config-authentication",
        [](Passing& passing) {
            if (passing.about("GET", config)) passing.body.erase("authenticationSchemes");
        }
    );
    list.answers(
        "negative-timeout",
        "cursorTimeout is negative",
        "discovery.config-pagination-values",
        [](Passing& passing) {
            if (passing.about("GET", config))
                passing.body.set(
                    "pagination", json(R"({"cursor": true, "index": true, "cursorTimeout": -1})")
                );
        }
    );
    list.answers(
        "config-behind-token",
        "the configuration needs a token",
        "discovery.config-without-token",
        [](Passing& passing) {
            for (const auto& [name, value] : passing.headers)
                if (lower(name) == "authorization") return;
            if (passing.about("GET", config)) passing.status = 401;
        }
    );
    list.answers(
        "schemas-total-wrong",
        "totalResults of /Schemas is one too many",
        "discovery.schemas-total",
        [](Passing& passing) {
            if (passing.about("GET", "/Schemas"))
                passing.body.set("totalResults", Value(passing.body["totalResults"].integer() + 1));
        }
    );
    list.answers(
        "schemas-bare-array",
        "/Schemas is an array, no ListResponse",
        "discovery.schemas-list",
        [](Passing& passing) {
            if (passing.target == "/Schemas") passing.body = Value(passing.body["Resources"]);
        }
    );
    list.reads(
        "schemas-paged",
        "/Schemas minds `count`",
        "discovery.schemas-pages-ignored",
        [](Passing& passing) {
            if (passing.about("GET", "/Schemas?startIndex")) passing.target = "/Schemas/none";
        }
    );
    list.reads(
        "schema-filter-ignored",
        "a filter on /Schemas is ignored",
        "discovery.schemas-filter-forbidden",
        [](Passing& passing) {
            if (passing.about("GET", "/Schemas?filter")) passing.target = "/Schemas";
        }
    );
    list.answers(
        "schema-with-null",
        "a definition has a null",
        "discovery.schemas-no-nulls",
        [](Passing& passing) {
            if (passing.target == "/Schemas")
                change_first(passing, [](Value& schema) { schema.set("description", null); });
        }
    );
    list.answers(
        "mutability-misspelt",
        "a definition says \"readonly\"",
        "schemas.definition:User.userName",
        [](Passing& passing) {
            if (passing.target != "/Schemas") return;
            auto text = to_text(passing.body);
            for (auto at = text.find("\"readWrite\""); at != std::string::npos;
                 at = text.find("\"readWrite\"", at))
                text.replace(at, 11, "\"readwrite\"");
            passing.body = parse(text);
        }
    );
    list.answers(
        "password-readable",
        "the schema says that passwords are returned",
        "schemas.core:User.password.returned",
        [](Passing& passing) {
            if (passing.target != "/Schemas") return;
            auto text = to_text(passing.body);
            const auto at = text.find("\"returned\":\"never\"");
            if (at != std::string::npos) text.replace(at, 18, "\"returned\":\"always\"");
            passing.body = parse(text);
        }
    );
    list.answers(
        "type-without-endpoint",
        "a resource type has no endpoint",
        "discovery.type-attributes:User",
        [](Passing& passing) {
            if (passing.target == "/ResourceTypes")
                change_first(passing, [](Value& type) { type.erase("endpoint"); });
        }
    );
    list.answers(
        "type-of-unknown-schema",
        "a resource type names a schema that is not served",
        "discovery.type-schema-served:User",
        [](Passing& passing) {
            if (passing.target == "/ResourceTypes")
                change_first(passing, [](Value& type) {
                    type.set("schema", "urn:example:nowhere");
                });
        }
    );
    list.reads(
        "schemas-writable",
        "POST /Schemas is taken",
        "discovery.read-only:POST/Schemas",
        [](Passing& passing) {
            if (passing.about("POST", "/Schemas")) passing.answer(201);
        }
    );
}

}  // namespace usher::conformance::discovery_faults
