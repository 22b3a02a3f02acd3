// Many operations in one request (RFC 7644 §3.7).
#include "conformance/checks/bulk_message.hpp"
#include "conformance/checks/checks.hpp"

namespace usher::conformance::bulk_checks {

namespace {

constexpr const char* section = "RFC 7644 §3.7";

void add_message_checks(Suite& suite) {
    suite.must("answer", section, "The answer is 200 and a BulkResponse.", [](Run& run) {
        const auto& answer = bulk(run, Value::Array{post_user(run, "a")});
        Run::expect_status(answer, {200});
        Run::expect(
            contains(answer.body["schemas"], bulk_response_urn),
            "`schemas` is " + to_text(answer.body["schemas"])
        );
        expect_statuses(answer, {"201"});
    });
    suite.must("status-is-text", section, "The status of an operation is a string.", [](Run& run) {
        const auto& operations = bulk_results(bulk(run, Value::Array{post_user(run, "a")}));
        Run::prefer(
            operations[0]["status"].is_text(), "status is " + to_text(operations[0]["status"])
        );
    });
    suite.must("echo", section, "Each result says its method, and its bulkId.", [](Run& run) {
        const auto& operations = bulk_results(bulk(run, Value::Array{post_user(run, "qwerty")}));
        Run::expect_equal(operations[0]["method"], "POST", "method");
        Run::expect_equal(operations[0]["bulkId"], "qwerty", "bulkId");
    });
    suite.must(
        "location",
        section,
        "A result has the location of its resource, which is there.",
        [](Run& run) {
            const auto& operations = bulk_results(bulk(run, Value::Array{post_user(run, "a")}));
            Run::expect(operations[0]["location"].is_text(), "there is no location");
            Run::expect_status(
                run.get(run.users().endpoint + "/" + created_id(operations[0])), {200}
            );
        }
    );
    suite.must("every-operation", section, "Each operation has a result.", [](Run& run) {
        expect_statuses(
            bulk(run, Value::Array{post_user(run, "a"), post_user(run, "b"), post_user(run, "c")}),
            {"201", "201", "201"}
        );
    });
    suite.must(
        "schema",
        "RFC 7643 §3",
        "A message without the BulkRequest schema is refused.",
        [](Run& run) {
            run.require(run.features().bulk, "bulk");
            const auto& answer = run.post("/Bulk", json(R"({"Operations": []})"));
            Run::prefer(!answer.ok(), "it was taken all the same");
            Run::expect_error(answer, 400, "invalidSyntax");
        }
    );
    suite.must("no-operations", section, "A message without Operations is refused.", [](Run& run) {
        run.require(run.features().bulk, "bulk");
        Run::expect_status(run.post("/Bulk", json(R"({"schemas": ["$1"]})", bulk_urn)), {400});
    });
    suite.must("get", section, "GET /Bulk is refused.", [](Run& run) {
        run.require(run.features().bulk, "bulk");
        Run::expect(run.get("/Bulk").status() >= 400, "it was answered");
    });
    suite.must(
        "too-many",
        "RFC 7644 §3.7.4",
        "More operations than `maxOperations` are 413.",
        [](Run& run) {
            run.require(run.features().bulk, "bulk");
            const auto limit = run.features().bulk_operations;
            if (limit <= 0 || limit > 5000)
                throw Skip{"the limit is not said, or beyond what this run sends"};
            const auto one = json(
                R"({"method": "DELETE", "path": "$1"})",
                run.users().endpoint + "/00000000-0000-4000-8000-00000000dead"
            );
            const auto& answer = bulk(run, Value::Array(static_cast<std::size_t>(limit) + 1, one));
            Run::expect_status(answer, {413});
        }
    );
    suite.must(
        "too-large",
        "RFC 7644 §3.7.4",
        "A message beyond `maxPayloadSize` is 413.",
        [](Run& run) {
            run.require(run.features().bulk, "bulk");
            const auto limit = run.features().bulk_payload;
            if (limit <= 0 || limit > 8'000'000)
                throw Skip{"the limit is not said, or beyond what this run sends"};
            const std::string filler(static_cast<std::size_t>(limit), 'x');
            Run::expect_status(
                bulk(
                    run, Value::Array{post_user(run, "a", json(R"({"displayName": "$1"})", filler))}
                ),
                {413}
            );
        }
    );
}

void add_operation_checks(Suite& suite) {
    suite.must("put", section, "PUT within a bulk.", [](Run& run) {
        run.require_user_attribute("title");
        const auto user = run.new_user();
        const auto body = run.body_for(
            run.users(), json(R"({"userName": "$1", "title": "Put"})", user["userName"])
        );
        expect_statuses(
            bulk(
                run,
                Value::Array{json(
                    R"({"method": "PUT", "path": "$1", "data": "$2"})", run.user_path(user), body
                )}
            ),
            {"200"}
        );
        Run::expect_equal(run.get(run.user_path(user)).body["title"], "Put", "title");
    });
    suite.must("patch", section, "PATCH within a bulk.", [](Run& run) {
        run.require(run.features().patch, "PATCH");
        run.require_user_attribute("title");
        const auto user = run.new_user();
        const auto data = json(
            R"({"schemas": ["$1"], "Operations": [{"op": "replace", "path": "title", "value": "Patched"}]})",
            patch_urn
        );
        const auto& operations = bulk_results(bulk(
            run,
            Value::Array{json(
                R"({"method": "PATCH", "path": "$1", "data": "$2"})", run.user_path(user), data
            )}
        ));
        const auto status = bulk_status(operations[0]);
        Run::expect(status == "200" || status == "204", "the operation answered " + status);
        Run::expect_equal(run.get(run.user_path(user)).body["title"], "Patched", "title");
    });
    suite.must("delete", section, "DELETE within a bulk.", [](Run& run) {
        const auto user = run.new_user();
        expect_statuses(
            bulk(
                run,
                Value::Array{json(R"({"method": "DELETE", "path": "$1"})", run.user_path(user))}
            ),
            {"204"}
        );
        Run::expect_status(run.get(run.user_path(user)), {404});
    });
    suite.must(
        "failed-operation",
        "RFC 7644 §3.7.3",
        "An operation that fails has its status and an error as `response`; the others are done.",
        [](Run& run) {
            const auto taken = run.new_user();
            const auto& answer = bulk(
                run,
                Value::Array{
                    post_user(run, "a", json(R"({"userName": "$1"})", taken["userName"])),
                    post_user(run, "b")}
            );
            expect_statuses(answer, {"409", "201"});
            const auto& response = bulk_results(answer)[0]["response"];
            Run::expect(contains(response["schemas"], error_urn), "`response` is no error message");
            Run::expect_equal(response["status"], "409", "response.status");
        }
    );
    suite.must(
        "failed-post-no-location",
        "RFC 7644 §3.7.3",
        "A POST that failed has no location.",
        [](Run& run) {
            const auto taken = run.new_user();
            const auto& operations = bulk_results(bulk(
                run,
                Value::Array{post_user(run, "a", json(R"({"userName": "$1"})", taken["userName"]))}
            ));
            Run::expect(operations[0]["location"].unassigned(), "it has one");
        }
    );
    suite.must(
        "unknown-path",
        "RFC 7644 §3.7.3",
        "An operation on nothing that there is fails alone.",
        [](Run& run) {
            const auto one = json(
                R"({"method": "DELETE", "path": "$1"})",
                run.users().endpoint + "/00000000-0000-4000-8000-00000000dead"
            );
            expect_statuses(bulk(run, Value::Array{one, post_user(run, "b")}), {"404", "201"});
        }
    );
    suite.must(
        "unknown-method",
        "RFC 7644 §3.7",
        "A method that bulk does not have fails alone.",
        [](Run& run) {
            const auto one = json(R"({"method": "GET", "path": "$1"})", run.users().endpoint);
            const auto& answer = bulk(run, Value::Array{one, post_user(run, "b")});
            if (answer.status() == 400) throw Deviation{"the whole request is refused"};
            const auto& operations = bulk_results(answer);
            Run::expect(
                bulk_status(operations[0]).starts_with("4"),
                "the operation answered " + bulk_status(operations[0])
            );
            Run::expect(
                bulk_status(operations[1]) == "201",
                "the other operation answered " + bulk_status(operations[1])
            );
        }
    );
    suite.must(
        "post-without-bulk-id",
        "RFC 7644 §3.7",
        "A POST without a bulkId is refused.",
        [](Run& run) {
            auto one = post_user(run, "a");
            one.erase("bulkId");
            const auto& answer = bulk(run, Value::Array{one});
            if (answer.status() == 400) return;
            Run::prefer(
                bulk_status(bulk_results(answer)[0]) == "400",
                "the operation answered " + bulk_status(bulk_results(answer)[0])
            );
        }
    );
    suite.must(
        "fail-on-errors",
        "RFC 7644 §3.7.3",
        "After `failOnErrors` errors the rest is not done.",
        [](Run& run) {
            const auto taken = run.new_user();
            const auto wrong = json(R"({"userName": "$1"})", taken["userName"]);
            const auto& answer = bulk(
                run,
                Value::Array{post_user(run, "a"), post_user(run, "b", wrong), post_user(run, "c")},
                1
            );
            const auto& operations = bulk_results(answer);
            Run::expect(
                operations.size() == 2,
                "there are " + std::to_string(operations.size()) + " results, expected 2"
            );
        }
    );
    suite.must(
        "fail-on-errors-not-reached",
        "RFC 7644 §3.7.3",
        "Below that number all operations are done.",
        [](Run& run) {
            const auto taken = run.new_user();
            const auto wrong = json(R"({"userName": "$1"})", taken["userName"]);
            expect_statuses(
                bulk(
                    run,
                    Value::Array{
                        post_user(run, "a", wrong), post_user(run, "b"), post_user(run, "c")},
                    2
                ),
                {"409", "201", "201"}
            );
        }
    );
    suite.must(
        "version",
        "RFC 7644 §3.7",
        "With a version that is not the resource's, an operation fails: 412.",
        [](Run& run) {
            run.require(run.features().etag, "ETags");
            const auto user = run.new_user();
            const auto body =
                run.body_for(run.users(), json(R"({"userName": "$1"})", user["userName"]));
            const auto one = json(
                R"({"method": "PUT", "path": "$1", "version": "W/\"nobodys-version\"", "data": "$2"})",
                run.user_path(user),
                body
            );
            expect_statuses(bulk(run, Value::Array{one}), {"412"});
        }
    );
}

}  // namespace

void add(Suite& suite) {
    suite.topic("bulk");
    add_message_checks(suite);
    add_operation_checks(suite);
}

}  // namespace usher::conformance::bulk_checks
