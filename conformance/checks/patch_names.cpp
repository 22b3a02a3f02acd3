// The paths of PATCH: names and URNs, with and without sub-attributes (RFC 7644 §3.5.2, §3.10).
#include "conformance/checks/checks.hpp"
#include "conformance/checks/patching.hpp"

namespace usher::conformance::patch_names_checks {

void add(Suite& suite) {
    suite.topic("patch");
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

}  // namespace usher::conformance::patch_names_checks
