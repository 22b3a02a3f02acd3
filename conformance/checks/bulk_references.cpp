// References between the operations of a bulk (RFC 7644 §3.7.1, §3.7.2).
#include "conformance/checks/bulk_message.hpp"
#include "conformance/checks/checks.hpp"

#include <algorithm>

namespace usher::conformance::bulk_references_checks {

void add(Suite& suite) {
    suite.topic("bulk");
    suite.must(
        "reference",
        "RFC 7644 §3.7.2",
        "\"bulkId:x\" in a value stands for the id of what x creates.",
        [](Run& run) {
            const auto& answer =
                bulk(run, Value::Array{post_user(run, "u"), post_group(run, "g", {"bulkId:u"})});
            expect_statuses(answer, {"201", "201"});
            const auto& operations = bulk_results(answer);
            const auto& group = run.get(run.groups().endpoint + "/" + created_id(operations[1]));
            Run::expect_equal(
                group.body["members"][0]["value"], created_id(operations[0]), "the member"
            );
        }
    );
    suite.must("forward-reference", "RFC 7644 §3.7.2", "Also if x comes later.", [](Run& run) {
        const auto& answer =
            bulk(run, Value::Array{post_group(run, "g", {"bulkId:u"}), post_user(run, "u")});
        const auto& operations = bulk_results(answer);
        const auto is_group = [&](const Value& operation) {
            return operation["bulkId"] == Value("g");
        };
        const auto group = std::ranges::find_if(operations.elements(), is_group);
        Run::expect(
            group != operations.elements().end() && bulk_status(*group) == "201",
            "the group was not created"
        );
        Run::expect(
            run.get(run.groups().endpoint + "/" + created_id(*group)).body["members"].size() == 1,
            "the member is missing"
        );
    });
    suite.must("reference-in-path", "RFC 7644 §3.7.2", "\"bulkId:x\" in a path.", [](Run& run) {
        run.require(run.features().patch, "PATCH");
        run.require_user_attribute("title");
        const auto data = json(
            R"({"schemas": ["$1"], "Operations": [{"op": "add", "path": "title", "value": "Later"}]})",
            patch_urn
        );
        const auto second = json(
            R"({"method": "PATCH", "path": "$1", "data": "$2"})",
            run.users().endpoint + "/bulkId:u",
            data
        );
        const auto& operations = bulk_results(bulk(run, Value::Array{post_user(run, "u"), second}));
        Run::expect(
            bulk_status(operations[1]).starts_with("2"),
            "the second operation answered " + bulk_status(operations[1])
        );
        Run::expect_equal(
            run.get(run.users().endpoint + "/" + created_id(operations[0])).body["title"],
            "Later",
            "title"
        );
    });
    suite.must(
        "circular-reference",
        "RFC 7644 §3.7.1",
        "Two groups that are each other's members are created, or refused by 409.",
        [](Run& run) {
            const auto& answer = bulk(
                run,
                Value::Array{post_group(run, "a", {"bulkId:b"}), post_group(run, "b", {"bulkId:a"})}
            );
            const auto& operations = bulk_results(answer);
            Run::expect(
                operations.size() == 2,
                "there are " + std::to_string(operations.size()) + " results"
            );
            for (const auto& operation : operations.elements()) {
                const auto status = bulk_status(operation);
                Run::expect(
                    status == "201" || status == "409" || status == "400",
                    "an operation answered " + status
                );
                Run::prefer(status == "201", "they were not created");
            }
            Run::prefer(
                run.get(run.groups().endpoint + "/" + created_id(operations[0]))
                        .body["members"]
                        .size() == 1,
                "a group lacks its member"
            );
        }
    );
    suite.must(
        "unknown-reference",
        "RFC 7644 §3.7.2",
        "A bulkId that nobody has fails the operation.",
        [](Run& run) {
            const auto& answer = bulk(run, Value::Array{post_group(run, "g", {"bulkId:nobody"})});
            if (answer.status() >= 400 && answer.status() < 500) return;
            Run::expect(
                bulk_status(bulk_results(answer)[0]).starts_with("4"),
                "it answered " + bulk_status(bulk_results(answer)[0])
            );
        }
    );
    suite.must(
        "bulk-id-twice",
        "RFC 7644 §3.7",
        "A bulkId that two operations have is refused.",
        [](Run& run) {
            const auto& answer =
                bulk(run, Value::Array{post_user(run, "same"), post_user(run, "same")});
            if (answer.status() == 400) return;
            const auto& operations = bulk_results(answer);
            Run::prefer(
                !bulk_status(operations[0]).starts_with("2") ||
                    !bulk_status(operations[1]).starts_with("2"),
                "both were carried out"
            );
        }
    );
}

}  // namespace usher::conformance::bulk_references_checks
