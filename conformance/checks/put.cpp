// Replacing a resource (RFC 7644 §3.5.1).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::put_checks {

namespace {

const Exchange& replaced(Run& run, const Value& user, const Value& body) {
    const auto& answer = run.put(run.user_path(user), body);
    Run::expect_status(answer, {200});
    return answer;
}

/// The body of a PUT that keeps the user's name.
Value same(Run& run, const Value& user, const Value& extra = {}) {
    auto body = run.body_for(run.users(), extra);
    if (!extra["userName"].present()) body.set("userName", user["userName"]);
    return body;
}

}  // namespace

void add(Suite& suite) {
    suite.topic("put");
    suite
        .must("answer", "RFC 7644 §3.5.1", "PUT answers 200 and the whole resource.", [](Run& run) {
            const auto user = run.new_user();
            const auto& answer = replaced(run, user, same(run, user));
            Run::expect_equal(answer.body["id"], user["id"], "id");
            Run::expect_equal(answer.body["userName"], user["userName"], "userName");
        });
    suite.must("kept", "RFC 7644 §3.5.1", "What was put can be read.", [](Run& run) {
        run.require_user_attribute("title");
        const auto user = run.new_user(json(R"({"title": "Before"})"));
        replaced(run, user, same(run, user, json(R"({"title": "After"})")));
        Run::expect_equal(run.get(run.user_path(user)).body["title"], "After", "title");
    });
    suite.must(
        "omitted-cleared",
        "RFC 7644 §3.5.1",
        "A readWrite attribute that is left out is cleared, or gets its default.",
        [](Run& run) {
            run.require_user_attribute("title");
            const auto user = run.new_user(json(R"({"title": "Before"})"));
            replaced(run, user, same(run, user));
            Run::prefer(
                run.get(run.user_path(user)).body["title"].unassigned(), "it is still there"
            );
        }
    );
    suite.must("null-clears", "RFC 7643 §2.5", "null clears an attribute.", [](Run& run) {
        run.require_user_attribute("title");
        const auto user = run.new_user(json(R"({"title": "Before"})"));
        replaced(run, user, same(run, user, json(R"({"title": null})")));
        Run::expect(run.get(run.user_path(user)).body["title"].unassigned(), "it is still there");
    });
    suite.must(
        "list-replaced",
        "RFC 7644 §3.5.1",
        "A multi-valued attribute has the new values only.",
        [](Run& run) {
            run.require_user_attribute("emails");
            const auto first = run.unique("a") + "@example.org";
            const auto second = run.unique("b") + "@example.org";
            const auto user = run.new_user(json(R"({"emails": [{"value": "$1"}]})", first));
            replaced(run, user, same(run, user, json(R"({"emails": [{"value": "$1"}]})", second)));
            const auto& read = run.get(run.user_path(user));
            Run::expect(
                read.body["emails"].size() == 1,
                "there are " + std::to_string(read.body["emails"].size()) + " values"
            );
            Run::expect_equal(read.body["emails"][0]["value"], second, "emails[0].value");
        }
    );
    suite.must(
        "complex-replaced",
        "RFC 7644 §3.5.1",
        "A complex attribute has the new sub-attributes only.",
        [](Run& run) {
            run.require_user_attribute("name.middleName");
            const auto user =
                run.new_user(json(R"({"name": {"familyName": "A", "middleName": "M"}})"));
            replaced(run, user, same(run, user, json(R"({"name": {"familyName": "B"}})")));
            const auto& read = run.get(run.user_path(user));
            Run::expect_equal(read.body["name"]["familyName"], "B", "name.familyName");
            Run::prefer(
                read.body["name"]["middleName"].unassigned(), "name.middleName is still there"
            );
        }
    );
    suite.must(
        "read-only-ignored",
        "RFC 7644 §3.5.1",
        "readOnly attributes are ignored: id, meta.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto extra = R"({"id": "other", "meta": {"created": "1999-01-01T00:00:00Z"}})";
            const auto& answer = run.put(run.user_path(user), same(run, user, json(extra)));
            Run::prefer(answer.status() == 200, "a body with another id is refused");
            const auto& read = run.get(run.user_path(user));
            Run::expect_status(read, {200});
            Run::expect_equal(
                read.body["meta"]["created"], user["meta"]["created"], "meta.created"
            );
        }
    );
    suite.must(
        "back-as-read",
        "RFC 7644 §3.5.1",
        "What GET answers can be PUT as it is.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto& read = run.get(run.user_path(user));
            const auto& answer = replaced(run, user, read.body);
            Run::expect_equal(answer.body["userName"], user["userName"], "userName");
        }
    );
    suite.must(
        "never-creates",
        "RFC 7644 §3.5.1",
        "PUT creates nothing: an unknown id is 404.",
        [](Run& run) {
            const auto& type = run.users();
            const auto& answer = run.put(
                type.endpoint + "/00000000-0000-4000-8000-00000000dead", run.body_for(type)
            );
            Run::expect_status(answer, {404});
        }
    );
    suite.must(
        "required",
        "RFC 7644 §3.5.1",
        "A body without a required attribute is 400.",
        [](Run& run) {
            if (!run.users().schema->find("userName")->required)
                throw Skip{"the server does not require userName"};
            const auto user = run.new_user();
            auto body = same(run, user);
            body.erase("userName");
            Run::expect_error(run.put(run.user_path(user), body), 400, "invalidValue");
        }
    );
    suite.must(
        "taken",
        "RFC 7644 §3.5.1",
        "A name that somebody else has is 409 `uniqueness`.",
        [](Run& run) {
            const auto other = run.new_user();
            const auto user = run.new_user();
            const auto& answer = run.put(
                run.user_path(user),
                same(run, user, json(R"({"userName": "$1"})", other["userName"]))
            );
            Run::expect_error(answer, 409, "uniqueness");
            Run::expect_equal(
                run.get(run.user_path(user)).body["userName"],
                user["userName"],
                "userName afterwards"
            );
        }
    );
    suite.must(
        "refused-changes-nothing",
        "RFC 7644 §3.5.1",
        "A PUT that is refused changes nothing.",
        [](Run& run) {
            run.require_user_attribute("title");
            const auto user = run.new_user(json(R"({"title": "Before"})"));
            const auto& answer = run.put(
                run.user_path(user),
                same(run, user, json(R"({"title": "After", "name": "no object"})"))
            );
            if (answer.ok()) throw Skip{"the server took a body of a wrong type"};
            Run::expect_equal(run.get(run.user_path(user)).body["title"], "Before", "title");
        }
    );
    suite.must(
        "last-modified",
        "RFC 7643 §3.1",
        "A change moves meta.lastModified, and not meta.created.",
        [](Run& run) {
            run.require_user_attribute("title");
            const auto user = run.new_user(json(R"({"title": "Before"})"));
            const auto& answer =
                replaced(run, user, same(run, user, json(R"({"title": "After"})")));
            Run::expect_equal(
                answer.body["meta"]["created"], user["meta"]["created"], "meta.created"
            );
            if (!user["meta"]["lastModified"].present())
                throw Skip{"the server has no meta.lastModified"};
            Run::expect(
                answer.body["meta"]["lastModified"].text() >= user["meta"]["lastModified"].text(),
                "meta.lastModified went back"
            );
        }
    );
    suite.must(
        "password-stays",
        "RFC 7644 §3.5.1",
        "A body without the password does not show or refuse it.",
        [](Run& run) {
            run.require_user_attribute("password");
            const auto user =
                run.new_user(json(R"({"password": "$1"})", "Xy7!" + run.unique("pw")));
            const auto& answer = replaced(run, user, same(run, user));
            Run::expect(!answer.body.find("password").present(), "the answer has the password");
        }
    );
    suite.must(
        "extension-removed",
        "RFC 7644 §3.5.1",
        "An extension that is left out is cleared, with its URN in `schemas`.",
        [](Run& run) {
            const auto* enterprise = run.target().schema(enterprise_urn);
            if (enterprise == nullptr || enterprise->find("department") == nullptr)
                throw Skip{"the server has no enterprise extension"};
            const auto user =
                run.new_user(json(R"({"$1": {"department": "Tours"}})", enterprise_urn));
            const auto& answer = replaced(run, user, same(run, user));
            Run::prefer(!answer.body[enterprise_urn]["department"].present(), "it is still there");
            Run::prefer(
                !contains(answer.body["schemas"], enterprise_urn), "its URN is still in `schemas`"
            );
        }
    );
    suite.must("group-renamed", "RFC 7644 §3.5.1", "A group can be renamed.", [](Run& run) {
        const auto group = run.new_group();
        const auto name = run.unique("renamed");
        const auto& answer = run.put(
            run.group_path(group),
            run.body_for(run.groups(), json(R"({"displayName": "$1"})", name))
        );
        Run::expect_status(answer, {200});
        Run::expect_equal(run.get(run.group_path(group)).body["displayName"], name, "displayName");
    });
    suite.must(
        "group-members",
        "RFC 7644 §3.5.1",
        "A group's members are replaced by those of the body.",
        [](Run& run) {
            const auto first = run.new_user();
            const auto second = run.new_user();
            const auto group = run.new_group_of({first});
            const auto body = R"({"displayName": "$1", "members": [{"value": "$2"}]})";
            const auto& answer = run.put(
                run.group_path(group),
                run.body_for(run.groups(), json(body, group["displayName"], second["id"]))
            );
            Run::expect_status(answer, {200});
            const auto& members = run.get(run.group_path(group)).body["members"];
            Run::expect(
                members.size() == 1 && members[0]["value"] == second["id"],
                "the members are " + to_text(members)
            );
        }
    );
    suite.must(
        "endpoint-only",
        "RFC 7644 §3.2",
        "PUT on a whole endpoint is refused.",
        [](Run& run) {
            const auto& answer = run.put(run.users().endpoint, run.body_for(run.users()));
            Run::expect(answer.status() >= 400, "it answered " + std::to_string(answer.status()));
        }
    );
    suite.must(
        "wrong-schema",
        "RFC 7643 §3",
        "A body with another type's schema is refused.",
        [](Run& run) {
            const auto user = run.new_user();
            auto body = same(run, user);
            body.set("schemas", json(R"(["$1"])", group_urn));
            const auto& answer = run.put(run.user_path(user), body);
            Run::prefer(!answer.ok(), "it was taken all the same");
            Run::expect_status(answer, {400});
        }
    );
}

}  // namespace usher::conformance::put_checks
