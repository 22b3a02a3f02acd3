// Faults in PUT, PATCH, groups and bulk.
#include "conformance/faults/fault.hpp"

#include <atomic>
#include <memory>

namespace usher::conformance::change_faults {

namespace {

/// Sets `name` to `value` in each value of an attribute of the answer.
void set_in_values(Passing& passing, const char* attribute, const char* name, const Value& value) {
    if (!passing.body[attribute].is_array()) return;
    Value::Array values;
    for (auto element : passing.body[attribute].elements()) {
        element.set(name, value);
        values.push_back(element);
    }
    passing.body.set(attribute, values);
}

void drop_last_operation(Passing& passing) {
    auto message = parse(passing.text);
    auto operations = message["Operations"].elements();
    if (operations.size() < 2) return;
    operations.pop_back();
    message.set("Operations", operations);
    passing.text = to_text(message);
}

void add_put_faults(FaultList& list) {
    list.reads(
        "put-merges",
        "PUT keeps what the body leaves out",
        "put.list-replaced",
        [](Passing& passing) {
            if (passing.method != "PUT") return;
            auto body = parse(passing.text);
            body.erase("schemas");
            passing.method = "PATCH";
            passing.text = to_text(json(
                R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "add", "value": "$1"}]})",
                body
            ));
        }
    );
    list.reads(
        "put-creates",
        "PUT creates what is not there",
        "put.never-creates",
        [](Passing& passing) {
            if (passing.about("PUT", "dead")) passing.answer(201);
        }
    );
    list.reads(
        "put-does-nothing",
        "PUT answers 200 and changes nothing",
        "put.kept",
        [](Passing& passing) {
            if (passing.method == "PUT") passing.method = "GET";
        }
    );
    list.answers(
        "put-takes-duplicates",
        "PUT takes a taken name",
        "put.taken",
        [](Passing& passing) {
            if (passing.status == 409) passing.status = 200;
        }
    );
}

void add_patch_faults(FaultList& list) {
    list.reads(
        "last-operation-lost",
        "the last of several operations is not done",
        "patch.in-order",
        drop_last_operation
    );
    list.reads(
        "add-replaces",
        "`add` replaces all values",
        "patch.add-appends",
        [](Passing& passing) { passing.replace("\"op\":\"add\"", "\"op\":\"replace\""); }
    );
    list.reads(
        "patch-does-nothing",
        "PATCH answers 204 and changes nothing",
        "patch.replace-sub",
        [](Passing& passing) {
            if (passing.method == "PATCH") passing.answer(204);
        }
    );
    list.answers(
        "remove-without-path",
        "`remove` without a path is taken",
        "patch.remove-no-path",
        [](Passing& passing) {
            if (passing.method == "PATCH" && passing.status == 400) passing.status = 204;
        }
    );
    list.answers(
        "no-target-scim-type",
        "`remove` without a path is `invalidPath`",
        "patch.remove-no-path",
        [](Passing& passing) {
            if (passing.status == 400) passing.body.set("scimType", "invalidPath");
        }
    );
    list.reads(
        "selection-ignored",
        "`remove` of a selection removes all values",
        "patch.select-remove",
        [](Passing& passing) { passing.replace(R"(emails[type eq \"work\"])", "emails"); }
    );
    list.reads(
        "first-match-only",
        "only the first selected value is changed",
        "patch.select-all-matching",
        [](Passing& passing) { passing.replace("[value ew", R"([type eq \"work\" and value ew)"); }
    );
    list.answers(
        "two-primaries",
        "a new primary leaves the old one",
        "patch.new-primary",
        [](Passing& passing) { set_in_values(passing, "emails", "primary", true); }
    );
    list.answers(
        "read-only-patched",
        "a readOnly target is taken",
        "patch.read-only",
        [](Passing& passing) {
            if (passing.method == "PATCH" && passing.status == 400) passing.status = 204;
        }
    );
    list.does(
        "half-done",
        "an operation stays done though a later one fails",
        "patch.all-or-nothing",
        drop_last_operation,
        [](Passing& passing) {
            if (passing.method == "PATCH") passing.status = 400;
        }
    );
    list.reads(
        "complex-replaced-whole",
        "`replace` of a complex attribute clears what it does not name",
        "patch.replace-complex",
        [](Passing& passing) {
            passing.replace(R"({"familyName":"New"})", R"({"familyName":"New","givenName":null})");
        }
    );
    list.reads("op-minds-case", "`Replace` is refused", "patch.op-any-case", [](Passing& passing) {
        if (passing.text.find("\"Replace\"") != std::string::npos) passing.answer(400);
    });
    list.answers(
        "no-change-new-time",
        "a change of nothing moves lastModified",
        "patch.no-change-no-time",
        [](Passing& passing) {
            if (passing.method == "GET" && passing.body["id"].present())
                passing.body.set("meta", json(R"({"lastModified": "2099-01-01T00:00:00Z"})"));
        }
    );
}

void add_group_faults(FaultList& list) {
    list.answers(
        "member-dropped",
        "the last member is not shown",
        "groups.created-with-members",
        [](Passing& passing) {
            if (!passing.about("GET", "/Groups/")) return;
            auto members = passing.body["members"].elements();
            if (!members.empty()) members.pop_back();
            passing.body.set("members", members);
        }
    );
    list.reads(
        "replace-members-adds",
        "`replace` of members adds",
        "groups.replace",
        [](Passing& passing) {
            if (passing.about("PATCH", "/Groups/"))
                passing.replace("\"op\":\"replace\"", "\"op\":\"add\"");
        }
    );
    list.reads(
        "remove-one-removes-all",
        "removing one member removes all",
        "groups.remove-one",
        [](Passing& passing) {
            auto message = parse(passing.text);
            if (!passing.about("PATCH", "/Groups/")) return;
            auto operation = message["Operations"][0];
            if (operation["path"].text().starts_with("members[")) operation.set("path", "members");
            message.set("Operations", Value::Array{operation});
            passing.text = to_text(message);
        }
    );
    list.answers(
        "member-twice",
        "a member is shown twice",
        "groups.add-again",
        [](Passing& passing) {
            auto members = passing.body["members"].elements();
            if (!passing.about("GET", "/Groups/") || members.empty()) return;
            members.push_back(members.front());
            passing.body.set("members", members);
        }
    );
    list.answers(
        "groups-not-derived",
        "a user does not show its groups",
        "groups.user-shows-groups",
        [](Passing& passing) {
            if (passing.about("GET", "/Users/")) passing.body.erase("groups");
        }
    );
    list.answers(
        "rename-empties",
        "renaming a group empties it",
        "groups.rename",
        [](Passing& passing) {
            if (passing.about("GET", "/Groups/")) passing.body.erase("members");
        }
    );
    auto patches = std::make_shared<std::atomic<int>>(0);
    list.reads(
        "members-lost",
        "of members added at once some get lost",
        "concurrency.members-added",
        [patches](Passing& passing) {
            if (passing.about("PATCH", "/Groups/") && ++*patches % 3 == 0) passing.answer(204);
        }
    );
    auto renames = std::make_shared<std::atomic<int>>(0);
    list.reads(
        "update-lost",
        "of changes at once some get lost",
        "concurrency.attributes-patched",
        [renames](Passing& passing) {
            if (passing.text.find("nickName") != std::string::npos && passing.method == "PATCH")
                passing.answer(204);
        }
    );
    list.reads(
        "version-not-compared",
        "of several writers of one version all succeed",
        "concurrency.one-version",
        [](Passing& passing) { passing.drop_header("If-Match"); }
    );
    list.answers(
        "one-name-for-all",
        "of several creators of one name all succeed",
        "concurrency.one-name",
        [](Passing& passing) {
            if (passing.status == 409) passing.status = 201;
        }
    );
}

void add_bulk_faults(FaultList& list) {
    list.answers(
        "result-missing",
        "the last operation has no result",
        "bulk.every-operation",
        [](Passing& passing) {
            auto results = passing.body["Operations"].elements();
            if (!passing.about("POST", "/Bulk") || results.empty()) return;
            results.pop_back();
            passing.body.set("Operations", results);
        }
    );
    list.answers(
        "status-as-number",
        "an operation's status is a number",
        "bulk.status-is-text",
        [](Passing& passing) { set_in_values(passing, "Operations", "status", 201); }
    );
    list.answers(
        "bulk-id-not-told",
        "results lack their bulkId",
        "bulk.echo",
        [](Passing& passing) { set_in_values(passing, "Operations", "bulkId", null); }
    );
    list.reads(
        "fail-on-errors-ignored",
        "failOnErrors is ignored",
        "bulk.fail-on-errors",
        [](Passing& passing) {
            auto message = parse(passing.text);
            if (!passing.about("POST", "/Bulk")) return;
            message.erase("failOnErrors");
            passing.text = to_text(message);
        }
    );
    list.answers(
        "reference-unresolved",
        "\"bulkId:u\" stays in the member",
        "bulk.reference",
        [](Passing& passing) { set_in_values(passing, "members", "value", "bulkId:u"); }
    );
    list.answers(
        "too-many-as-400",
        "too many operations are 400",
        "bulk.too-many",
        [](Passing& passing) {
            if (passing.status == 413) passing.status = 400;
        }
    );
    list.answers(
        "error-without-response",
        "a failed operation has no response",
        "bulk.failed-operation",
        [](Passing& passing) { set_in_values(passing, "Operations", "response", null); }
    );
}

}  // namespace

void add(FaultList& list) {
    add_put_faults(list);
    add_patch_faults(list);
    add_group_faults(list);
    add_bulk_faults(list);
}

}  // namespace usher::conformance::change_faults
