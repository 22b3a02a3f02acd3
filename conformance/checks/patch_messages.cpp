// PATCH: the message and its rules as a whole (RFC 7644 §3.5.2).
#include "conformance/checks/checks.hpp"
#include "conformance/checks/patching.hpp"

namespace usher::conformance::patch_messages_checks {

namespace {

constexpr const char* section = "RFC 7644 §3.5.2";

const Exchange& message(Run& run, const Value& user, const char* operations) {
    const auto body = R"({"schemas": ["$1"], "Operations": "$2"})";
    return run.patch(run.user_path(user), json(body, patch_urn, json(operations)));
}

}  // namespace

void add(Suite& suite) {
    suite.topic("patch");
    suite.must(
        "answer",
        section,
        "PATCH answers 200 with the resource, or 204 without a body.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            const auto& answer = run.operate(run.user_path(user), "replace", "title", "Pilot");
            Run::expect_status(answer, {200, 204});
            if (answer.status() == 204)
                return Run::expect(answer.response.body.empty(), "204 with a body");
            Run::expect_equal(answer.body["title"], "Pilot", "title in the answer");
            Run::expect_equal(answer.body["id"], user["id"], "id in the answer");
        }
    );
    suite.must("schema", section, "A message without the PatchOp schema is refused.", [](Run& run) {
        const auto user = user_to_patch(run);
        const auto& answer = run.patch(
            run.user_path(user),
            json(R"({"Operations": [{"op": "replace", "path": "title", "value": "x"}]})")
        );
        Run::prefer(!answer.ok(), "it was taken all the same");
        Run::expect_error(answer, 400, "invalidSyntax");
    });
    suite.must("no-operations", section, "A message without operations is refused.", [](Run& run) {
        const auto user = user_to_patch(run);
        const auto& answer =
            run.patch(run.user_path(user), json(R"({"schemas": ["$1"]})", patch_urn));
        Run::expect_error(answer, 400, "invalidSyntax");
    });
    suite.must(
        "unknown-op",
        section,
        "An `op` other than add, remove and replace is refused.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            Run::expect_error(
                run.operate(run.user_path(user), "move", "title", "x"), 400, "invalidSyntax"
            );
            expect_unchanged(run, user);
        }
    );
    suite.should(
        "op-any-case",
        section,
        "`op` is understood in any letter case, as identity providers send it.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            Run::expect_equal(
                patched(run, user, "Replace", "title", "Pilot")["title"], "Pilot", "title"
            );
        }
    );
    suite.must("in-order", section, "Operations are carried out in order.", [](Run& run) {
        const auto user = user_to_patch(run);
        const auto& answer = message(
            run,
            user,
            R"([{"op": "replace", "path": "title", "value": "one"}, {"op": "replace", "path": "title", "value": "two"}, {"op": "remove", "path": "title"}, {"op": "add", "path": "title", "value": "three"}])"
        );
        Run::expect_status(answer, {200, 204});
        Run::expect_equal(run.get(run.user_path(user)).body["title"], "three", "title");
    });
    suite.must("all-or-nothing", section, "If one operation fails, none has happened.", [](Run& run) {
        const auto user = user_to_patch(run);
        const auto& answer = message(
            run,
            user,
            R"([{"op": "replace", "path": "title", "value": "Pilot"}, {"op": "replace", "path": "id", "value": "x"}])"
        );
        if (answer.ok()) throw Skip{"the server took an operation on a readOnly attribute"};
        expect_unchanged(run, user);
    });
    suite.must(
        "unknown-resource",
        "RFC 7644 §3.12",
        "PATCH of an id that nobody has is 404.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            Run::expect_status(
                run.operate(
                    run.users().endpoint + "/00000000-0000-4000-8000-00000000dead",
                    "replace",
                    "title",
                    "x"
                ),
                {404}
            );
        }
    );
    suite.must("read-only", section, "A readOnly target is 400 `mutability`.", [](Run& run) {
        const auto user = user_to_patch(run);
        Run::expect_error(
            run.operate(run.user_path(user), "replace", "id", "x"), 400, "mutability"
        );
        Run::expect_error(
            run.operate(run.user_path(user), "replace", "meta.created", "2020-01-01T00:00:00Z"),
            400,
            "mutability"
        );
    });
    suite.must(
        "read-only-groups",
        "RFC 7643 §4.1.2",
        "A user's `groups` cannot be patched.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            const auto& answer =
                run.operate(run.user_path(user), "add", "groups", json(R"([{"value": "x"}])"));
            Run::expect_error(answer, 400, "mutability");
        }
    );
    suite.must("taken", "RFC 7644 §3.3", "A name that somebody else has is 409.", [](Run& run) {
        const auto other = run.new_user();
        const auto user = user_to_patch(run);
        Run::expect_error(
            run.operate(run.user_path(user), "replace", "userName", other["userName"]),
            409,
            "uniqueness"
        );
    });
    suite.must(
        "wrong-type",
        "RFC 7644 §3.12",
        "A value of another type is 400 `invalidValue`.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            Run::expect_error(
                run.operate(run.user_path(user), "replace", "title", json(R"({"a": 1})")),
                400,
                "invalidValue"
            );
            expect_unchanged(run, user);
        }
    );
    suite.must(
        "last-modified",
        "RFC 7643 §3.1",
        "A change keeps meta.created, and moves meta.lastModified forward.",
        [](Run& run) {
            const auto user = user_to_patch(run);
            const auto changed = patched(run, user, "replace", "title", "Pilot");
            Run::expect_equal(changed["meta"]["created"], user["meta"]["created"], "meta.created");
            if (!user["meta"]["lastModified"].present())
                throw Skip{"the server has no meta.lastModified"};
            Run::expect(
                changed["meta"]["lastModified"].text() >= user["meta"]["lastModified"].text(),
                "meta.lastModified went back"
            );
        }
    );
    suite.must("others-stay", section, "What is not named stays as it was.", [](Run& run) {
        const auto user = user_to_patch(run);
        const auto changed = patched(run, user, "replace", "title", "Pilot");
        Run::expect_equal(changed["name"], user["name"], "name");
        Run::expect_equal(changed["userName"], user["userName"], "userName");
    });
}

}  // namespace usher::conformance::patch_messages_checks
