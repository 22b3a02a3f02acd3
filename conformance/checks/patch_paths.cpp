// The paths of PATCH: names, URNs and selections in brackets (RFC 7644 §3.5.2, figure 7).
#include "conformance/checks/checks.hpp"
#include "conformance/checks/patching.hpp"

namespace usher::conformance::patch_paths_checks {

namespace {

Value user_with_mails(Run& run) {
    run.require(run.features().patch, "PATCH");
    run.require_user_attribute("emails.type");
    run.require_user_attribute("title");
    return run.new_user(json(R"({
        "title": "Guide",
        "emails": [
            {"value": "w@example.org", "type": "work", "primary": true},
            {"value": "h@example.org", "type": "home"}
        ]
    })"));
}

const Value& mail(const Value& user, const char* type) {
    return element_with(user["emails"], "type", type);
}

void add_selection_checks(Suite& suite) {
    suite.must(
        "select-replace-sub",
        "RFC 7644 §3.5.2.3",
        "`emails[type eq \"work\"].value` names one part of the selected value.",
        [](Run& run) {
            const auto changed = patched(
                run,
                user_with_mails(run),
                "replace",
                R"(emails[type eq "work"].value)",
                "new@example.org"
            );
            Run::expect_equal(
                mail(changed, "work")["value"], "new@example.org", "the work address"
            );
            Run::expect_equal(mail(changed, "home")["value"], "h@example.org", "the home address");
        }
    );
    suite.must(
        "select-replace-keeps-parts",
        "RFC 7644 §3.5.2.3",
        "The other parts of the selected value stay.",
        [](Run& run) {
            run.require_user_attribute("emails.primary");
            const auto changed = patched(
                run,
                user_with_mails(run),
                "replace",
                R"(emails[type eq "work"].value)",
                "new@example.org"
            );
            Run::expect(mail(changed, "work")["primary"].truth(), "it is no longer primary");
        }
    );
    suite.must(
        "select-replace-value",
        "RFC 7644 §3.5.2.3",
        "`replace` of a selected value changes that one.",
        [](Run& run) {
            const auto changed = patched(
                run,
                user_with_mails(run),
                "replace",
                R"(emails[type eq "work"])",
                json(R"({"value": "new@example.org", "type": "work"})")
            );
            Run::expect_equal(
                mail(changed, "work")["value"], "new@example.org", "the work address"
            );
            Run::expect_equal(mail(changed, "home")["value"], "h@example.org", "the home address");
        }
    );
    suite.must(
        "select-add-sub",
        "RFC 7644 §3.5.2.1",
        "`add` to a part of a selected value.",
        [](Run& run) {
            run.require_user_attribute("emails.display");
            const auto changed = patched(
                run, user_with_mails(run), "add", R"(emails[type eq "home"].display)", "At home"
            );
            Run::expect_equal(mail(changed, "home")["display"], "At home", "display");
            Run::expect(
                !mail(changed, "work")["display"].present(), "the other value got it as well"
            );
        }
    );
    suite.must(
        "select-remove",
        "RFC 7644 §3.5.2.2",
        "`remove` of a selection removes those values only.",
        [](Run& run) {
            const auto changed =
                patched(run, user_with_mails(run), "remove", R"(emails[type eq "work"])");
            Run::expect(!mail(changed, "work").present(), "the work address is still there");
            Run::expect_equal(mail(changed, "home")["value"], "h@example.org", "the home address");
        }
    );
    suite.must(
        "select-remove-sub",
        "RFC 7644 §3.5.2.2",
        "`remove` of a part of a selected value.",
        [](Run& run) {
            const auto changed = patched(
                run, user_with_mails(run), "remove", R"(emails[value eq "h@example.org"].type)"
            );
            const auto& home = element_with(changed["emails"], "value", "h@example.org");
            Run::expect(home.present(), "the whole value is gone");
            Run::expect(home["type"].unassigned(), "type is still there");
        }
    );
    suite.must(
        "select-remove-last",
        "RFC 7644 §3.5.2.2",
        "An attribute of which no value is left is unassigned.",
        [](Run& run) {
            const auto changed = patched(
                run, user_with_mails(run), "remove", R"(emails[type eq "work" or type eq "home"])"
            );
            Run::expect(changed["emails"].unassigned(), "emails is " + to_text(changed["emails"]));
        }
    );
    suite.must(
        "select-all-matching",
        "RFC 7644 §3.5.2.3",
        "Every value that the selection matches is changed.",
        [](Run& run) {
            run.require_user_attribute("emails.display");
            const auto changed = patched(
                run,
                user_with_mails(run),
                "replace",
                R"(emails[value ew "@example.org"].display)",
                "All"
            );
            Run::expect(
                mail(changed, "work")["display"] == Value("All") &&
                    mail(changed, "home")["display"] == Value("All"),
                "not all values were changed"
            );
        }
    );
    suite.must(
        "select-logic",
        "RFC 7644 §3.5.2",
        "A selection may have `and`, and Booleans.",
        [](Run& run) {
            run.require_user_attribute("emails.primary");
            const auto changed = patched(
                run,
                user_with_mails(run),
                "replace",
                R"(emails[type eq "work" and primary eq true].value)",
                "new@example.org"
            );
            Run::expect_equal(
                mail(changed, "work")["value"], "new@example.org", "the work address"
            );
        }
    );
    suite.must("select-by-value", "RFC 7644 §3.5.2", "A selection by `value`.", [](Run& run) {
        const auto changed = patched(
            run,
            user_with_mails(run),
            "replace",
            R"(emails[value eq "h@example.org"].value)",
            "new@example.org"
        );
        Run::expect_equal(mail(changed, "home")["value"], "new@example.org", "the home address");
        Run::expect_equal(mail(changed, "work")["value"], "w@example.org", "the work address");
    });
    suite.must(
        "select-nothing-replace",
        "RFC 7644 §3.5.2.3",
        "`replace` of a selection that matches nothing is 400 `noTarget`.",
        [](Run& run) {
            const auto user = user_with_mails(run);
            const auto& answer = run.operate(
                run.user_path(user),
                "replace",
                R"(emails[value co "nobody-has-this"].value)",
                "x@example.org"
            );
            if (answer.ok() &&
                !element_with(run.get(run.user_path(user)).body["emails"], "value", "w@example.org")
                     .present())
                throw Failure{"another value was replaced"};
            Run::expect_error(answer, 400, "noTarget", true);
        }
    );
    suite.must(
        "select-nothing-remove",
        "RFC 7644 §3.5.2.2",
        "`remove` of a selection that matches nothing removes nothing.",
        [](Run& run) {
            const auto user = user_with_mails(run);
            const auto& answer = run.operate(
                run.user_path(user), "remove", R"(emails[value eq "nobody@example.org"])"
            );
            Run::expect(answer.status() < 500, "it failed with " + std::to_string(answer.status()));
            Run::expect(run.get(run.user_path(user)).body["emails"].size() == 2, "a value is gone");
        }
    );
    suite.must(
        "select-bad-filter",
        "RFC 7644 §3.5.2",
        "What is no filter in brackets is 400 `invalidFilter` or `invalidPath`.",
        [](Run& run) {
            const auto user = user_with_mails(run);
            const auto& answer = run.operate(
                run.user_path(user), "replace", "emails[type like].value", "x@example.org"
            );
            Run::expect_status(answer, {400});
            const auto& type = answer.body["scimType"].text();
            Run::prefer(
                type == "invalidFilter" || type == "invalidPath", "scimType is \"" + type + "\""
            );
        }
    );
    suite.must(
        "select-on-simple",
        "RFC 7644 §3.5.2",
        "A selection on what has one value is refused.",
        [](Run& run) {
            const auto user = user_with_mails(run);
            const auto& answer =
                run.operate(run.user_path(user), "replace", R"(title[value eq "Guide"])", "Pilot");
            Run::prefer(!answer.ok(), "it was taken");
            Run::expect_status(answer, {400});
        }
    );
}

void add_name_checks(Suite& suite) {
    suite.must(
        "path-any-case",
        "RFC 7643 §2.1",
        "Names in a path count in any letter case.",
        [](Run& run) {
            Run::expect_equal(
                patched(run, user_with_mails(run), "replace", "TITLE", "Pilot")["title"],
                "Pilot",
                "title"
            );
        }
    );
    suite.must(
        "path-urn",
        "RFC 7644 §3.10",
        "A path may stand after its schema's URN.",
        [](Run& run) {
            const auto path = std::string(user_urn) + ":title";
            Run::expect_equal(
                patched(run, user_with_mails(run), "replace", path, "Pilot")["title"],
                "Pilot",
                "title"
            );
        }
    );
    suite.must("path-urn-sub", "RFC 7644 §3.10", "Also one to a sub-attribute.", [](Run& run) {
        run.require_user_attribute("name.familyName");
        const auto path = std::string(user_urn) + ":name.familyName";
        Run::expect_equal(
            patched(run, user_with_mails(run), "replace", path, "New")["name"]["familyName"],
            "New",
            "name.familyName"
        );
    });
    suite.must(
        "path-extension",
        "RFC 7644 §3.10",
        "An extension's attribute is named by its URN.",
        [](Run& run) {
            const auto* enterprise = run.target().schema(enterprise_urn);
            if (enterprise == nullptr || enterprise->find("department") == nullptr)
                throw Skip{"the server has no enterprise extension"};
            const auto path = std::string(enterprise_urn) + ":department";
            const auto changed = patched(run, user_with_mails(run), "add", path, "Tours");
            Run::expect_equal(changed[enterprise_urn]["department"], "Tours", "department");
            Run::expect(
                contains(changed["schemas"], enterprise_urn), "`schemas` lacks the extension"
            );
        }
    );
    suite.must(
        "no-path-extension",
        "RFC 7644 §3.5.2.1",
        "Without a path, an extension's attributes stand under its URN.",
        [](Run& run) {
            const auto* enterprise = run.target().schema(enterprise_urn);
            if (enterprise == nullptr || enterprise->find("department") == nullptr)
                throw Skip{"the server has no enterprise extension"};
            const auto changed = patched(
                run,
                user_with_mails(run),
                "add",
                "",
                json(R"({"$1": {"department": "Tours"}})", enterprise_urn)
            );
            Run::expect_equal(changed[enterprise_urn]["department"], "Tours", "department");
        }
    );
    suite.must(
        "remove-extension-attribute",
        "RFC 7644 §3.5.2.2",
        "An extension's last attribute can be removed; its URN leaves `schemas` then.",
        [](Run& run) {
            const auto* enterprise = run.target().schema(enterprise_urn);
            if (enterprise == nullptr || enterprise->find("department") == nullptr)
                throw Skip{"the server has no enterprise extension"};
            run.require(run.features().patch, "PATCH");
            const auto user =
                run.new_user(json(R"({"$1": {"department": "Tours"}})", enterprise_urn));
            const auto changed =
                patched(run, user, "remove", std::string(enterprise_urn) + ":department");
            Run::expect(
                changed[enterprise_urn]["department"].unassigned(), "department is still there"
            );
            Run::prefer(
                !contains(changed["schemas"], enterprise_urn), "its URN is still in `schemas`"
            );
        }
    );
    suite.must(
        "path-unknown",
        "RFC 7644 §3.5.2",
        "A path to nothing that the schema has is 400 `invalidPath`.",
        [](Run& run) {
            const auto user = user_with_mails(run);
            const auto& answer = run.operate(run.user_path(user), "replace", "shoeSize", 42);
            Run::prefer(!answer.ok(), "it was taken in silence");
            Run::expect_error(answer, 400, "invalidPath");
        }
    );
    suite.must(
        "path-malformed",
        "RFC 7644 §3.5.2",
        "What is no path is 400 `invalidPath`.",
        [](Run& run) {
            const auto user = user_with_mails(run);
            for (const auto* path : {"emails[", "a..b", "]]"}) {
                const auto& answer = run.operate(run.user_path(user), "replace", path, "x");
                Run::expect_status(answer, {400});
                const auto& type = answer.body["scimType"].text();
                Run::prefer(
                    type == "invalidPath" || type == "invalidFilter", "scimType is \"" + type + "\""
                );
            }
        }
    );
    suite.must(
        "path-sub-of-many",
        "RFC 7644 §3.5.2",
        "A path to a part of all values is carried out or refused, not answered by a failure.",
        [](Run& run) {
            const auto user = user_with_mails(run);
            const auto& answer =
                run.operate(run.user_path(user), "replace", "emails.type", "other");
            Run::expect(answer.status() < 500, "it failed with " + std::to_string(answer.status()));
        }
    );
    suite.must(
        "path-no-string",
        "RFC 7644 §3.5.2",
        "A path that is no string is refused.",
        [](Run& run) {
            const auto user = user_with_mails(run);
            const auto body =
                R"({"schemas": ["$1"], "Operations": [{"op": "replace", "path": 7, "value": "x"}]})";
            Run::expect_status(run.patch(run.user_path(user), json(body, patch_urn)), {400});
        }
    );
}

}  // namespace

void add(Suite& suite) {
    suite.topic("patch");
    add_selection_checks(suite);
    add_name_checks(suite);
}

}  // namespace usher::conformance::patch_paths_checks
