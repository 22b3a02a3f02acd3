// What only users show: unique names, passwords, extensions; and searching by POST (RFC 7643 §4.1,
// RFC 7644 §3.4.3).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::user_resources_checks {

namespace {

const Exchange& created(Run& run, const TypeDefinition& type, const Value& body) {
    const auto& answer = run.post(type.endpoint, body);
    Run::expect_status(answer, {201});
    return answer;
}

}  // namespace

void add(Suite& suite) {
    suite.topic("resources");
    suite.must(
        "user-name-taken",
        "RFC 7644 §3.3",
        "A userName that somebody has is 409 `uniqueness`.",
        [](Run& run) {
            const auto made = run.new_user();
            const auto& again = run.post(
                run.users().endpoint,
                run.body_for(run.users(), json(R"({"userName": "$1"})", made["userName"]))
            );
            Run::expect_error(again, 409, "uniqueness", true);
        }
    );
    suite.must(
        "user-name-taken-other-case",
        "RFC 7643 §4.1.1",
        "userName is unique whatever its letter case.",
        [](Run& run) {
            const auto* name = run.users().schema->find("userName");
            if (name != nullptr && name->case_exact)
                throw Skip{"the server's userName is caseExact"};
            const auto made = run.new_user();
            std::string upper = made["userName"].text();
            for (auto& letter : upper)
                letter =
                    static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
            const auto& again = run.post(
                run.users().endpoint,
                run.body_for(run.users(), json(R"({"userName": "$1"})", upper))
            );
            Run::expect_error(again, 409, "uniqueness", true);
        }
    );
    suite.must(
        "password-not-shown",
        "RFC 7643 §4.1.1",
        "A password is in no answer, neither clear nor hashed.",
        [](Run& run) {
            run.require_user_attribute("password");
            const auto body =
                run.body_for(run.users(), json(R"({"password": "$1"})", "Xy7!" + run.unique("pw")));
            const auto& answer = created(run, run.users(), body);
            Run::expect(!answer.body.find("password").present(), "the answer to POST has it");
            const auto& read = run.get(run.user_path(answer.body) + "?attributes=password");
            Run::expect(
                !read.body.find("password").present(), "GET with attributes=password has it"
            );
        }
    );
    suite.must(
        "null-is-unassigned",
        "RFC 7643 §2.5",
        "null and [] in a body are unassigned.",
        [](Run& run) {
            run.require_user_attribute("title");
            const auto& answer =
                created(run, run.users(), run.body_for(run.users(), json(R"({"title": null})")));
            Run::expect(
                answer.body["title"].unassigned(), "title is " + to_text(answer.body["title"])
            );
            Run::prefer(!answer.body["title"].present(), "null is shown rather than left out");
        }
    );
    suite.must(
        "empty-list-is-unassigned",
        "RFC 7643 §2.5",
        "[] in a body is unassigned.",
        [](Run& run) {
            run.require_user_attribute("emails");
            if (run.require_user_attribute("emails").required) throw Skip{"emails are required"};
            const auto& answer =
                created(run, run.users(), run.body_for(run.users(), json(R"({"emails": []})")));
            Run::prefer(
                answer.body["emails"].unassigned(), "emails is " + to_text(answer.body["emails"])
            );
        }
    );
    suite.must("one-primary", "RFC 7643 §2.4", "No attribute has two `primary` values.", [](Run& run) {
        run.require_user_attribute("emails.primary");
        const auto list =
            R"({"emails": [{"value": "$1", "primary": true, "type": "work"}, {"value": "$2", "primary": true, "type": "home"}]})";
        const auto body = run.body_for(
            run.users(),
            json(list, run.unique("a") + "@example.org", run.unique("b") + "@example.org")
        );
        const auto& answer = run.post(run.users().endpoint, body);
        if (answer.status() != 201) return Run::expect_refused(answer);
        int primaries = 0;
        for (const auto& mail : answer.body["emails"].elements())
            primaries += mail["primary"].truth() ? 1 : 0;
        Run::expect(primaries <= 1, "two values are primary");
    });
    suite.must(
        "unicode",
        "RFC 7644 §3.8",
        "Text in any script comes back as it was sent.",
        [](Run& run) {
            run.require_user_attribute("displayName");
            const std::string name = "Zoë 明子 Ελένη 🌻";
            const auto made = run.new_user(json(R"({"displayName": "$1"})", name));
            Run::expect_equal(
                run.get(run.user_path(made)).body["displayName"], name, "displayName"
            );
        }
    );
    suite.should(
        "unknown-attribute",
        "RFC 7644 §3.12",
        "An attribute that no schema defines is refused, or at least not kept.",
        [](Run& run) {
            const auto& answer = run.post(
                run.users().endpoint, run.body_for(run.users(), json(R"({"shoeSize": 42})"))
            );
            if (answer.status() != 201) return Run::expect_status(answer, {400});
            Run::expect(!answer.body["shoeSize"].present(), "it was kept and is shown");
        }
    );
    suite.must(
        "extension",
        "RFC 7643 §3.3",
        "Attributes of an extension stand under its URN, which is in `schemas`.",
        [](Run& run) {
            const auto* enterprise = run.target().schema(enterprise_urn);
            if (enterprise == nullptr || enterprise->find("department") == nullptr)
                throw Skip{"the server has no enterprise extension"};
            const auto made =
                run.new_user(json(R"({"$1": {"department": "Tours"}})", enterprise_urn));
            Run::expect_equal(made[enterprise_urn]["department"], "Tours", "department");
            Run::expect(contains(made["schemas"], enterprise_urn), "`schemas` lacks the extension");
        }
    );
    suite.should(
        "extension-urn-any-case",
        "RFC 7643 §2.1",
        "Schema URNs count in any letter case.",
        [](Run& run) {
            auto body = run.body_for(run.users());
            body.set("schemas", json(R"(["URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER"])"));
            Run::expect_status(run.post(run.users().endpoint, body), {201});
        }
    );
    suite.must("other-types-id", "RFC 7644 §3.4.1", "A group's id is no user.", [](Run& run) {
        const auto group = run.new_group();
        Run::expect_status(
            run.get(run.users().endpoint + "/" + encoded(group["id"].text())), {404}
        );
    });
    suite.must("id-exact", "RFC 7643 §3.1", "An id counts in its own letter case.", [](Run& run) {
        auto id = run.new_user()["id"].text();
        const auto before = id;
        for (auto& letter : id)
            letter =
                static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
        if (id == before) throw Skip{"the id has no small letters"};
        const auto& answer = run.get(run.users().endpoint + "/" + encoded(id));
        Run::prefer(answer.status() == 404, "an id in another letter case finds the resource");
    });
    suite.must(
        "root-search",
        "RFC 7644 §3.4.2.1",
        "A search at the root finds resources of every type, or says 501 or 403.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto& answer =
                run.search("/", "userName eq " + as_literal(user["userName"].text()));
            if (answer.status() == 501 || answer.status() == 403 || answer.status() == 404)
                throw Skip{"the server has no search at its root"};
            Run::expect(Run::ids(answer).size() == 1, "the user was not found");
        }
    );
    suite.may(
        "me",
        "RFC 7644 §3.11",
        "/Me is the caller, a redirection to it, or 501.",
        [](Run& run) {
            const auto& answer = run.get("/Me");
            Run::expect_status(answer, {200, 307, 308, 501, 404, 403});
            Run::prefer(
                answer.status() != 404 && answer.status() != 403,
                "/Me is not there, which 501 would say better"
            );
        }
    );
    suite.must(
        "search-post",
        "RFC 7644 §3.4.3",
        "POST /Users/.search answers as the same GET does.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto filter = "userName eq " + as_literal(user["userName"].text());
            const auto& answer = run.post(
                run.users().endpoint + "/.search",
                json(R"({"schemas": ["$1"], "filter": "$2", "count": 5})", search_urn, filter)
            );
            if (answer.status() == 501) throw Skip{"the server has no .search"};
            Run::prefer(answer.status() != 404, "there is no .search, which 501 would say better");
            const auto found = Run::ids(answer);
            Run::expect(
                found.size() == 1 && found.front() == user["id"].text(), "the user was not found"
            );
        }
    );
    suite.must(
        "search-post-attributes",
        "RFC 7644 §3.4.3",
        "A SearchRequest's `attributes` are honoured.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto body = R"({"schemas": ["$1"], "filter": "$2", "attributes": ["userName"]})";
            const auto& answer = run.post(
                run.users().endpoint + "/.search",
                json(body, search_urn, "userName eq " + as_literal(user["userName"].text()))
            );
            if (answer.status() == 501) throw Skip{"the server has no .search"};
            Run::prefer(answer.status() != 404, "there is no .search, which 501 would say better");
            const auto& first = Run::expect_list(answer)[0];
            Run::expect(first["userName"].present(), "userName is missing");
            Run::expect(!first["meta"].present(), "meta is there, though not asked for");
        }
    );
    suite.must(
        "search-post-root",
        "RFC 7644 §3.4.3",
        "POST /.search searches all types, or says 501.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto& answer = run.post(
                "/.search",
                json(
                    R"({"schemas": ["$1"], "filter": "$2"})",
                    search_urn,
                    "userName eq " + as_literal(user["userName"].text())
                )
            );
            if (answer.status() == 501 || answer.status() == 404)
                throw Skip{"the server has no search at its root"};
            Run::expect(Run::ids(answer).size() == 1, "the user was not found");
        }
    );
    suite.must(
        "search-post-schema",
        "RFC 7643 §3",
        "A SearchRequest without its schema is refused.",
        [](Run& run) {
            const auto& answer =
                run.post(run.users().endpoint + "/.search", json(R"({"filter": "userName pr"})"));
            if (answer.status() == 501 || answer.status() == 404)
                throw Skip{"the server has no .search"};
            Run::prefer(answer.status() != 200, "it was answered all the same");
            Run::expect_status(answer, {400});
        }
    );
}

}  // namespace usher::conformance::user_resources_checks
