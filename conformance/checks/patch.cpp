// PATCH: add, remove and replace (RFC 7644 §3.5.2.1-§3.5.2.3).
#include "conformance/checks/checks.hpp"
#include "conformance/checks/patching.hpp"

namespace usher::conformance::patch_checks {

void add(Suite& suite) {
    suite.topic("patch");
    suite.must(
        "add-single",
        "RFC 7644 §3.5.2.1",
        "`add` to a single-valued attribute replaces its value.",
        [](Run& run) {
            Run::expect_equal(
                patched(run, user_to_patch(run), "add", "title", "Pilot")["title"], "Pilot", "title"
            );
        }
    );
    suite.must(
        "add-new",
        "RFC 7644 §3.5.2.1",
        "`add` of what is not there creates it.",
        [](Run& run) {
            run.require_user_attribute("nickName");
            Run::expect_equal(
                patched(run, user_to_patch(run), "add", "nickName", "Nick")["nickName"],
                "Nick",
                "nickName"
            );
        }
    );
    suite.must(
        "add-no-path",
        "RFC 7644 §3.5.2.1",
        "`add` without a path adds the attributes of its value.",
        [](Run& run) {
            run.require_user_attribute("nickName");
            const auto changed = patched(
                run,
                user_to_patch(run),
                "add",
                "",
                json(R"({"nickName": "Nick", "title": "Pilot"})")
            );
            Run::expect_equal(changed["nickName"], "Nick", "nickName");
            Run::expect_equal(changed["title"], "Pilot", "title");
            Run::expect_equal(changed["name"]["givenName"], "Kept", "name.givenName");
        }
    );
    suite.must(
        "add-no-value",
        "RFC 7644 §3.5.2.1",
        "`add` without a value is refused.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            Run::expect_refused(run.operate(run.user_path(user), "add", "title"));
        }
    );
    suite.must(
        "add-complex",
        "RFC 7644 §3.5.2.1",
        "`add` to a complex attribute adds its sub-attributes, and keeps the others.",
        [](Run& run) {
            const auto changed =
                patched(run, user_to_patch(run), "add", "name", json(R"({"familyName": "New"})"));
            Run::expect_equal(changed["name"]["familyName"], "New", "name.familyName");
            Run::expect_equal(changed["name"]["givenName"], "Kept", "name.givenName");
        }
    );
    suite.must(
        "add-appends",
        "RFC 7644 §3.5.2.1",
        "`add` to a multi-valued attribute appends.",
        [](Run& run) {
            run.require_user_attribute("emails");
            const auto user = user_to_patch(
                run, run.own(R"({"emails": [{"value": "first@example.org", "type": "work"}]})")
            );
            const auto changed = patched(
                run,
                user,
                "add",
                "emails",
                json(run.own(R"([{"value": "second@example.org", "type": "home"}])"))
            );
            Run::expect(
                element_with(changed["emails"], "value", run.own("first@example.org")).present(),
                "the first value is gone"
            );
            Run::expect(
                element_with(changed["emails"], "value", run.own("second@example.org")).present(),
                "the second value is missing"
            );
        }
    );
    suite.must(
        "add-equal",
        "RFC 7644 §3.5.2.1",
        "`add` of a value that is there does not double it.",
        [](Run& run) {
            run.require_user_attribute("emails");
            const auto user = user_to_patch(
                run, run.own(R"({"emails": [{"value": "first@example.org", "type": "work"}]})")
            );
            const auto changed = patched(
                run,
                user,
                "add",
                "emails",
                json(run.own(R"([{"value": "first@example.org", "type": "work"}])"))
            );
            Run::expect(
                changed["emails"].size() == 1,
                "there are " + std::to_string(changed["emails"].size()) + " values"
            );
        }
    );
    suite.should(
        "no-change-no-time",
        "RFC 7644 §3.5.2.1",
        "If nothing changed, meta.lastModified stays.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            const auto changed = patched(run, user, "add", "title", "Guide");
            Run::expect_equal(
                changed["meta"]["lastModified"], user["meta"]["lastModified"], "meta.lastModified"
            );
        }
    );
    suite.must(
        "new-primary",
        "RFC 7644 §3.5.2",
        "A new primary value takes it from the old one.",
        [](Run& run) {
            run.require_user_attribute("emails.primary");
            const auto user = user_to_patch(
                run,
                run.own(
                    R"({"emails": [{"value": "first@example.org", "type": "work", "primary": true}]})"
                )
            );
            const auto changed = patched(
                run,
                user,
                "add",
                "emails",
                json(run.own(R"([{"value": "second@example.org", "type": "home", "primary": true}])"
                ))
            );
            Run::expect(
                element_with(changed["emails"], "value", run.own("second@example.org"))["primary"]
                    .truth(),
                "the new value is not primary"
            );
            Run::expect(
                !element_with(changed["emails"], "value", run.own("first@example.org"))["primary"]
                     .truth(),
                "the old value is still primary"
            );
        }
    );
    suite.must("remove", "RFC 7644 §3.5.2.2", "`remove` unassigns an attribute.", [](Run& run) {
        Run::expect(
            patched(run, user_to_patch(run), "remove", "title")["title"].unassigned(),
            "title is still there"
        );
    });
    suite.must(
        "remove-sub",
        "RFC 7644 §3.5.2.2",
        "`remove` of a sub-attribute leaves the others.",
        [](Run& run) {
            const auto changed = patched(run, user_to_patch(run), "remove", "name.familyName");
            Run::expect(
                changed["name"]["familyName"].unassigned(), "name.familyName is still there"
            );
            Run::expect_equal(changed["name"]["givenName"], "Kept", "name.givenName");
        }
    );
    suite.must(
        "remove-all-values",
        "RFC 7644 §3.5.2.2",
        "`remove` of a multi-valued attribute removes all values.",
        [](Run& run) {
            run.require_user_attribute("emails");
            const auto user = user_to_patch(
                run,
                run.own(
                    R"({"emails": [{"value": "a@example.org", "type": "work"}, {"value": "b@example.org", "type": "home"}]})"
                )
            );
            Run::expect(
                patched(run, user, "remove", "emails")["emails"].unassigned(),
                "there are values left"
            );
        }
    );
    suite.must(
        "remove-no-path",
        "RFC 7644 §3.5.2.2",
        "`remove` without a path is 400 `noTarget`.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            Run::expect_error(run.operate(run.user_path(user), "remove", ""), 400, "noTarget");
            expect_unchanged(run, user);
        }
    );
    suite.must(
        "remove-required",
        "RFC 7644 §3.5.2.2",
        "`remove` of userName is refused: 400 `mutability`, or `invalidValue`.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            const auto& answer = run.operate(run.user_path(user), "remove", "userName");
            Run::expect_refused(answer);
            Run::expect_equal(
                run.get(run.user_path(user)).body["userName"], user["userName"], "userName"
            );
        }
    );
    suite.must(
        "remove-absent",
        "RFC 7644 §3.5.2.2",
        "`remove` of what is not there changes nothing.",
        [](Run& run) {
            run.require_user_attribute("nickName");
            const auto user = user_to_patch(run);
            const auto& answer = run.operate(run.user_path(user), "remove", "nickName");
            if (answer.status() == 400) throw Deviation{"it is refused"};
            Run::expect_status(answer, {200, 204});
            expect_unchanged(run, user);
        }
    );
    suite.must(
        "replace-no-path",
        "RFC 7644 §3.5.2.3",
        "`replace` without a path replaces the attributes of its value.",
        [](Run& run) {
            const auto changed =
                patched(run, user_to_patch(run), "replace", "", json(R"({"title": "Pilot"})"));
            Run::expect_equal(changed["title"], "Pilot", "title");
            Run::expect_equal(changed["name"]["givenName"], "Kept", "name.givenName");
        }
    );
    suite.must(
        "replace-absent",
        "RFC 7644 §3.5.2.3",
        "`replace` of what is not there is as `add`.",
        [](Run& run) {
            run.require_user_attribute("nickName");
            Run::expect_equal(
                patched(run, user_to_patch(run), "replace", "nickName", "Nick")["nickName"],
                "Nick",
                "nickName"
            );
        }
    );
    suite.must(
        "replace-complex",
        "RFC 7644 §3.5.2.3",
        "`replace` of a complex attribute replaces the given sub-attributes only.",
        [](Run& run) {
            const auto changed = patched(
                run, user_to_patch(run), "replace", "name", json(R"({"familyName": "New"})")
            );
            Run::expect_equal(changed["name"]["familyName"], "New", "name.familyName");
            Run::expect_equal(changed["name"]["givenName"], "Kept", "name.givenName");
        }
    );
    suite.must(
        "replace-list",
        "RFC 7644 §3.5.2.3",
        "`replace` of a multi-valued attribute replaces all values.",
        [](Run& run) {
            run.require_user_attribute("emails");
            const auto user = user_to_patch(
                run,
                run.own(
                    R"({"emails": [{"value": "a@example.org", "type": "work"}, {"value": "b@example.org", "type": "home"}]})"
                )
            );
            const auto changed = patched(
                run,
                user,
                "replace",
                "emails",
                json(run.own(R"([{"value": "c@example.org", "type": "work"}])"))
            );
            Run::expect(
                changed["emails"].size() == 1,
                "there are " + std::to_string(changed["emails"].size()) + " values"
            );
            Run::expect_equal(
                changed["emails"][0]["value"], run.own("c@example.org"), "emails[0].value"
            );
        }
    );
    suite.must("replace-sub", "RFC 7644 §3.5.2.3", "`replace` of a sub-attribute.", [](Run& run) {
        const auto changed = patched(run, user_to_patch(run), "replace", "name.familyName", "New");
        Run::expect_equal(changed["name"]["familyName"], "New", "name.familyName");
        Run::expect_equal(changed["name"]["givenName"], "Kept", "name.givenName");
    });
    suite.must(
        "replace-with-empty-list",
        "RFC 7643 §2.5",
        "`replace` with [] unassigns.",
        [](Run& run) {
            run.require_user_attribute("emails");
            const auto user = user_to_patch(
                run, run.own(R"({"emails": [{"value": "a@example.org", "type": "work"}]})")
            );
            Run::expect(
                patched(run, user, "replace", "emails", Value::Array{})["emails"].unassigned(),
                "there are values left"
            );
        }
    );
    suite.must(
        "replace-boolean",
        "RFC 7644 §3.5.2.3",
        "`active` can be set to false and back.",
        [](Run& run) {
            run.require_user_attribute("active");
            const auto user = user_to_patch(run, R"({"active": true})");
            Run::expect_equal(
                patched(run, user, "replace", "active", false)["active"], false, "active"
            );
            Run::expect_equal(
                patched(run, user, "replace", "active", true)["active"], true, "active"
            );
        }
    );
}

}  // namespace usher::conformance::patch_checks
