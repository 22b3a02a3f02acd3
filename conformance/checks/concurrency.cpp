// Several clients at once: no update and no member may get lost (RFC 7644 §3.5.2, §3.14).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <thread>

namespace usher::conformance::concurrency_checks {

namespace {

constexpr int threads = 8;

/// Lets `threads` clients send what `request` makes for each, `rounds` times, all at once.
std::vector<Exchange> at_once(
    Run& run, int rounds, const std::function<Request(int, int)>& request
) {
    std::vector<std::vector<Exchange>> answers(threads);
    {
        std::vector<std::jthread> workers;
        for (int worker = 0; worker < threads; ++worker) {
            workers.emplace_back([&, worker] {
                Client client(run.session().client().address());
                for (int round = 0; round < rounds; ++round) {
                    try {
                        answers[static_cast<std::size_t>(worker)].push_back(
                            client.send(request(worker, round))
                        );
                    } catch (const Interrupted&) {
                        return;
                    }
                }
            });
        }
    }
    std::vector<Exchange> all;
    for (auto& some : answers)
        for (auto& one : some) {
            if (one.status() == 201 && one.body["id"].is_text())
                run.session().created(one.request.path + "/" + encoded(one.body["id"].text()));
            all.push_back(std::move(one));
        }
    return all;
}

/// Servers may ask to try again: 409, 412, 429 and 503 are no lost update, for the client is told.
bool told_to_retry(const Exchange& answer) {
    return answer.status() == 409 || answer.status() == 412 || answer.status() == 429 ||
           answer.status() == 503;
}

Request patch_request(const std::string& path, const Value& operation) {
    return {
        .method = "PATCH",
        .path = path,
        .headers = {},
        .body =
            to_text(json(R"({"schemas": ["$1"], "Operations": ["$2"]})", patch_urn, operation))};
}

void expect_answers(Run& run, const std::vector<Exchange>& answers) {
    for (const auto& answer : answers) {
        if (answer.ok() || told_to_retry(answer)) continue;
        run.keep(answer);
        throw Failure{
            "a request answered " + std::to_string(answer.status()) + " " + answer.response.fault};
    }
}

std::vector<Value> some_users(Run& run) {
    std::vector<Value> users;
    for (int index = 0; index < threads * 2; ++index)
        users.push_back(run.new_user());
    return users;
}

}  // namespace

void add(Suite& suite) {
    suite.topic("concurrency");
    suite.must(
        "members-added",
        "RFC 7644 §3.5.2.1",
        "Members added at once by several clients are all there.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto users = some_users(run);
            const auto group = run.new_group();
            const auto answers = at_once(run, 2, [&](int worker, int round) {
                const auto& id = users[static_cast<std::size_t>(worker * 2 + round)]["id"];
                return patch_request(
                    run.group_path(group),
                    json(R"({"op": "add", "path": "members", "value": [{"value": "$1"}]})", id)
                );
            });
            expect_answers(run, answers);
            const auto taken =
                std::ranges::count_if(answers, [](const Exchange& answer) { return answer.ok(); });
            const auto& members = run.get(run.group_path(group)).body["members"];
            Run::expect(
                static_cast<std::ptrdiff_t>(members.size()) >= taken,
                std::to_string(taken) + " were taken, " + std::to_string(members.size()) +
                    " are there"
            );
        }
    );
    suite.must(
        "members-removed",
        "RFC 7644 §3.5.2.2",
        "Members removed at once are all gone, and no others.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto users = some_users(run);
            const auto stays = run.new_user();
            auto all = users;
            all.push_back(stays);
            const auto group = run.new_group_of(all);
            const auto answers = at_once(run, 2, [&](int worker, int round) {
                const auto& id = users[static_cast<std::size_t>(worker * 2 + round)]["id"];
                return patch_request(
                    run.group_path(group),
                    json(
                        R"({"op": "remove", "path": "$1"})",
                        "members[value eq " + as_literal(id.text()) + "]"
                    )
                );
            });
            expect_answers(run, answers);
            const auto taken =
                std::ranges::count_if(answers, [](const Exchange& answer) { return answer.ok(); });
            const auto& members = run.get(run.group_path(group)).body["members"];
            Run::expect(
                element_with(members, "value", stays["id"]).present(),
                "a member that nobody removed is gone"
            );
            Run::expect(
                static_cast<std::ptrdiff_t>(members.size()) <=
                    static_cast<std::ptrdiff_t>(all.size()) - taken,
                "a member that was removed is still there"
            );
        }
    );
    suite.must(
        "members-added-while-renamed",
        "RFC 7644 §3.5.2",
        "Renaming a group loses no member that is added meanwhile.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto users = some_users(run);
            const auto group = run.new_group();
            const auto name = run.unique("moving");
            const auto answers = at_once(run, 4, [&](int worker, int round) {
                if (round % 2 == 0)
                    return patch_request(
                        run.group_path(group),
                        json(
                            R"({"op": "replace", "path": "displayName", "value": "$1"})",
                            name + std::to_string(worker)
                        )
                    );
                const auto& id = users[static_cast<std::size_t>(worker * 2 + round / 2)]["id"];
                return patch_request(
                    run.group_path(group),
                    json(R"({"op": "add", "path": "members", "value": [{"value": "$1"}]})", id)
                );
            });
            expect_answers(run, answers);
            const auto taken = std::ranges::count_if(answers, [](const Exchange& answer) {
                return answer.ok() && answer.request.body.find("members") != std::string::npos;
            });
            const auto& members = run.get(run.group_path(group)).body["members"];
            Run::expect(
                static_cast<std::ptrdiff_t>(members.size()) >= taken,
                std::to_string(taken) + " were taken, " + std::to_string(members.size()) +
                    " are there"
            );
        }
    );
    suite.must(
        "attributes-patched",
        "RFC 7644 §3.5.2",
        "Changes of different attributes at once are all there.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            const char* names[] = {"title", "nickName", "displayName", "userType"};
            for (const auto* name : names)
                run.require_user_attribute(name);
            const auto user = run.new_user();
            std::vector<std::vector<Exchange>> all;
            const auto answers = at_once(run, 3, [&](int worker, int round) {
                return patch_request(
                    run.user_path(user),
                    json(
                        R"({"op": "replace", "path": "$1", "value": "$2"})",
                        names[worker % 4],
                        "round " + std::to_string(round)
                    )
                );
            });
            expect_answers(run, answers);
            const auto& body = run.get(run.user_path(user)).body;
            for (const auto* name : names) {
                const bool taken = std::ranges::any_of(answers, [&](const Exchange& answer) {
                    return answer.ok() && answer.request.body.find(name) != std::string::npos;
                });
                if (taken)
                    Run::expect(
                        body[name].text().starts_with("round "), std::string(name) + " was lost"
                    );
            }
        }
    );
    suite.must(
        "values-added",
        "RFC 7644 §3.5.2.1",
        "Values added at once to one attribute are all there.",
        [](Run& run) {
            run.require(run.features().patch, "PATCH");
            run.require_user_attribute("emails");
            const auto user = run.new_user();
            const auto answers = at_once(run, 1, [&](int worker, int) {
                return patch_request(
                    run.user_path(user),
                    json(
                        R"({"op": "add", "path": "emails", "value": [{"value": "$1"}]})",
                        "c" + std::to_string(worker) + "@example.org"
                    )
                );
            });
            expect_answers(run, answers);
            const auto& emails = run.get(run.user_path(user)).body["emails"];
            for (const auto& answer : answers) {
                if (!answer.ok()) continue;
                const auto at = answer.request.body.find("@example.org");
                const auto mail = answer.request.body.substr(at - 2, 2) + "@example.org";
                Run::expect(element_with(emails, "value", mail).present(), mail + " was lost");
            }
        }
    );
    suite.must(
        "one-name",
        "RFC 7643 §4.1.1",
        "Of several clients that create one userName at once, one succeeds.",
        [](Run& run) {
            const auto body = to_text(run.body_for(run.users()));
            const auto answers = at_once(run, 1, [&](int, int) {
                return Request{
                    .method = "POST", .path = run.users().endpoint, .headers = {}, .body = body};
            });
            const auto made = std::ranges::count_if(answers, [](const Exchange& answer) {
                return answer.status() == 201;
            });
            expect_answers(run, answers);
            Run::expect(made == 1, std::to_string(made) + " succeeded");
        }
    );
    suite.must(
        "one-version",
        "RFC 7644 §3.14",
        "Of several clients that replace one version at once, one succeeds; the others are told "
        "412.",
        [](Run& run) {
            run.require(run.features().etag, "ETags");
            const auto user = run.new_user();
            const auto etag = run.get(run.user_path(user)).header("ETag");
            Run::expect(!etag.empty(), "there is no ETag");
            const auto answers = at_once(run, 1, [&](int worker, int) {
                auto body = run.body_for(
                    run.users(),
                    json(
                        R"({"userName": "$1", "displayName": "$2"})",
                        user["userName"],
                        "Writer " + std::to_string(worker)
                    )
                );
                return Request{
                    .method = "PUT",
                    .path = run.user_path(user),
                    .headers = {{"If-Match", etag}},
                    .body = to_text(body)};
            });
            const auto done =
                std::ranges::count_if(answers, [](const Exchange& answer) { return answer.ok(); });
            expect_answers(run, answers);
            Run::expect(done == 1, std::to_string(done) + " succeeded");
        }
    );
    suite.must(
        "created",
        "RFC 7644 §3.3",
        "Users created at once are all there, each with its own id.",
        [](Run& run) {
            const auto answers = at_once(run, 4, [&](int, int) {
                return Request{
                    .method = "POST",
                    .path = run.users().endpoint,
                    .headers = {},
                    .body = to_text(run.body_for(run.users()))};
            });
            expect_answers(run, answers);
            std::set<std::string> ids;
            for (const auto& answer : answers) {
                if (answer.status() != 201) continue;
                Run::expect(ids.insert(answer.body["id"].text()).second, "two have one id");
                Run::expect_status(run.get(run.user_path(answer.body)), {200});
            }
        }
    );
    suite.must(
        "replaced-whole",
        "RFC 7644 §3.5.1",
        "After several PUTs at once the resource is as one of them said, not a mixture.",
        [](Run& run) {
            run.require_user_attribute("displayName");
            run.require_user_attribute("title");
            const auto user = run.new_user();
            const auto answers = at_once(run, 2, [&](int worker, int) {
                const auto word = "writer " + std::to_string(worker);
                return Request{
                    .method = "PUT",
                    .path = run.user_path(user),
                    .headers = {},
                    .body = to_text(run.body_for(
                        run.users(),
                        json(
                            R"({"userName": "$1", "displayName": "$2", "title": "$2"})",
                            user["userName"],
                            word
                        )
                    ))};
            });
            expect_answers(run, answers);
            const auto& body = run.get(run.user_path(user)).body;
            Run::expect_equal(body["title"], body["displayName"], "title");
        }
    );
    suite.must(
        "deleted-once",
        "RFC 7644 §3.6",
        "Of several clients that delete a resource at once, one succeeds; the others are told 404.",
        [](Run& run) {
            const auto user = run.new_user();
            const auto path = run.user_path(user);
            const auto answers = at_once(run, 1, [&](int, int) {
                return Request{.method = "DELETE", .path = path, .headers = {}, .body = {}};
            });
            for (const auto& answer : answers)
                Run::expect(
                    answer.ok() || answer.status() == 404 || told_to_retry(answer),
                    "a request answered " + std::to_string(answer.status())
                );
            Run::expect(
                std::ranges::any_of(answers, [](const Exchange& answer) { return answer.ok(); }),
                "none succeeded"
            );
            Run::expect_status(run.get(path), {404});
        }
    );
    suite.must(
        "list-while-writing",
        "RFC 7644 §3.4.2",
        "Lists that are read while others write are lists.",
        [](Run& run) {
            const auto answers = at_once(run, 4, [&](int worker, int) {
                if (worker % 2 == 0)
                    return Request{
                        .method = "GET",
                        .path = run.users().endpoint + "?count=20",
                        .headers = {},
                        .body = {}};
                return Request{
                    .method = "POST",
                    .path = run.users().endpoint,
                    .headers = {},
                    .body = to_text(run.body_for(run.users()))};
            });
            expect_answers(run, answers);
            for (const auto& answer : answers)
                if (answer.request.method == "GET" && answer.ok()) Run::expect_list(answer);
        }
    );
}

}  // namespace usher::conformance::concurrency_checks
