// The error message, and which error for what (RFC 7644 §3.12).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::errors_checks {

namespace {

constexpr const char* section = "RFC 7644 §3.12";
constexpr const char* nobody = "/00000000-0000-4000-8000-00000000dead";

void expect_message(const Exchange& answer) {
    Run::expect(answer.body.is_object(), "the body is no JSON object");
    Run::expect(
        contains(answer.body["schemas"], error_urn),
        "`schemas` is " + to_text(answer.body["schemas"])
    );
    const auto& status = answer.body["status"];
    Run::expect(status.present(), "there is no status");
    if (status.is_integer()) throw Deviation{"status is a number, not a string"};
    Run::expect_equal(status, std::to_string(answer.status()), "status");
}

struct Case {
    const char* id;
    const char* what;
    const Exchange& (*ask)(Run&);
};

const Exchange& unknown(Run& run) {
    return run.get(run.users().endpoint + nobody);
}

const Exchange& taken(Run& run) {
    const auto user = run.new_user();
    return run.post(
        run.users().endpoint,
        run.body_for(run.users(), json(R"({"userName": "$1"})", user["userName"]))
    );
}

const Exchange& bad_filter(Run& run) {
    run.require(run.features().filter, "filters");
    return run.search(run.users().endpoint, "title eq");
}

const Exchange& no_json(Run& run) {
    return run.send(
        {.method = "POST", .path = run.users().endpoint, .headers = {}, .body = "{\"schemas\": ["}
    );
}

const Exchange& no_token(Run& run) {
    return run.get(
        run.users().endpoint,
        {
            {"Authorization", ""}
    }
    );
}

const Exchange& no_endpoint(Run& run) {
    return run.get("/Nonsense");
}

const Exchange& bad_patch(Run& run) {
    run.require(run.features().patch, "PATCH");
    return run.operate(run.user_path(run.new_user()), "remove", "");
}

const Exchange& delete_unknown(Run& run) {
    return run.remove(run.users().endpoint + nobody);
}

constexpr Case cases[] = {
    {"unknown",        "an unknown resource",         unknown       },
    {"taken",          "a name that is taken",        taken         },
    {"bad-filter",     "a filter that is none",       bad_filter    },
    {"no-json",        "a body that is no JSON",      no_json       },
    {"no-token",       "a request without a token",   no_token      },
    {"no-endpoint",    "an endpoint that is none",    no_endpoint   },
    {"bad-patch",      "a PATCH that is refused",     bad_patch     },
    {"delete-unknown", "DELETE of what is not there", delete_unknown},
};

}  // namespace

void add(Suite& suite) {
    suite.topic("errors");
    for (const auto& one : cases) {
        suite.must(
            std::string("message:") + one.id,
            section,
            std::string("The error for ") + one.what +
                " is an Error message with its status as a string.",
            [&one](Run& run) {
                const auto& answer = one.ask(run);
                Run::expect(
                    answer.status() >= 400, "it answered " + std::to_string(answer.status())
                );
                expect_message(answer);
            }
        );
        suite.should(
            std::string("detail:") + one.id,
            section,
            std::string("The error for ") + one.what + " says in words what is wrong.",
            [&one](Run& run) {
                const auto& answer = one.ask(run);
                Run::expect(!answer.body["detail"].text().empty(), "there is no detail");
            }
        );
    }
    suite.must("no-json", section, "A body that is no JSON is 400 `invalidSyntax`.", [](Run& run) {
        Run::expect_error(no_json(run), 400, "invalidSyntax");
    });
    suite.must("not-an-object", section, "A body that is no object is 400.", [](Run& run) {
        for (const auto* body : {"[]", "\"text\"", "7", "null"})
            Run::expect_status(
                run.send(
                    {.method = "POST", .path = run.users().endpoint, .headers = {}, .body = body}
                ),
                {400}
            );
    });
    suite.must("no-body", section, "A POST without a body is refused.", [](Run& run) {
        Run::expect_refused(run.send(
            {.method = "POST",
             .path = run.users().endpoint,
             .headers = {{"Content-Type", "application/scim+json"}},
             .body = {}}
        ));
    });
    suite.must(
        "no-user-name",
        section,
        "A user whose userName is empty is refused: 400.",
        [](Run& run) {
            Run::expect_status(
                run.post(
                    run.users().endpoint, run.body_for(run.users(), json(R"({"userName": ""})"))
                ),
                {400}
            );
        }
    );
    suite.must(
        "wrong-schema",
        "RFC 7643 §3",
        "A body with a schema of another type only is refused: 400.",
        [](Run& run) {
            auto body = run.body_for(run.users());
            body.set("schemas", json(R"(["$1"])", group_urn));
            const auto& answer = run.post(run.users().endpoint, body);
            Run::prefer(!answer.ok(), "it was taken all the same");
            Run::expect_status(answer, {400});
        }
    );
    suite.must(
        "unknown-schema",
        "RFC 7643 §3",
        "A schema that nobody knows is refused, or ignored.",
        [](Run& run) {
            auto body = run.body_for(run.users());
            body.set("schemas", json(R"(["$1", "urn:example:nobody:knows"])", user_urn));
            const auto& answer = run.post(run.users().endpoint, body);
            Run::expect(
                answer.status() == 201 || answer.status() == 400,
                "it answered " + std::to_string(answer.status())
            );
            Run::expect(
                !contains(answer.body["schemas"], "urn:example:nobody:knows"),
                "it is in the resource's `schemas`"
            );
        }
    );
    suite.must("get-unknown-group", section, "An unknown group is 404.", [](Run& run) {
        Run::expect_status(run.get(run.groups().endpoint + nobody), {404});
    });
    suite.must("put-unknown", section, "PUT of an unknown group is 404.", [](Run& run) {
        Run::expect_status(
            run.put(run.groups().endpoint + nobody, run.body_for(run.groups())), {404}
        );
    });
    suite.must("delete-unknown", section, "DELETE of an unknown resource is 404.", [](Run& run) {
        Run::expect_status(delete_unknown(run), {404});
    });
    suite.must("no-endpoint", section, "An endpoint that is none is 404.", [](Run& run) {
        Run::expect_status(no_endpoint(run), {404});
    });
    suite.must(
        "detail-leaks-nothing",
        "RFC 7644 §7.8",
        "An error does not show the server's inside.",
        [](Run& run) {
            for (const auto& one : cases) {
                const auto text = lower(one.ask(run).response.body);
                for (const auto* word :
                     {"stack trace",
                      "at object.",
                      "sqlstate",
                      "traceback",
                      "exception in thread",
                      "node_modules"})
                    Run::expect(
                        text.find(word) == std::string::npos,
                        std::string("the error for ") + one.what + " has \"" + word + "\""
                    );
            }
        }
    );
}

}  // namespace usher::conformance::errors_checks
