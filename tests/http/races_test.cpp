// Writers that meet (domain.md, C14 and C1): no update is lost, no member, no name given twice.
#include "tests/support/test_server.hpp"

#include <atomic>
#include <functional>
#include <numeric>
#include <thread>

#include <catch2/catch.hpp>

namespace usher::test::races_test {

namespace {

constexpr int rounds = 1'000;

/// A client for a thread of its own: it notes nothing for Catch, which is not for threads.
class Writer {
  public:
    Writer(int port, std::string token) : http_(port), token_(std::move(token)) {}

    Answer send(const char* method, const std::string& path, const Json& body, Headers more = {}) {
        more.emplace_back("Authorization", "Bearer " + token_);
        more.emplace_back("Content-Type", "application/scim+json");
        return http_.send(method, "/scim/v2" + path, more, body.dump());
    }

    Answer patch(const std::string& path, const Json& operation, Headers more = {}) {
        return send(
            "PATCH",
            path,
            Json{
                {"schemas",    {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
                {"Operations", Json::array({operation})                         },
        },
            std::move(more)
        );
    }

  private:
    HttpClient http_;
    std::string token_;
};

/// Runs `work` with each number below `count`, in as many threads, and waits for all. What they
/// return is how often something went wrong.
int at_once(int count, const std::function<int(int number)>& work) {
    std::vector<int> failures(static_cast<std::size_t>(count), 0);
    {
        std::vector<std::jthread> threads;
        for (int number = 0; number < count; ++number) {
            threads.emplace_back([&, number] {
                failures[static_cast<std::size_t>(number)] = work(number);
            });
        }
    }
    return std::accumulate(failures.begin(), failures.end(), 0);
}

}  // namespace

TEST_CASE("C14: two writers on one User lose none of 1,000 updates each") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", user("ann"));
    const int failures = at_once(2, [&](int number) {
        Writer writer(client.port(), client.token());
        const char* attribute = number == 0 ? "title" : "nickName";
        int wrong = 0;
        for (int round = 1; round <= rounds; ++round) {
            const Json change{
                {"op",    "replace"            },
                {"path",  attribute            },
                {"value", std::to_string(round)},
            };
            const auto answer = writer.patch(path, change);
            // What was written must still be there: the other one writes another attribute.
            wrong +=
                answer.status != 200 || answer.json().value(attribute, "") != std::to_string(round)
                    ? 1
                    : 0;
        }
        return wrong;
    });
    CHECK(failures == 0);
    const auto left = client.read(path);
    CHECK(left["title"] == std::to_string(rounds));
    CHECK(left["nickName"] == std::to_string(rounds));
}

TEST_CASE("C14: two writers with If-Match on one User succeed exactly once for each version") {
    auto client = each_directory();
    const auto path = "/Users/" + client.create_id("/Users", user("ann", R"({"title": "0"})"_body));
    constexpr int increments = 200;
    const int failures = at_once(2, [&](int) {
        Writer writer(client.port(), client.token());
        int done = 0;
        int wrong = 0;
        while (done < increments && wrong == 0) {
            const auto read = writer.send("GET", path, Json());
            const auto next = std::stoi(read.json().value("title", "0")) + 1;
            const auto answer = writer.patch(
                path,
                Json{
                    {"op",    "replace"           },
                    {"path",  "title"             },
                    {"value", std::to_string(next)}
            },
                {{"If-Match", read.header("ETag")}}
            );
            done += answer.status == 200 ? 1 : 0;
            wrong += answer.status != 200 && answer.status != 412 ? 1 : 0;
        }
        return wrong;
    });
    CHECK(failures == 0);
    CHECK(client.read(path)["title"] == std::to_string(2 * increments));
}

TEST_CASE("C14: two writers on one Group lose no member and keep none wrongly, 1,000 times each") {
    auto client = each_directory();
    constexpr std::size_t each = 20;
    std::vector<Texts> people(2);
    for (std::size_t number = 0; number < 2 * each; ++number) {
        people[number % 2].push_back(client.create_id("/Users", user("u" + std::to_string(number)))
        );
    }
    const auto path = "/Groups/" + client.create_id("/Groups", group("team"));
    const int failures = at_once(2, [&](int number) {
        Writer writer(client.port(), client.token());
        const auto& mine = people[static_cast<std::size_t>(number)];
        int wrong = 0;
        for (int round = 0; round < rounds; ++round) {
            // Every one of mine is added in one lap and removed in the next, the last lap adds.
            const auto& id = mine[static_cast<std::size_t>(round) % each];
            const bool adds = (static_cast<std::size_t>(rounds - 1 - round) / each) % 2 == 0;
            const auto change =
                adds ? Json{{"op", "add"}, {"path", "members"}, {"value", members({id})}}
                     : Json{{"op", "remove"}, {"path", "members[value eq \"" + id + "\"]"}};
            wrong += writer.patch(path, change).status == 204 ? 0 : 1;
        }
        return wrong;
    });
    CHECK(failures == 0);
    auto expected = people[0];
    expected.insert(expected.end(), people[1].begin(), people[1].end());
    CHECK(sorted(pluck(client.read(path)["members"], "value")) == sorted(expected));
}

TEST_CASE("C14: members added by ten writers at once are all there") {
    auto client = each_directory();
    constexpr int writers = 10;
    constexpr int people_each = 20;
    std::vector<Texts> people(writers);
    for (int number = 0; number < writers * people_each; ++number) {
        people[static_cast<std::size_t>(number % writers)].push_back(
            client.create_id("/Users", user("u" + std::to_string(number)))
        );
    }
    const auto path = "/Groups/" + client.create_id("/Groups", group("team"));
    const int failures = at_once(writers, [&](int number) {
        Writer writer(client.port(), client.token());
        int wrong = 0;
        for (const auto& id : people[static_cast<std::size_t>(number)]) {
            const Json change{
                {"op",    "add"        },
                {"path",  "members"    },
                {"value", members({id})}
            };
            wrong += writer.patch(path, change).status == 204 ? 0 : 1;
        }
        return wrong;
    });
    CHECK(failures == 0);
    CHECK(client.read(path)["members"].size() == writers * people_each);
}

TEST_CASE("C14: a member that is deleted while it is added is no member afterwards") {
    auto client = each_directory();
    const auto path = "/Groups/" + client.create_id("/Groups", group("team"));
    for (int round = 0; round < 50; ++round) {
        const auto id = client.create_id("/Users", user("u" + std::to_string(round)));
        int deleted = 0;
        int added = 0;
        at_once(2, [&](int number) {
            Writer writer(client.port(), client.token());
            if (number == 0) {
                deleted = writer.send("DELETE", "/Users/" + id, Json()).status;
            } else {
                const Json change{
                    {"op",    "add"        },
                    {"path",  "members"    },
                    {"value", members({id})}
                };
                added = writer.patch(path, change).status;
            }
            return 0;
        });
        CHECK(deleted == 204);
        CHECK((added == 204 || added == 400));
        CHECK(lacks(client.read(path), "members"));
    }
}

TEST_CASE("of parallel creates of one user name exactly one is 201, the others 409") {
    auto client = each_directory();
    constexpr int writers = 8;
    for (int round = 0; round < 25; ++round) {
        std::atomic<int> created{0};
        const int failures = at_once(writers, [&](int number) {
            Writer writer(client.port(), client.token());
            const auto name = (number % 2 == 0 ? "Ann" : "aNN") + std::to_string(round);
            const auto status = writer.send("POST", "/Users", user(name)).status;
            created += status == 201 ? 1 : 0;
            return status == 201 || status == 409 ? 0 : 1;
        });
        CHECK(failures == 0);
        CHECK(created == 1);
    }
    CHECK(client.list("/Users")["totalResults"] == 25);
}

}  // namespace usher::test::races_test
