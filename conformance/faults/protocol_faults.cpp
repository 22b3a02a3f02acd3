// Faults in versions, errors, headers and authentication.
#include "conformance/faults/fault.hpp"

namespace usher::conformance::protocol_faults {

namespace {

void set_header(Passing& passing, const char* name, const char* value) {
    passing.drop_header(name);
    passing.response_headers.emplace_back(name, value);
}

void add_version_faults(FaultList& list) {
    list.answers("no-etag", "no answer has an ETag", "etag.header", [](Passing& passing) {
        passing.drop_header("ETag");
    });
    list.answers("etag-unchanged", "the ETag never changes", "etag.changes", [](Passing& passing) {
        set_header(passing, "ETag", "W/\"1\"");
    });
    list.answers(
        "etag-unchanged-by-members",
        "a new member is no new version",
        "etag.group-members-change",
        [](Passing& passing) { set_header(passing, "ETag", "W/\"1\""); }
    );
    list.answers(
        "version-is-not-etag",
        "meta.version is not the ETag",
        "etag.meta-version",
        [](Passing& passing) { set_header(passing, "ETag", "W/\"another\""); }
    );
    list.reads(
        "if-none-match-ignored",
        "If-None-Match is ignored",
        "etag.not-modified",
        [](Passing& passing) { passing.drop_header("If-None-Match"); }
    );
    list.reads(
        "if-match-ignored",
        "If-Match is ignored by PUT",
        "etag.mismatch-put",
        [](Passing& passing) { passing.drop_header("If-Match"); }
    );
    list.reads(
        "if-match-ignored-by-delete",
        "If-Match is ignored by DELETE",
        "etag.mismatch-delete",
        [](Passing& passing) { passing.drop_header("If-Match"); }
    );
    list.answers(
        "mismatch-as-409",
        "another version is 409",
        "etag.mismatch-patch",
        [](Passing& passing) {
            if (passing.status == 412) passing.status = 409;
        }
    );
}

void add_error_faults(FaultList& list) {
    list.answers(
        "error-without-schema",
        "an error has no `schemas`",
        "errors.message:unknown",
        [](Passing& passing) {
            if (passing.status >= 400) passing.body.erase("schemas");
        }
    );
    list.answers(
        "error-status-as-number",
        "an error's status is a number",
        "errors.message:unknown",
        [](Passing& passing) {
            if (passing.status >= 400) passing.body.set("status", passing.status);
        }
    );
    list.answers(
        "error-status-differs",
        "an error's status is another one",
        "errors.message:taken",
        [](Passing& passing) {
            if (passing.status >= 400) passing.body.set("status", "400");
        }
    );
    list.answers(
        "error-without-detail",
        "an error says nothing in words",
        "errors.detail:bad-filter",
        [](Passing& passing) {
            if (passing.status >= 400) passing.body.erase("detail");
        }
    );
    list.answers(
        "error-as-html",
        "an error is a page",
        "errors.message:no-endpoint",
        [](Passing& passing) {
            if (passing.status < 400) return;
            passing.body = Value();
            passing.raw = "<html><body>Not Found</body></html>";
            set_header(passing, "Content-Type", "text/html");
        }
    );
    list.answers(
        "no-json-as-500",
        "a body that is no JSON is 500",
        "errors.no-json",
        [](Passing& passing) {
            if (passing.status == 400) passing.status = 500;
        }
    );
    list.answers(
        "error-shows-inside",
        "an error shows a stack trace",
        "errors.detail-leaks-nothing",
        [](Passing& passing) {
            if (passing.status >= 400)
                passing.body.set(
                    "detail", "Error: at Object.<anonymous> (/srv/node_modules/x.js:1)"
                );
        }
    );
}

void add_http_faults(FaultList& list) {
    list.answers(
        "plain-text",
        "a resource is text/plain",
        "http.type-of-resource",
        [](Passing& passing) { set_header(passing, "Content-Type", "text/plain"); }
    );
    list.reads(
        "json-refused",
        "a body of type application/json is refused",
        "http.send-json",
        [](Passing& passing) {
            for (const auto& [name, value] : passing.headers)
                if (lower(name) == "content-type" && value == "application/json")
                    passing.answer(415);
        }
    );
    list.answers("no-allow", "405 has no Allow", "http.allow-header", [](Passing& passing) {
        passing.drop_header("Allow");
    });
    list.answers("another-charset", "answers are Latin-1", "http.utf-8", [](Passing& passing) {
        set_header(passing, "Content-Type", "application/scim+json; charset=iso-8859-1");
    });
    list.reads(
        "parameters-refused",
        "an unknown query parameter is refused",
        "http.unknown-parameter",
        [](Passing& passing) {
            if (passing.target.find("colour=") != std::string::npos) passing.answer(400);
        }
    );
}

void add_security_faults(FaultList& list) {
    list.answers(
        "lets-anybody-in",
        "no token is needed",
        "security.no-token",
        [](Passing& passing) {
            if (passing.status == 401) passing.status = 200;
        }
    );
    list.answers(
        "no-challenge",
        "401 has no WWW-Authenticate",
        "security.challenge",
        [](Passing& passing) { passing.drop_header("WWW-Authenticate"); }
    );
    list.answers(
        "deep-json-as-500",
        "deep JSON is 500",
        "security.deep-json",
        [](Passing& passing) {
            if (passing.status == 400) passing.status = 500;
        }
    );
    list.reads(
        "injection",
        "a quote in a filter's value finds everybody",
        "security.sql-in-filter",
        [](Passing& passing) {
            if (passing.target.find("'1'") != std::string::npos) passing.target = "/Users";
        }
    );
    list.answers(
        "version-shown",
        "a header names the software",
        "security.nothing-from-version",
        [](Passing& passing) { set_header(passing, "X-Powered-By", "Express/4.22"); }
    );
    list.answers(
        "passwords-in-lists",
        "lists show passwords",
        "security.passwords-in-lists",
        [](Passing& passing) {
            if (!passing.body["Resources"].is_array()) return;
            Value::Array resources;
            for (auto resource : passing.body["Resources"].elements()) {
                resource.set("password", "secret");
                resources.push_back(resource);
            }
            passing.body.set("Resources", resources);
        }
    );
}

}  // namespace

void add(FaultList& list) {
    add_version_faults(list);
    add_error_faults(list);
    add_http_faults(list);
    add_security_faults(list);
}

}  // namespace usher::conformance::protocol_faults
