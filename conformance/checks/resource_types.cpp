// Each resource type that the server says it has, and that discovery is for reading only
// (RFC 7643 §6, RFC 7644 §4).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::resource_types_checks {

namespace {

void add_read_only_checks(Suite& suite) {
    for (const auto* path : {"/ServiceProviderConfig", "/Schemas", "/ResourceTypes"}) {
        for (const auto* method : {"POST", "PUT", "PATCH", "DELETE"}) {
            suite.must(
                "read-only:" + std::string(method) + path,
                "RFC 7644 §4",
                std::string(path) + " cannot be changed: " + method + " is refused.",
                [=](Run& run) {
                    const std::string body =
                        std::string_view(method) == "DELETE" ? "" : R"({"schemas": []})";
                    const auto& answer =
                        run.send({.method = method, .path = path, .headers = {}, .body = body});
                    Run::expect(
                        answer.status() >= 400, "it answered " + std::to_string(answer.status())
                    );
                    Run::expect(
                        answer.status() < 500 || answer.status() == 501,
                        "it failed with " + std::to_string(answer.status())
                    );
                }
            );
        }
    }
}

void add_type_checks(Suite& suite, const Target& target) {
    for (const auto& raw : target.raw_types) {
        const auto name = raw["name"].is_text() ? raw["name"].text() : raw["id"].text();
        suite.must(
            "type-attributes:" + name,
            "RFC 7643 §6",
            "A resource type has name, endpoint and schema.",
            [raw](Run&) {
                for (const auto* part : {"name", "endpoint", "schema"})
                    Run::expect(
                        raw[part].is_text() && !raw[part].text().empty(),
                        std::string(part) + " is missing"
                    );
            }
        );
        suite.must(
            "type-schema-served:" + name,
            "RFC 7644 §4",
            "The schema and the extensions of a resource type are among /Schemas.",
            [raw](Run& run) {
                const auto& schemas = Run::expect_list(run.get("/Schemas"));
                Run::expect(
                    element_with(schemas, "id", raw["schema"]).present(),
                    to_text(raw["schema"]) + " is not served"
                );
                for (const auto& extension : raw["schemaExtensions"].elements())
                    Run::expect(
                        element_with(schemas, "id", extension["schema"]).present(),
                        to_text(extension["schema"]) + " is not served"
                    );
            }
        );
        suite.must(
            "type-extensions:" + name,
            "RFC 7643 §6",
            "Each extension says its schema and whether it is required.",
            [raw](Run&) {
                for (const auto& extension : raw["schemaExtensions"].elements()) {
                    Run::expect(extension["schema"].is_text(), "an extension has no schema");
                    Run::expect(extension["required"].is_boolean(), "`required` is no Boolean");
                }
            }
        );
        suite.must(
            "type-endpoint-answers:" + name,
            "RFC 7643 §6",
            "The endpoint of a resource type is there, relative to the base URL.",
            [raw](Run& run) {
                const auto& endpoint = raw["endpoint"].text();
                Run::prefer(endpoint.starts_with('/'), "the endpoint is " + endpoint);
                Run::expect_status(run.get(endpoint + "?count=1"), {200});
            }
        );
    }
}

}  // namespace

void add(Suite& suite, const Target& target) {
    suite.topic("discovery");
    add_type_checks(suite, target);
    add_read_only_checks(suite);
}

}  // namespace usher::conformance::resource_types_checks
