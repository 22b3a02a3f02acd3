// Versions of resources (RFC 7644 §3.14, RFC 7643 §3.1, RFC 9110 §13).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::etags_checks {

namespace {

constexpr const char* section = "RFC 7644 §3.14";

struct Versioned {
    Value user;
    std::string path;
    std::string etag;
};

Versioned versioned_user(Run& run) {
    run.require(run.features().etag, "ETags");
    Versioned made;
    made.user = run.new_user(json(R"({"displayName": "First"})"));
    made.path = run.user_path(made.user);
    made.etag = run.get(made.path).header("ETag");
    Run::expect(!made.etag.empty(), "GET has no ETag");
    return made;
}

Value changed_body(Run& run, const Value& user, const char* name) {
    return run.body_for(
        run.users(), json(R"({"userName": "$1", "displayName": "$2"})", user["userName"], name)
    );
}

std::string etag_now(Run& run, const std::string& path) {
    return run.get(path).header("ETag");
}

}  // namespace

void add(Suite& suite) {
    suite.topic("etag");
    suite.must("header", section, "GET of a resource has an ETag.", [](Run& run) {
        const auto made = versioned_user(run);
        Run::expect(
            made.etag.ends_with('"') &&
                (made.etag.starts_with('"') || made.etag.starts_with("W/\"")),
            "the ETag is " + made.etag
        );
    });
    suite.must("meta-version", "RFC 7643 §3.1", "meta.version is the ETag.", [](Run& run) {
        const auto made = versioned_user(run);
        Run::expect_equal(run.get(made.path).body["meta"]["version"], made.etag, "meta.version");
    });
    suite.must("on-create", "RFC 7644 §3.3", "The answer to POST has the ETag.", [](Run& run) {
        run.require(run.features().etag, "ETags");
        const auto& answer = run.post(run.users().endpoint, run.body_for(run.users()));
        Run::expect_status(answer, {201});
        const auto etag = answer.header("ETag");
        Run::prefer(!etag.empty(), "there is no ETag");
        Run::expect(etag == etag_now(run, run.user_path(answer.body)), "GET has another one");
    });
    suite.must("on-replace", section, "The answer to PUT has the new ETag.", [](Run& run) {
        const auto made = versioned_user(run);
        const auto& answer = run.put(made.path, changed_body(run, made.user, "Second"));
        Run::expect_status(answer, {200});
        const auto etag = answer.header("ETag");
        Run::prefer(!etag.empty(), "there is no ETag");
        Run::expect(etag != made.etag, "it is still the old one");
        Run::expect(etag == etag_now(run, made.path), "GET has another one");
    });
    suite.must("changes", section, "A change gives a new version.", [](Run& run) {
        const auto made = versioned_user(run);
        Run::expect_status(run.put(made.path, changed_body(run, made.user, "Second")), {200});
        Run::expect(etag_now(run, made.path) != made.etag, "the ETag is the same");
    });
    suite.must("changes-by-patch", section, "Also a change by PATCH.", [](Run& run) {
        run.require(run.features().patch, "PATCH");
        const auto made = versioned_user(run);
        Run::expect_status(run.operate(made.path, "replace", "displayName", "Second"), {200, 204});
        Run::expect(etag_now(run, made.path) != made.etag, "the ETag is the same");
    });
    suite.must("stays", section, "Reading gives no new version.", [](Run& run) {
        const auto made = versioned_user(run);
        Run::expect(etag_now(run, made.path) == made.etag, "the ETag is another one");
    });
    suite.must(
        "group-members-change",
        section,
        "A new member is a new version of the group.",
        [](Run& run) {
            run.require(run.features().etag, "ETags");
            run.require(run.features().patch, "PATCH");
            const auto user = run.new_user();
            const auto group = run.new_group();
            const auto before = etag_now(run, run.group_path(group));
            Run::expect_status(
                run.operate(
                    run.group_path(group),
                    "add",
                    "members",
                    json(R"([{"value": "$1"}])", user["id"])
                ),
                {200, 204}
            );
            Run::expect(etag_now(run, run.group_path(group)) != before, "the ETag is the same");
        }
    );
    suite.must(
        "not-modified",
        section,
        "GET with If-None-Match of the version is 304 without a body.",
        [](Run& run) {
            const auto made = versioned_user(run);
            const auto& answer = run.get(
                made.path,
                {
                    {"If-None-Match", made.etag}
            }
            );
            Run::expect_status(answer, {304});
            Run::expect(answer.response.body.empty(), "there is a body");
        }
    );
    suite.must("modified", section, "With another version it is 200.", [](Run& run) {
        const auto made = versioned_user(run);
        Run::expect_status(
            run.get(
                made.path,
                {
                    {"If-None-Match", "W/\"nobodys-version\""}
        }
            ),
            {200}
        );
    });
    suite.must(
        "none-match-list",
        "RFC 9110 §13.1.2",
        "If-None-Match may list versions.",
        [](Run& run) {
            const auto made = versioned_user(run);
            Run::expect_status(
                run.get(
                    made.path,
                    {
                        {"If-None-Match", "W/\"nobodys\", " + made.etag}
            }
                ),
                {304}
            );
        }
    );
    suite.must(
        "match-put",
        section,
        "PUT with If-Match of the version is carried out.",
        [](Run& run) {
            const auto made = versioned_user(run);
            Run::expect_status(
                run.put(
                    made.path,
                    changed_body(run, made.user, "Second"),
                    {
                        {"If-Match", made.etag}
            }
                ),
                {200}
            );
        }
    );
    suite.must(
        "mismatch-put",
        section,
        "PUT with If-Match of another version is 412, and changes nothing.",
        [](Run& run) {
            const auto made = versioned_user(run);
            const auto& answer = run.put(
                made.path,
                changed_body(run, made.user, "Second"),
                {
                    {"If-Match", "W/\"nobodys-version\""}
            }
            );
            Run::expect_status(answer, {412});
            Run::expect_equal(run.get(made.path).body["displayName"], "First", "displayName");
        }
    );
    suite.must(
        "mismatch-patch",
        section,
        "PATCH with If-Match of another version is 412, and changes nothing.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto made = versioned_user(run);
            const auto body = json(
                R"({"schemas": ["$1"], "Operations": [{"op": "replace", "path": "displayName", "value": "Second"}]})",
                patch_urn
            );
            Run::expect_status(
                run.patch(
                    made.path,
                    body,
                    {
                        {"If-Match", "W/\"nobodys-version\""}
            }
                ),
                {412}
            );
            Run::expect_equal(run.get(made.path).body["displayName"], "First", "displayName");
        }
    );
    suite.must(
        "mismatch-delete",
        section,
        "DELETE with If-Match of another version is 412, and deletes nothing.",
        [](Run& run) {
            const auto made = versioned_user(run);
            Run::expect_status(
                run.remove(
                    made.path,
                    {
                        {"If-Match", "W/\"nobodys-version\""}
            }
                ),
                {412}
            );
            Run::expect_status(run.get(made.path), {200});
        }
    );
    suite.must(
        "match-delete",
        section,
        "DELETE with If-Match of the version is carried out.",
        [](Run& run) {
            const auto made = versioned_user(run);
            Run::expect_status(
                run.remove(
                    made.path,
                    {
                        {"If-Match", made.etag}
            }
                ),
                {204}
            );
        }
    );
    suite.must(
        "stale-put",
        section,
        "The version of before a change is no good after it.",
        [](Run& run) {
            const auto made = versioned_user(run);
            Run::expect_status(run.put(made.path, changed_body(run, made.user, "Second")), {200});
            Run::expect_status(
                run.put(
                    made.path,
                    changed_body(run, made.user, "Third"),
                    {
                        {"If-Match", made.etag}
            }
                ),
                {412}
            );
        }
    );
    suite.must(
        "match-any",
        "RFC 9110 §13.1.1",
        "If-Match: * holds of whatever is there.",
        [](Run& run) {
            const auto made = versioned_user(run);
            Run::expect_status(
                run.put(
                    made.path,
                    changed_body(run, made.user, "Second"),
                    {
                        {"If-Match", "*"}
            }
                ),
                {200}
            );
        }
    );
    suite.should(
        "in-lists",
        "RFC 7643 §3.1",
        "In lists, resources have the meta.version that GET shows.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const auto made = versioned_user(run);
            const auto& answer = run.search(
                run.users().endpoint, "userName eq " + as_literal(made.user["userName"].text())
            );
            Run::expect_equal(
                Run::expect_list(answer)[0]["meta"]["version"], made.etag, "meta.version"
            );
        }
    );
}

}  // namespace usher::conformance::etags_checks
