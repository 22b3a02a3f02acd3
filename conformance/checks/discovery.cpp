// ServiceProviderConfig, Schemas and ResourceTypes (RFC 7643 §5-§7, RFC 7644 §4, RFC 9865 §4).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

#include <algorithm>
#include <set>

namespace usher::conformance::discovery_checks {

namespace {

constexpr const char* config_path = "/ServiceProviderConfig";

/// A server that has no such endpoint fails the one check that asks for it, not all of them.
void skip_if_none(const Exchange& answer) {
    if (answer.status() == 404 || answer.status() == 501)
        throw Skip{"the server has no " + answer.request.path};
}

const Value& config(Run& run) {
    const auto& answer = run.get(config_path);
    skip_if_none(answer);
    Run::expect_status(answer, {200});
    return answer.body;
}

const Value& listed(Run& run, const std::string& path) {
    const auto& answer = run.get(path);
    skip_if_none(answer);
    return Run::expect_list(answer);
}

void expect_no_nulls(const Value& value, const std::string& place) {
    Run::expect(!value.is_null(), place + " is null");
    for (const auto& [name, inner] : value.members())
        expect_no_nulls(inner, place + "/" + name);
    for (const auto& element : value.elements())
        expect_no_nulls(element, place + "/-");
}

void expect_meta(const Value& resource, std::string_view type) {
    const auto& meta = resource["meta"];
    if (!meta.present()) throw Deviation{"there is no meta"};
    Run::expect_equal(meta["resourceType"], type, "meta.resourceType");
    Run::prefer(meta["location"].is_text(), "there is no meta.location");
}

void add_config_checks(Suite& suite) {
    suite.must(
        "config-readable",
        "RFC 7644 §4",
        "GET /ServiceProviderConfig answers one JSON object.",
        [](Run& run) {
            const auto& answer = run.get(config_path);
            Run::expect_status(answer, {200});
            Run::expect(answer.body.is_object(), "the answer is no JSON object");
        }
    );
    suite.must(
        "config-schema",
        "RFC 7644 §4",
        "Its `schemas` names the ServiceProviderConfig schema; it is no ListResponse.",
        [](Run& run) {
            const auto& body = config(run);
            Run::expect(
                contains(
                    body["schemas"], "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
                ),
                "`schemas` is " + to_text(body["schemas"])
            );
            Run::expect(!body["Resources"].present(), "the configuration is wrapped in a list");
        }
    );
    for (const auto* feature : {"patch", "bulk", "filter", "changePassword", "sort", "etag"}) {
        suite.must(
            std::string("config-feature:") + feature,
            "RFC 7643 §5",
            std::string("`") + feature + "` is there, with a Boolean `supported`.",
            [feature](Run& run) {
                const auto& part = config(run)[feature];
                Run::expect(
                    part.is_object(),
                    "`" + std::string(feature) + "` is " +
                        (part.present() ? to_text(part) : "missing")
                );
                Run::expect(part["supported"].is_boolean(), "`supported` is no Boolean");
            }
        );
    }
    for (const auto* limit : {"maxOperations", "maxPayloadSize"}) {
        suite.must(
            std::string("config-bulk-limit:") + limit,
            "RFC 7643 §5",
            std::string("`bulk.") + limit + "` is an integer.",
            [limit](Run& run) {
                const auto& bulk = config(run)["bulk"];
                if (!bulk["supported"].truth() && !bulk[limit].present())
                    throw Deviation{"the limit is missing (bulk is not supported)"};
                Run::expect(bulk[limit].is_integer(), std::string(limit) + " is no integer");
            }
        );
    }
    suite.must(
        "config-filter-limit",
        "RFC 7643 §5",
        "`filter.maxResults` is an integer.",
        [](Run& run) {
            const auto& filter = config(run)["filter"];
            if (!filter["supported"].truth() && !filter["maxResults"].present())
                throw Deviation{"the limit is missing (filters are not supported)"};
            Run::expect(filter["maxResults"].is_integer(), "maxResults is no integer");
        }
    );
    suite.must(
        "config-authentication",
        "RFC 7643 §5",
        "`authenticationSchemes` is a list; each has type, name and description.",
        [](Run& run) {
            const auto& schemes = config(run)["authenticationSchemes"];
            Run::expect(schemes.is_array(), "authenticationSchemes is no list");
            for (const auto& scheme : schemes.elements())
                for (const auto* part : {"type", "name", "description"})
                    Run::expect(scheme[part].is_text(), std::string("a scheme has no ") + part);
        }
    );
    suite.should(
        "config-authentication-types",
        "RFC 7643 §5",
        "The type of a scheme is one of the RFC's words.",
        [](Run& run) {
            static const std::set<std::string> known{
                "oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"};
            const auto& body = config(run);
            for (const auto& scheme : body["authenticationSchemes"].elements())
                Run::expect(
                    known.contains(scheme["type"].text()), "type " + to_text(scheme["type"])
                );
        }
    );
    suite.must(
        "config-one-primary-scheme",
        "RFC 7643 §2.4",
        "At most one authentication scheme is `primary`.",
        [](Run& run) {
            const auto& schemes = config(run)["authenticationSchemes"].elements();
            Run::expect(
                std::ranges::count_if(
                    schemes, [](const Value& scheme) { return scheme["primary"].truth(); }
                ) <= 1,
                "more than one is primary"
            );
        }
    );
    suite.must(
        "config-pagination",
        "RFC 9865 §4",
        "`pagination`, where there is one, says `cursor` and `index` as Booleans.",
        [](Run& run) {
            const auto& pagination = config(run)["pagination"];
            if (!pagination.present()) throw Skip{"the server says nothing about pagination"};
            Run::expect(pagination["cursor"].is_boolean(), "`cursor` is no Boolean");
            Run::expect(pagination["index"].is_boolean(), "`index` is no Boolean");
        }
    );
    suite.must(
        "config-pagination-values",
        "RFC 9865 §4",
        "The default method is `cursor` or `index`, sizes and timeout are positive integers.",
        [](Run& run) {
            const auto& pagination = config(run)["pagination"];
            if (!pagination.present()) throw Skip{"the server says nothing about pagination"};
            const auto& method = pagination["defaultPaginationMethod"];
            Run::expect(
                !method.present() || method == Value("cursor") || method == Value("index"),
                "the default method is " + to_text(method)
            );
            for (const auto* size : {"defaultPageSize", "maxPageSize", "cursorTimeout"})
                Run::expect(
                    !pagination[size].present() || pagination[size].integer() > 0,
                    std::string(size) + " is no positive integer"
                );
        }
    );
    suite.should(
        "config-without-token",
        "RFC 7643 §5",
        "The configuration can be read without authentication, so that clients learn how to "
        "authenticate.",
        [](Run& run) {
            skip_if_none(run.get(config_path));
            Run::expect_status(
                run.get(
                    config_path,
                    {
                        {"Authorization", ""}
            }
                ),
                {200}
            );
        }
    );
    suite.must(
        "config-meta",
        "RFC 7643 §3.1",
        "`meta` of the configuration says its type.",
        [](Run& run) { expect_meta(config(run), "ServiceProviderConfig"); }
    );
    suite.must(
        "config-media-type",
        "RFC 7644 §3.1",
        "Discovery answers `application/scim+json` (or `application/json`).",
        [](Run& run) {
            const auto& answer = run.get(config_path);
            skip_if_none(answer);
            const auto type = answer.header("Content-Type");
            Run::expect(
                type.starts_with("application/scim+json") || type.starts_with("application/json"),
                "Content-Type is " + type
            );
            Run::prefer(type.starts_with("application/scim+json"), "Content-Type is " + type);
        }
    );
}

void add_list_checks(Suite& suite, const std::string& path, const std::string& kind) {
    const auto urn = "urn:ietf:params:scim:schemas:core:2.0:" + kind;
    const auto about = lower(path.substr(1)) + "-";
    suite.must(
        about + "list",
        "RFC 7644 §4",
        "GET " + path + " answers a ListResponse.",
        [=](Run& run) {
            Run::expect(Run::expect_list(run.get(path)).size() > 0, "the list is empty");
        }
    );
    suite.must(
        about + "total",
        "RFC 7644 §3.4.2",
        "totalResults is how many there are.",
        [=](Run& run) {
            const auto size = listed(run, path).size();
            const auto& answer = run.get(path);
            Run::expect_equal(answer.body["totalResults"], Value(size), "totalResults");
        }
    );
    suite.must(
        about + "schemas",
        "RFC 7643 §3",
        "Each names its own schema, " + urn + ".",
        [=](Run& run) {
            for (const auto& resource : listed(run, path).elements())
                Run::expect(
                    contains(resource["schemas"], urn),
                    to_text(resource["id"]) + " does not name it"
                );
        }
    );
    suite.must(
        about + "one-by-one",
        "RFC 7644 §4",
        "Each can be read by its id, and is the same as in the list.",
        [=](Run& run) {
            for (const auto& resource : listed(run, path).elements()) {
                const auto key = resource["id"].is_text() ? resource["id"] : resource["name"];
                const auto& one = run.get(path + "/" + encoded(key.text()));
                Run::expect_status(one, {200});
                Run::expect(!one.body["Resources"].present(), "one resource is answered as a list");
                Run::expect_equal(one.body["id"], resource["id"], "id");
                Run::expect_equal(one.body["name"], resource["name"], "name");
            }
        }
    );
    suite.must(about + "unknown", "RFC 7644 §3.12", "An unknown one is 404.", [=](Run& run) {
        Run::expect_status(run.get(path + "/urn:nobody:has:this"), {404});
    });
    suite.must(
        about + "pages-ignored",
        "RFC 7644 §4",
        "Paging and sorting parameters are ignored: all are answered.",
        [=](Run& run) {
            const auto all = listed(run, path).size();
            Run::expect(
                Run::expect_list(run.get(path + "?startIndex=2&count=1&sortBy=id")).size() == all,
                "not all of them are there"
            );
        }
    );
    suite.should(
        about + "filter-forbidden",
        "RFC 7644 §4",
        "A filter is answered 403, so that nobody takes all for a match.",
        [=](Run& run) {
            skip_if_none(run.get(path));
            Run::expect_status(run.get(path + "?filter=" + encoded("id pr")), {403});
        }
    );
    suite.must(
        about + "meta",
        "RFC 7643 §3.1",
        "`meta.resourceType` is " + kind + ".",
        [=](Run& run) {
            for (const auto& resource : listed(run, path).elements())
                expect_meta(resource, kind);
        }
    );
    suite.should(
        about + "no-nulls",
        "RFC 7643 §2.5",
        "What is not assigned is left out rather than null.",
        [=](Run& run) {
            for (const auto& resource : listed(run, path).elements())
                expect_no_nulls(resource, resource["id"].text());
        }
    );
}

}  // namespace

void add(Suite& suite) {
    suite.topic("discovery");
    add_config_checks(suite);
    add_list_checks(suite, "/Schemas", "Schema");
    add_list_checks(suite, "/ResourceTypes", "ResourceType");
}

}  // namespace usher::conformance::discovery_checks
