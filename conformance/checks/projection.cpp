// attributes and excludedAttributes (RFC 7644 §3.4.2.5, §3.9).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::projection_checks {

namespace {

/// A user with something to show and to hide.
Value rich_user(Run& run) {
    run.require_user_attribute("name.familyName");
    run.require_user_attribute("emails");
    const auto parts = R"({
        "name": {"familyName": "Show", "givenName": "Hide"}, "title": "Guide", "displayName": "S H",
        "emails": [{"value": "$1", "type": "work"}]
    })";
    return run.new_user(json(parts, run.unique("m") + "@example.org"));
}

const Value& shown(Run& run, const Value& user, const std::string& parameters) {
    const auto& answer = run.get(run.user_path(user) + "?" + parameters);
    Run::expect_status(answer, {200});
    return answer.body;
}

void expect_absent(const Value& resource, std::initializer_list<const char*> names) {
    for (const auto* name : names)
        Run::expect(!resource.find(name).present(), std::string(name) + " is there");
}

void expect_present(const Value& resource, std::initializer_list<const char*> names) {
    for (const auto* name : names)
        Run::expect(resource.find(name).present(), std::string(name) + " is missing");
}

}  // namespace

void add(Suite& suite) {
    suite.topic("projection");
    suite.must(
        "only",
        "RFC 7644 §3.9",
        "`attributes` shows what is named, and what is always returned.",
        [](Run& run) {
            const auto user = rich_user(run);
            const auto& body = shown(run, user, "attributes=userName");
            expect_present(body, {"id", "userName"});
            expect_absent(body, {"name", "emails", "title", "displayName"});
        }
    );
    suite.must("several", "RFC 7644 §3.9", "Several names are separated by commas.", [](Run& run) {
        const auto user = rich_user(run);
        const auto& body = shown(run, user, "attributes=userName,emails");
        expect_present(body, {"id", "userName", "emails"});
        expect_absent(body, {"name", "title"});
    });
    suite.must(
        "spaces",
        "RFC 7644 §3.4.2.5",
        "Space around the commas does not matter.",
        [](Run& run) {
            const auto user = rich_user(run);
            expect_present(
                shown(run, user, "attributes=userName,%20emails"), {"userName", "emails"}
            );
        }
    );
    suite.must(
        "sub-attribute",
        "RFC 7644 §3.10",
        "A sub-attribute can be named alone.",
        [](Run& run) {
            const auto user = rich_user(run);
            const auto& body = shown(run, user, "attributes=name.familyName");
            Run::expect_equal(body["name"]["familyName"], "Show", "name.familyName");
            Run::expect(!body["name"]["givenName"].present(), "name.givenName is there");
        }
    );
    suite.must(
        "sub-attribute-of-many",
        "RFC 7644 §3.10",
        "Also one of a multi-valued attribute.",
        [](Run& run) {
            const auto user = rich_user(run);
            const auto& body = shown(run, user, "attributes=emails.value");
            Run::expect(body["emails"][0]["value"].present(), "emails.value is missing");
            Run::expect(!body["emails"][0]["type"].present(), "emails.type is there");
        }
    );
    suite.must("names-any-case", "RFC 7643 §2.1", "Names count in any letter case.", [](Run& run) {
        const auto user = rich_user(run);
        const auto& body = shown(run, user, "attributes=USERNAME");
        expect_present(body, {"userName"});
        expect_absent(body, {"name", "emails"});
    });
    suite.must("urn", "RFC 7644 §3.10", "Names may stand after their schema's URN.", [](Run& run) {
        const auto user = rich_user(run);
        const auto& body =
            shown(run, user, "attributes=" + encoded(std::string(user_urn) + ":title"));
        expect_present(body, {"title"});
        expect_absent(body, {"name", "emails"});
    });
    suite.must("unknown", "RFC 7644 §3.9", "An unknown name shows nothing more.", [](Run& run) {
        const auto user = rich_user(run);
        const auto& answer = run.get(run.user_path(user) + "?attributes=shoeSize");
        if (answer.status() == 400) throw Deviation{"it is refused"};
        Run::expect_status(answer, {200});
        expect_absent(answer.body, {"name", "emails", "title"});
        expect_present(answer.body, {"id"});
    });
    suite.must(
        "exclude",
        "RFC 7644 §3.9",
        "`excludedAttributes` hides what is named, and shows the rest.",
        [](Run& run) {
            const auto user = rich_user(run);
            const auto& body = shown(run, user, "excludedAttributes=emails");
            expect_absent(body, {"emails"});
            expect_present(body, {"id", "userName", "name", "title"});
        }
    );
    suite.must("exclude-several", "RFC 7644 §3.9", "Several names to hide.", [](Run& run) {
        const auto user = rich_user(run);
        const auto& body = shown(run, user, "excludedAttributes=emails,title");
        expect_absent(body, {"emails", "title"});
        expect_present(body, {"name"});
    });
    suite
        .must("exclude-sub", "RFC 7644 §3.9", "A sub-attribute can be hidden alone.", [](Run& run) {
            const auto user = rich_user(run);
            const auto& body = shown(run, user, "excludedAttributes=name.givenName");
            Run::expect(!body["name"]["givenName"].present(), "name.givenName is there");
            Run::expect_equal(body["name"]["familyName"], "Show", "name.familyName");
        });
    suite.must(
        "exclude-id",
        "RFC 7643 §3.1",
        "What is always returned cannot be hidden: id.",
        [](Run& run) {
            const auto user = rich_user(run);
            expect_present(shown(run, user, "excludedAttributes=id"), {"id"});
        }
    );
    suite.must(
        "schemas-kept",
        "RFC 7643 §3",
        "`schemas` is there whatever is asked for.",
        [](Run& run) {
            const auto user = rich_user(run);
            Run::expect(
                shown(run, user, "attributes=title")["schemas"].is_array(), "`schemas` is missing"
            );
        }
    );
    suite.should(
        "both",
        "RFC 7644 §3.9",
        "`attributes` and `excludedAttributes` exclude each other.",
        [](Run& run) {
            const auto user = rich_user(run);
            const auto& answer = run.get(
                run.user_path(user) + "?attributes=userName,title&excludedAttributes=title"
            );
            Run::expect_status(answer, {400});
        }
    );
    suite.must("list", "RFC 7644 §3.4.2.5", "Lists are shown so too.", [](Run& run) {
        const auto& answer = run.population_page("&attributes=userName&count=5");
        Run::expect(Run::expect_list(answer).size() > 0, "nothing was found");
        for (const auto& user : answer.body["Resources"].elements()) {
            expect_present(user, {"id", "userName"});
            expect_absent(user, {"name", "emails", "title", "meta"});
        }
    });
    suite
        .must("list-exclude", "RFC 7644 §3.4.2.5", "Lists can leave attributes out.", [](Run& run) {
            const auto& answer = run.population_page("&excludedAttributes=name&count=5");
            for (const auto& user : Run::expect_list(answer).elements())
                expect_absent(user, {"name"});
        });
    suite.must(
        "members",
        "RFC 7644 §3.4.2.5",
        "Groups come without their members if asked so.",
        [](Run& run) {
            const auto group = run.new_group_of({run.new_user()});
            const auto& answer = run.get(run.group_path(group) + "?excludedAttributes=members");
            Run::expect_status(answer, {200});
            expect_absent(answer.body, {"members"});
            expect_present(answer.body, {"displayName"});
        }
    );
    suite.must("members-list", "RFC 7644 §3.4.2.5", "Also in lists.", [](Run& run) {
        const auto group = run.new_group_of({run.new_user()});
        const auto& answer =
            run.get(run.groups().endpoint + "?excludedAttributes=members&count=20");
        for (const auto& one : Run::expect_list(answer).elements())
            expect_absent(one, {"members"});
    });
    suite.must("post", "RFC 7644 §3.9", "The answer to POST is shown so too.", [](Run& run) {
        const auto body = run.body_for(run.users(), json(R"({"displayName": "Shown"})"));
        const auto& answer = run.post(run.users().endpoint + "?attributes=userName", body);
        Run::expect_status(answer, {201});
        if (answer.response.body.empty()) throw Skip{"the answer has no body"};
        expect_present(answer.body, {"id", "userName"});
        expect_absent(answer.body, {"displayName"});
    });
    suite.must("put", "RFC 7644 §3.9", "The answer to PUT is shown so too.", [](Run& run) {
        const auto user = run.new_user();
        auto body = run.body_for(run.users(), json(R"({"displayName": "Shown"})"));
        const auto& answer = run.put(run.user_path(user) + "?attributes=userName", body);
        Run::expect_status(answer, {200});
        expect_present(answer.body, {"id", "userName"});
        expect_absent(answer.body, {"displayName"});
    });
    suite.must(
        "patch",
        "RFC 7644 §3.5.2",
        "With `attributes`, the answer to PATCH is 200 and shown so.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto user = rich_user(run);
            const auto& answer =
                run.operate(run.user_path(user) + "?attributes=title", "replace", "title", "Pilot");
            Run::expect_status(answer, {200});
            Run::expect_equal(answer.body["title"], "Pilot", "title");
            expect_absent(answer.body, {"emails", "name"});
        }
    );
    suite.must(
        "extension",
        "RFC 7644 §3.10",
        "An extension's attribute can be asked for by its URN.",
        [](Run& run) {
            const auto* enterprise = run.target().schema(enterprise_urn);
            if (enterprise == nullptr || enterprise->find("department") == nullptr)
                throw Skip{"the server has no enterprise extension"};
            const auto user = run.new_user(
                json(R"({"$1": {"department": "Tours", "division": "Parks"}})", enterprise_urn)
            );
            const auto& body = shown(
                run, user, "attributes=" + encoded(std::string(enterprise_urn) + ":department")
            );
            Run::expect_equal(body[enterprise_urn]["department"], "Tours", "department");
            Run::expect(!body[enterprise_urn]["division"].present(), "division is there");
            expect_absent(body, {"userName"});
        }
    );
    suite.must(
        "extension-whole",
        "RFC 7644 §3.10",
        "An extension can be left out by its URN.",
        [](Run& run) {
            const auto* enterprise = run.target().schema(enterprise_urn);
            if (enterprise == nullptr || enterprise->find("department") == nullptr)
                throw Skip{"the server has no enterprise extension"};
            const auto user =
                run.new_user(json(R"({"$1": {"department": "Tours"}})", enterprise_urn));
            const auto& body = shown(run, user, "excludedAttributes=" + encoded(enterprise_urn));
            Run::prefer(
                !body[enterprise_urn]["department"].present(), "the extension is still there"
            );
        }
    );
}

}  // namespace usher::conformance::projection_checks
