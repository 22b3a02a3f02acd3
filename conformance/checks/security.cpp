// Who is not let in, and what hostile input may not do (RFC 7644 §2, §7).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::security_checks {

namespace {

void expect_no_failure(const Exchange& answer) {
    Run::expect(answer.status() < 500, "it failed with " + std::to_string(answer.status()));
}

void expect_alive(Run& run) {
    Run::expect_status(run.get(run.users().endpoint + "?count=1"), {200});
}

const Exchange& post_text(Run& run, std::string body) {
    return run.send(
        {.method = "POST",
         .path = run.users().endpoint,
         .headers = {{"Content-Type", "application/scim+json"}},
         .body = std::move(body)}
    );
}

}  // namespace

void add(Suite& suite) {
    suite.topic("security");
    suite.must("no-token", "RFC 7644 §2", "Without a token: 401.", [](Run& run) {
        Run::expect_status(
            run.get(
                run.users().endpoint,
                {
                    {"Authorization", ""}
        }
            ),
            {401}
        );
    });
    suite.must("wrong-token", "RFC 7644 §2", "With a wrong token: 401.", [](Run& run) {
        if (run.get(
                   run.users().endpoint + "?count=1",
                   {
                       {"Authorization", "Bearer not-a-token"}
        }
            ).status() == 200)
            throw Failure{"any token is taken"};
        Run::expect_status(
            run.get(
                run.users().endpoint,
                {
                    {"Authorization", "Bearer not-a-token"}
        }
            ),
            {401}
        );
    });
    suite.must("other-scheme", "RFC 7644 §2", "With another scheme: 401.", [](Run& run) {
        Run::expect_status(
            run.get(
                run.users().endpoint,
                {
                    {"Authorization", "Basic bm9ib2R5Om5vdGhpbmc="}
        }
            ),
            {401}
        );
    });
    suite.must(
        "challenge",
        "RFC 9110 §15.5.2",
        "401 says in WWW-Authenticate how to authenticate.",
        [](Run& run) {
            const auto& answer = run.get(
                run.users().endpoint,
                {
                    {"Authorization", ""}
            }
            );
            Run::expect_status(answer, {401});
            Run::expect(!answer.header("WWW-Authenticate").empty(), "there is no WWW-Authenticate");
        }
    );
    suite.must(
        "write-without-token",
        "RFC 7644 §2",
        "Nothing is created without a token.",
        [](Run& run) {
            Run::expect_status(
                run.post(
                    run.users().endpoint,
                    run.body_for(run.users()),
                    {
                        {"Authorization", ""}
            }
                ),
                {401}
            );
        }
    );
    suite.must(
        "delete-without-token",
        "RFC 7644 §2",
        "Nothing is deleted without a token.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto answer = run.remove(
                run.user_path(user),
                {
                    {"Authorization", ""}
            }
            );
            Run::expect_status(answer, {401});
            Run::expect_status(run.get(run.user_path(user)), {200});
        }
    );
    suite.must(
        "token-not-echoed",
        "RFC 7644 §7.4",
        "An error does not show the token.",
        [](Run& run) {
            const auto& answer = run.get("/Nonsense");
            const auto& token = run.session().client().address().token;
            Run::expect(
                token.size() < 8 || answer.response.body.find(token) == std::string::npos,
                "it shows the token"
            );
        }
    );
    suite.must(
        "token-in-query",
        "RFC 7644 §7.5.2",
        "A token in the URL does not let in.",
        [](Run& run) {
            const auto& token = run.session().client().address().token;
            const auto answer = run.session().client().send(
                {.method = "GET",
                 .path = run.users().endpoint + "?count=1&access_token=" + encoded(token),
                 .headers = {{"Authorization", ""}},
                 .body = {}}
            );
            Run::prefer(answer.status() == 401, "it answered " + std::to_string(answer.status()));
        }
    );
    suite.must(
        "sql-in-filter",
        "RFC 7644 §7.3",
        "A filter's value is a value, whatever stands in it.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            run.new_user();
            for (const auto* value :
                 {"' OR '1'='1", "x'; DROP TABLE users; --", "\\", "%", "${7*7}", "*)(uid=*"}) {
                const auto& answer =
                    run.search(run.users().endpoint, "userName eq " + as_literal(value));
                expect_no_failure(answer);
                if (answer.status() == 200)
                    Run::expect(
                        Run::ids(answer).empty(), std::string("it finds somebody: ") + value
                    );
            }
            expect_alive(run);
        }
    );
    suite.must(
        "quotes-in-values",
        "RFC 7644 §7.3",
        "Quotes and brackets in a name come back as they were.",
        [](Run& run) {
            run.require_user_attribute("displayName");
            const std::string name = R"(O'Brien "Bob" <b>\ {{7*7}} -- ;)";
            const auto user = run.new_user(json(R"({"displayName": "$1"})", name));
            Run::expect_equal(
                run.get(run.user_path(user)).body["displayName"], name, "displayName"
            );
        }
    );
    suite.must(
        "path-traversal",
        "RFC 7644 §7.3",
        "A path out of the endpoint leads nowhere.",
        [](Run& run) {
            for (const auto* tail : {"/..%2f..%2fetc%2fpasswd", "/%2e%2e%2f", "/%00"}) {
                const auto& answer = run.get(run.users().endpoint + tail);
                expect_no_failure(answer);
                Run::expect(
                    answer.response.body.find("root:") == std::string::npos, "it shows a file"
                );
            }
        }
    );
    suite.must(
        "deep-json",
        "RFC 8259 §9",
        "Very deep JSON does not bring the server down.",
        [](Run& run) {
            expect_no_failure(post_text(run, std::string(20'000, '[') + std::string(20'000, ']')));
            expect_alive(run);
        }
    );
    suite.must(
        "large-body",
        "RFC 7644 §7.3",
        "A body of some megabytes is taken or refused, and the server lives.",
        [](Run& run) {
            const auto body = run.body_for(
                run.users(), json(R"({"displayName": "$1"})", std::string(6'000'000, 'x'))
            );
            // A server may also close the connection before it has read all of that.
            auto exchange = run.session().client().send(
                {.method = "POST",
                 .path = run.users().endpoint,
                 .headers = {},
                 .body = to_text(body)}
            );
            exchange.request.body.resize(200);
            run.keep(exchange);
            if (exchange.status() == 201) run.session().created(run.user_path(exchange.body));
            expect_no_failure(exchange);
            expect_alive(run);
        }
    );
    suite.must(
        "bad-utf-8",
        "RFC 8259 §8.1",
        "Bytes that are no UTF-8 are refused, or replaced.",
        [](Run& run) {
            run.require_user_attribute("displayName");
            auto text = to_text(run.body_for(run.users(), json(R"({"displayName": "BYTES"})")));
            text.replace(text.find("BYTES"), 5, "\xff\xfe\xc3");
            const auto& answer = post_text(run, text);
            expect_no_failure(answer);
            if (answer.status() == 201)
                Run::expect(json_fault(answer.response.body).empty(), "the answer is no UTF-8");
        }
    );
    suite.must("nul-in-text", "RFC 8259 §7", "U+0000 in a text does no harm.", [](Run& run) {
        auto text = to_text(run.body_for(run.users(), json(R"({"displayName": "NUL"})")));
        text.replace(text.find("NUL"), 3, "a\\u0000b");
        expect_no_failure(post_text(run, text));
        expect_alive(run);
    });
    suite.must(
        "lone-surrogate",
        "RFC 8259 §8.2",
        "Half a surrogate pair in a text does no harm.",
        [](Run& run) {
            auto text = to_text(run.body_for(run.users(), json(R"({"displayName": "HALF"})")));
            text.replace(text.find("HALF"), 4, "\\ud83d");
            const auto& answer = post_text(run, text);
            expect_no_failure(answer);
            expect_alive(run);
        }
    );
    suite.must(
        "key-twice",
        "RFC 8259 §4",
        "A key that stands twice is refused, or one of the two counts.",
        [](Run& run) {
            auto text = to_text(run.body_for(run.users()));
            text.insert(1, R"("displayName": "one", "displayName": "two", )");
            const auto& answer = post_text(run, text);
            Run::expect(
                answer.status() == 201 || answer.status() == 400,
                "it answered " + std::to_string(answer.status())
            );
        }
    );
    suite.must(
        "prototype",
        "RFC 7644 §7.3",
        "`__proto__` and `constructor` are names like others.",
        [](Run& run) {
            auto text = to_text(run.body_for(run.users()));
            text.insert(
                1,
                R"("__proto__": {"active": false, "polluted": true}, "constructor": {"prototype": {"polluted": true}}, )"
            );
            expect_no_failure(post_text(run, text));
            const auto user = run.new_user();
            Run::expect(!user["polluted"].present(), "a later user has what was sent there");
            expect_alive(run);
        }
    );
    suite.must(
        "long-url",
        "RFC 9110 §4.1",
        "A very long URL is answered or refused, and the server lives.",
        [](Run& run) {
            const auto exchange = run.session().client().send(
                {.method = "GET",
                 .path = run.users().endpoint + "?attributes=" + std::string(60'000, 'a'),
                 .headers = {},
                 .body = {}}
            );
            expect_no_failure(exchange);
            expect_alive(run);
        }
    );
    suite.must("passwords-in-lists", "RFC 7643 §4.1.1", "No list shows a password.", [](Run& run) {
        run.require_user_attribute("password");
        run.new_user(json(R"({"password": "$1"})", "Xy7!" + run.unique("pw")));
        for (const auto* parameters :
             {"?count=100",
              "?count=100&attributes=password",
              "?count=100&attributes=userName,password"})
            for (const auto& user :
                 Run::expect_list(run.get(run.users().endpoint + parameters)).elements())
                Run::expect(!user.find("password").present(), "a user in the list has one");
    });
    suite.must(
        "password-by-patch",
        "RFC 7643 §4.1.1",
        "The answer to a PATCH of the password does not show it.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            run.require_user_attribute("password");
            const auto secret = "Xy7!" + run.unique("pw");
            const auto& answer =
                run.operate(run.user_path(run.new_user()), "replace", "password", secret);
            Run::expect(
                answer.response.body.find(secret) == std::string::npos, "it shows the password"
            );
        }
    );
    suite.must(
        "nothing-from-version",
        "RFC 9110 §10.2.4",
        "No header names the software's version.",
        [](Run& run) {
            const auto& answer = run.get(run.users().endpoint + "?count=1");
            for (const auto* name : {"Server", "X-Powered-By"}) {
                const auto value = answer.header(name);
                Run::prefer(value.empty(), std::string(name) + ": " + value);
            }
        }
    );
}

}  // namespace usher::conformance::security_checks
