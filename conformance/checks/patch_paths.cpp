// The paths of PATCH: selections in brackets (RFC 7644 §3.5.2, figure 7).
#include "conformance/checks/checks.hpp"
#include "conformance/checks/patching.hpp"

namespace usher::conformance::patch_paths_checks {

namespace {

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
                run.own("new@example.org")
            );
            Run::expect_equal(
                mail(changed, "work")["value"], run.own("new@example.org"), "the work address"
            );
            Run::expect_equal(
                mail(changed, "home")["value"], run.own("h@example.org"), "the home address"
            );
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
                run.own("new@example.org")
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
                json(run.own(R"({"value": "new@example.org", "type": "work"})"))
            );
            Run::expect_equal(
                mail(changed, "work")["value"], run.own("new@example.org"), "the work address"
            );
            Run::expect_equal(
                mail(changed, "home")["value"], run.own("h@example.org"), "the home address"
            );
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
            Run::expect_equal(
                mail(changed, "home")["value"], run.own("h@example.org"), "the home address"
            );
        }
    );
    suite.must(
        "select-remove-sub",
        "RFC 7644 §3.5.2.2",
        "`remove` of a part of a selected value.",
        [](Run& run) {
            const auto changed = patched(
                run,
                user_with_mails(run),
                "remove",
                run.own(R"(emails[value eq "h@example.org"].type)")
            );
            const auto& home = element_with(changed["emails"], "value", run.own("h@example.org"));
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
                run.own(R"(emails[value ew "@example.org"].display)"),
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
                run.own("new@example.org")
            );
            Run::expect_equal(
                mail(changed, "work")["value"], run.own("new@example.org"), "the work address"
            );
        }
    );
    suite.must("select-by-value", "RFC 7644 §3.5.2", "A selection by `value`.", [](Run& run) {
        const auto changed = patched(
            run,
            user_with_mails(run),
            "replace",
            run.own(R"(emails[value eq "h@example.org"].value)"),
            run.own("new@example.org")
        );
        Run::expect_equal(
            mail(changed, "home")["value"], run.own("new@example.org"), "the home address"
        );
        Run::expect_equal(
            mail(changed, "work")["value"], run.own("w@example.org"), "the work address"
        );
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
                run.own("x@example.org")
            );
            if (answer.ok() &&
                !element_with(
                     run.get(run.user_path(user)).body["emails"], "value", run.own("w@example.org")
                )
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
                run.user_path(user), "remove", run.own(R"(emails[value eq "nobody@example.org"])")
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
                run.user_path(user), "replace", "emails[type like].value", run.own("x@example.org")
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

}  // namespace

void add(Suite& suite) {
    suite.topic("patch");
    add_selection_checks(suite);
}

}  // namespace usher::conformance::patch_paths_checks
