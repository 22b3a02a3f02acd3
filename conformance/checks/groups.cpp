// Groups and their members (RFC 7643 §4.2, RFC 7644 §3.5.2).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::groups_checks {

namespace {

bool has(const Value& group, const Value& user) {
    return element_with(group["members"], "value", user["id"]).present();
}

const Value& read(Run& run, const Value& group) {
    const auto& answer = run.get(run.group_path(group));
    Run::expect_status(answer, {200});
    return answer.body;
}

/// The group after one operation that must succeed.
const Value& after(
    Run& run,
    const Value& group,
    std::string_view op,
    std::string_view path,
    const Value& value = {}
) {
    run.require(run.features().patch, "PATCH");
    Run::expect_status(run.operate(run.group_path(group), op, path, value), {200, 204});
    return read(run, group);
}

Value members(const std::vector<Value>& users) {
    Value list = Value::Array{};
    for (const auto& user : users)
        list.append(json(R"({"value": "$1"})", user["id"]));
    return list;
}

void add_reading_checks(Suite& suite) {
    suite.must(
        "created-with-members",
        "RFC 7643 §4.2",
        "A group is created with the members that it is given.",
        [](Run& run) {
            const auto first = run.new_user();
            const auto second = run.new_user();
            const auto& group =
                read(run, run.new_group(json(R"({"members": "$1"})", members({first, second}))));
            Run::expect(has(group, first) && has(group, second), "a member is missing");
            Run::expect(
                group["members"].size() == 2,
                "there are " + std::to_string(group["members"].size()) + " members"
            );
        }
    );
    suite.should(
        "member-ref",
        "RFC 7643 §4.2",
        "A member has a `$ref` that leads to it, and a type.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto& group = read(run, run.new_group_of({user}));
            const auto& member = group["members"][0];
            Run::expect(
                member["$ref"].text().ends_with(run.user_path(user)),
                "$ref is " + (member["$ref"].present() ? to_text(member["$ref"]) : "missing")
            );
            Run::expect(
                !member["type"].present() || member["type"] == Value("User"),
                "type is " + to_text(member["type"])
            );
        }
    );
    suite.must(
        "user-shows-groups",
        "RFC 7643 §4.1.2",
        "A user's `groups` follow from the groups' members.",
        [](Run& run) {
            if (run.users().schema->find("groups") == nullptr)
                throw Skip{"the server's User has no groups"};
            const auto user = run.new_user();
            const auto group = run.new_group_of({user});
            const auto& shown = run.get(run.user_path(user)).body["groups"];
            Run::expect(
                element_with(shown, "value", group["id"]).present(), "the group is not among them"
            );
        }
    );
    suite.must(
        "user-leaves-groups",
        "RFC 7643 §4.1.2",
        "Also when the user has left.",
        [](Run& run) {
            if (run.users().schema->find("groups") == nullptr)
                throw Skip{"the server's User has no groups"};
            const auto user = run.new_user();
            const auto group = run.new_group_of({user});
            after(run, group, "remove", "members[value eq " + as_literal(user["id"].text()) + "]");
            Run::expect(
                run.get(run.user_path(user)).body["groups"].unassigned(),
                "the group is still among them"
            );
        }
    );
    suite.must(
        "deleted-user-leaves",
        "RFC 7644 §3.6",
        "A deleted user is no member any more.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto other = run.new_user();
            const auto group = run.new_group_of({user, other});
            Run::expect(run.remove(run.user_path(user)).ok(), "the user could not be deleted");
            const auto& shown = read(run, group);
            Run::prefer(!has(shown, user), "the group still has the deleted user");
            Run::expect(has(shown, other), "another member is gone as well");
        }
    );
    suite.must(
        "nested",
        "RFC 7643 §4.2",
        "A group may be a member of a group, where the server allows it.",
        [](Run& run) {
            const auto inner = run.new_group();
            const auto& answer = run.post(
                run.groups().endpoint,
                run.body_for(
                    run.groups(),
                    json(R"({"members": [{"value": "$1", "type": "Group"}]})", inner["id"])
                )
            );
            if (answer.status() == 400) throw Skip{"the server has no groups within groups"};
            Run::expect_status(answer, {201});
            Run::expect(has(read(run, answer.body), inner), "the member is missing");
        }
    );
    suite.should(
        "unknown-member",
        "RFC 7643 §4.2",
        "A member that is no resource is refused, or left out.",
        [](Run& run) {
            const auto& answer = run.post(
                run.groups().endpoint,
                run.body_for(
                    run.groups(),
                    json(R"({"members": [{"value": "00000000-0000-4000-8000-00000000dead"}]})")
                )
            );
            if (answer.status() == 201)
                return Run::expect(
                    read(run, answer.body)["members"].unassigned(),
                    "the group has a member that does not exist"
                );
            Run::expect_refused(answer);
        }
    );
}

void add_patch_checks_of_members(Suite& suite) {
    suite.must(
        "add",
        "RFC 7644 §3.5.2.1",
        "`add` to `members` adds, and keeps who is there.",
        [](Run& run) {
            const auto first = run.new_user();
            const auto second = run.new_user();
            const auto& group =
                after(run, run.new_group_of({first}), "add", "members", members({second}));
            Run::expect(has(group, first), "the first member is gone");
            Run::expect(has(group, second), "the second member is missing");
        }
    );
    suite.must(
        "add-several",
        "RFC 7644 §3.5.2.1",
        "`add` of several members at once.",
        [](Run& run) {
            const std::vector<Value> users{run.new_user(), run.new_user(), run.new_user()};
            const auto& group = after(run, run.new_group(), "add", "members", members(users));
            for (const auto& user : users)
                Run::expect(has(group, user), "a member is missing");
        }
    );
    suite.must(
        "add-again",
        "RFC 7644 §3.5.2.1",
        "Who is a member already is not one twice.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto& group =
                after(run, run.new_group_of({user}), "add", "members", members({user}));
            Run::expect(
                group["members"].size() == 1,
                "there are " + std::to_string(group["members"].size()) + " members"
            );
        }
    );
    suite.must(
        "add-no-path",
        "RFC 7644 §3.5.2.1",
        "`add` without a path, `members` in its value.",
        [](Run& run) {
            const auto first = run.new_user();
            const auto second = run.new_user();
            const auto& group = after(
                run,
                run.new_group_of({first}),
                "add",
                "",
                json(R"({"members": "$1"})", members({second}))
            );
            Run::expect(has(group, first) && has(group, second), "a member is missing");
        }
    );
    suite.must(
        "add-one-by-one",
        "RFC 7644 §3.5.2",
        "Two operations in one message add two members.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto first = run.new_user();
            const auto second = run.new_user();
            const auto group = run.new_group();
            const auto body =
                R"({"schemas": ["$1"], "Operations": [{"op": "add", "path": "members", "value": "$2"}, {"op": "add", "path": "members", "value": "$3"}]})";
            Run::expect_status(
                run.patch(
                    run.group_path(group),
                    json(body, patch_urn, members({first}), members({second}))
                ),
                {200, 204}
            );
            const auto& shown = read(run, group);
            Run::expect(has(shown, first) && has(shown, second), "a member is missing");
        }
    );
    suite.must(
        "remove-one",
        "RFC 7644 §3.5.2.2",
        "`remove` of `members[value eq …]` removes that one.",
        [](Run& run) {
            const auto first = run.new_user();
            const auto second = run.new_user();
            const auto& group = after(
                run,
                run.new_group_of({first, second}),
                "remove",
                "members[value eq " + as_literal(first["id"].text()) + "]"
            );
            Run::expect(!has(group, first), "the member is still there");
            Run::expect(has(group, second), "another member is gone as well");
        }
    );
    suite.must(
        "remove-all",
        "RFC 7644 §3.5.2.2",
        "`remove` of `members` removes all.",
        [](Run& run) {
            const auto group = run.new_group_of({run.new_user(), run.new_user()});
            Run::expect(
                after(run, group, "remove", "members")["members"].unassigned(),
                "there are members left"
            );
        }
    );
    suite.must(
        "remove-stranger",
        "RFC 7644 §3.5.2.2",
        "Removing who is no member leaves the members.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto user = run.new_user();
            const auto stranger = run.new_user();
            const auto group = run.new_group_of({user});
            const auto& answer = run.operate(
                run.group_path(group),
                "remove",
                "members[value eq " + as_literal(stranger["id"].text()) + "]"
            );
            Run::prefer(
                answer.ok() || answer.status() == 400,
                "it answered " + std::to_string(answer.status())
            );
            Run::expect(has(read(run, group), user), "the member is gone");
        }
    );
    suite.must(
        "replace",
        "RFC 7644 §3.5.2.3",
        "`replace` of `members`: the new ones, and no others.",
        [](Run& run) {
            const auto first = run.new_user();
            const auto second = run.new_user();
            const auto& group =
                after(run, run.new_group_of({first}), "replace", "members", members({second}));
            Run::expect(!has(group, first), "the old member is still there");
            Run::expect(has(group, second), "the new member is missing");
        }
    );
    suite.must(
        "replace-with-none",
        "RFC 7643 §2.5",
        "`replace` of `members` with [] leaves none.",
        [](Run& run) {
            const auto group = run.new_group_of({run.new_user()});
            Run::expect(
                after(run, group, "replace", "members", Value::Array{})["members"].unassigned(),
                "there are members left"
            );
        }
    );
    suite.must("rename", "RFC 7644 §3.5.2.3", "Renaming a group keeps its members.", [](Run& run) {
        const auto user = run.new_user();
        const auto name = run.unique("renamed");
        const auto& group = after(run, run.new_group_of({user}), "replace", "displayName", name);
        Run::expect_equal(group["displayName"], name, "displayName");
        Run::expect(has(group, user), "the member is gone");
    });
    suite.must("many", "RFC 7643 §4.2", "A hundred members are kept, each once.", [](Run& run) {
        std::vector<Value> users = run.population();
        while (users.size() < 100)
            users.push_back(run.new_user());
        const auto group = run.new_group(json(R"({"members": "$1"})", members(users)));
        const auto& shown = read(run, group);
        Run::expect(
            shown["members"].size() == users.size(),
            "there are " + std::to_string(shown["members"].size()) + " members"
        );
        for (const auto& user : users)
            Run::expect(has(shown, user), "a member is missing");
    });
    suite.must(
        "failed-patch-keeps",
        "RFC 7644 §3.5.2",
        "A PATCH of which one operation fails leaves the members.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto user = run.new_user();
            const auto group = run.new_group_of({user});
            const auto body =
                R"({"schemas": ["$1"], "Operations": [{"op": "remove", "path": "members"}, {"op": "explode", "path": "members"}]})";
            const auto& answer = run.patch(run.group_path(group), json(body, patch_urn));
            if (answer.ok()) throw Deviation{"an unknown op was taken"};
            Run::expect(has(read(run, group), user), "the member is gone");
        }
    );
}

}  // namespace

void add(Suite& suite) {
    suite.topic("groups");
    add_reading_checks(suite);
    add_patch_checks_of_members(suite);
}

}  // namespace usher::conformance::groups_checks
