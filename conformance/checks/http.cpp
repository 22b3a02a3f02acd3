// Media types, methods, headers and paths (RFC 7644 §3.1, §3.2, §3.8).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::http_checks {

namespace {

void expect_scim_json(const Exchange& answer) {
    const auto type = answer.header("Content-Type");
    Run::expect(
        type.starts_with("application/scim+json") || type.starts_with("application/json"),
        "Content-Type is \"" + type + "\""
    );
    Run::prefer(type.starts_with("application/scim+json"), "Content-Type is \"" + type + "\"");
}

}  // namespace

void add(Suite& suite) {
    suite.topic("http");
    suite.must(
        "type-of-resource",
        "RFC 7644 §8.1",
        "A resource is `application/scim+json`.",
        [](Run& run) { expect_scim_json(run.get(run.user_path(run.new_user()))); }
    );
    suite.must("type-of-list", "RFC 7644 §8.1", "A list is `application/scim+json`.", [](Run& run) {
        expect_scim_json(run.get(run.users().endpoint + "?count=1"));
    });
    suite.must(
        "type-of-created",
        "RFC 7644 §8.1",
        "The answer to POST is `application/scim+json`.",
        [](Run& run) {
            expect_scim_json(run.post(run.users().endpoint, run.body_for(run.users())));
        }
    );
    suite.must(
        "type-of-error",
        "RFC 7644 §8.1",
        "An error is `application/scim+json`.",
        [](Run& run) {
            expect_scim_json(run.get(run.users().endpoint + "/00000000-0000-4000-8000-00000000dead")
            );
        }
    );
    suite.must(
        "accept-json",
        "RFC 7644 §3.8",
        "Accept: application/json is answered.",
        [](Run& run) {
            const auto& answer = run.get(
                run.users().endpoint + "?count=1",
                {
                    {"Accept", "application/json"}
            }
            );
            Run::expect_status(answer, {200});
            Run::expect(answer.body.is_object(), "the answer is no JSON object");
        }
    );
    suite.must("accept-any", "RFC 7644 §3.8", "Accept: */* is answered with JSON.", [](Run& run) {
        const auto& answer = run.get(
            run.users().endpoint + "?count=1",
            {
                {"Accept", "*/*"}
        }
        );
        Run::expect_status(answer, {200});
        Run::expect(answer.body.is_object(), "the answer is no JSON object");
    });
    suite.must(
        "accept-none",
        "RFC 7644 §3.8",
        "Without Accept it is answered with JSON.",
        [](Run& run) {
            const auto& answer = run.get(
                run.users().endpoint + "?count=1",
                {
                    {"Accept", ""}
            }
            );
            Run::expect_status(answer, {200});
            Run::expect(answer.body.is_object(), "the answer is no JSON object");
        }
    );
    suite.must(
        "accept-list",
        "RFC 9110 §12.5.1",
        "Accept with several types and weights is understood.",
        [](Run& run) {
            Run::expect_status(
                run.get(
                    run.users().endpoint + "?count=1",
                    {
                        {"Accept", "text/html;q=0.3, application/scim+json;q=0.9, */*;q=0.1"}
            }
                ),
                {200}
            );
        }
    );
    suite.must(
        "send-json",
        "RFC 7644 §3.8",
        "A body of type application/json is taken.",
        [](Run& run) {
            Run::expect_status(
                run.post(
                    run.users().endpoint,
                    run.body_for(run.users()),
                    {
                        {"Content-Type", "application/json"}
            }
                ),
                {201}
            );
        }
    );
    suite.must(
        "send-charset",
        "RFC 7644 §3.8",
        "A charset of UTF-8 in Content-Type is taken.",
        [](Run& run) {
            Run::expect_status(
                run.post(
                    run.users().endpoint,
                    run.body_for(run.users()),
                    {
                        {"Content-Type", "application/scim+json; charset=utf-8"}
            }
                ),
                {201}
            );
        }
    );
    suite.should(
        "send-other",
        "RFC 9110 §15.5.16",
        "A body of another media type is refused: 415.",
        [](Run& run) {
            const auto& answer = run.post(
                run.users().endpoint,
                run.body_for(run.users()),
                {
                    {"Content-Type", "text/plain"}
            }
            );
            Run::expect_status(answer, {415, 400});
        }
    );
    suite.must(
        "unknown-parameter",
        "RFC 7644 §3.4.2",
        "A query parameter that SCIM does not have is ignored.",
        [](Run& run) {
            Run::expect_status(run.get(run.users().endpoint + "?count=1&colour=blue"), {200});
        }
    );
    suite.must(
        "method-not-allowed",
        "RFC 9110 §15.5.6",
        "A method that an endpoint does not have is refused.",
        [](Run& run) {
            const auto& answer = run.send(
                {.method = "PATCH", .path = run.users().endpoint, .headers = {}, .body = "{}"}
            );
            Run::expect(
                answer.status() == 405 || answer.status() == 404 || answer.status() == 501 ||
                    answer.status() == 400,
                "it answered " + std::to_string(answer.status())
            );
        }
    );
    suite.should(
        "allow-header",
        "RFC 9110 §15.5.6",
        "405 says in `Allow` which methods there are.",
        [](Run& run) {
            const auto& answer = run.send(
                {.method = "PATCH", .path = run.users().endpoint, .headers = {}, .body = "{}"}
            );
            if (answer.status() != 405) throw Skip{"the server does not answer 405"};
            Run::expect(!answer.header("Allow").empty(), "there is no Allow header");
        }
    );
    suite.must(
        "unknown-method",
        "RFC 9110 §15.6.2",
        "A method that nobody knows is refused.",
        [](Run& run) {
            const auto& answer =
                run.send({.method = "BREW", .path = run.users().endpoint, .headers = {}, .body = {}}
                );
            Run::expect(answer.status() >= 400, "it answered " + std::to_string(answer.status()));
        }
    );
    suite.must("post-on-resource", "RFC 7644 §3.2", "POST on a resource is refused.", [](Run& run) {
        const auto user = run.new_user();
        const auto& answer = run.post(run.user_path(user), run.body_for(run.users()));
        Run::expect(
            answer.status() >= 400 && answer.status() != 500,
            "it answered " + std::to_string(answer.status())
        );
    });
    suite.should("head", "RFC 9110 §9.3.2", "HEAD answers as GET, without a body.", [](Run& run) {
        const auto user = run.new_user();
        const auto& answer =
            run.send({.method = "HEAD", .path = run.user_path(user), .headers = {}, .body = {}});
        Run::expect_status(answer, {200});
        Run::expect(answer.response.body.empty(), "there is a body");
    });
    suite.should(
        "encoded-path",
        "RFC 3986 §2.4",
        "Percent-encoding in a path is understood.",
        [](Run& run) {
            const auto id = run.new_user()["id"].text();
            const auto coded =
                std::string("%") + "0123456789ABCDEF"[static_cast<unsigned char>(id[0]) >> 4U] +
                "0123456789ABCDEF"[static_cast<unsigned char>(id[0]) & 15U] + id.substr(1);
            Run::expect_status(run.get(run.users().endpoint + "/" + coded), {200});
        }
    );
    suite.must(
        "plus-in-query",
        "RFC 7644 §3.4.2.2",
        "A `+` in a filter that is encoded as %2B is a plus.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const auto name = run.unique("plus") + "+tag@example.org";
            run.new_user(json(R"({"userName": "$1"})", name));
            Run::expect(
                Run::ids(run.search(run.users().endpoint, "userName eq " + as_literal(name)))
                        .size() == 1,
                "the user was not found"
            );
        }
    );
    suite.must("no-content-no-body", "RFC 9110 §15.3.5", "204 comes without a body.", [](Run& run) {
        const auto& answer = run.remove(run.user_path(run.new_user()));
        if (answer.status() != 204) throw Skip{"it answered " + std::to_string(answer.status())};
        Run::expect(answer.response.body.empty(), "there is a body");
    });
    suite.must("utf-8", "RFC 7644 §3.8", "Answers are UTF-8.", [](Run& run) {
        const auto& answer = run.get(run.user_path(run.new_user()));
        const auto type = lower(answer.header("Content-Type"));
        Run::expect(
            type.find("charset") == std::string::npos || type.find("utf-8") != std::string::npos,
            "Content-Type is " + type
        );
        Run::expect(
            json_fault(answer.response.body).empty(),
            "the body is no UTF-8 JSON: " + json_fault(answer.response.body)
        );
    });
    suite.must(
        "kept-connection",
        "RFC 9112 §9.3",
        "Many requests in a row are answered each.",
        [](Run& run) {
            const auto user = run.new_user();
            for (int index = 0; index < 20; ++index)
                Run::expect_equal(run.get(run.user_path(user)).body["id"], user["id"], "id");
        }
    );
    suite.must(
        "location-leads-there",
        "RFC 7644 §3.3",
        "The path of Location is where the resource is.",
        [](Run& run) {
            const auto& answer = run.post(run.users().endpoint, run.body_for(run.users()));
            Run::expect_status(answer, {201});
            const auto location = answer.header("Location");
            const auto at = location.find(run.users().endpoint + "/");
            Run::expect(at != std::string::npos, "Location is \"" + location + "\"");
            Run::expect_status(run.get(location.substr(at)), {200});
        }
    );
}

}  // namespace usher::conformance::http_checks
