// Idempotency-Key: through the one place that keeps answers, with work that can be counted.
#include "http/api/idempotency.hpp"

#include "http/api/routes.hpp"
#include "invitation/problem.hpp"
#include "store/idempotent_answers.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/test_server.hpp"

#include <future>

#include <catch2/catch.hpp>

namespace usher::test::idempotency_test {

namespace {

using http::Response;
using invitation::Problem;
using invitation::ProblemCode;

struct Keeper {
    Keeper()
        : database({.url = fresh_database_url(each_database())}, clock),
          answers(database, base::Secret(std::string(32, 'k'))) {}

    Response post(
        const std::string& key,
        const std::string& body,
        const std::function<Response()>& work,
        const std::string& actor = "token-1"
    ) {
        const http::Request request{
            .method = "POST",
            .target = "/api/v1/things",
            .headers = {{"Idempotency-Key", key}},
            .body = body};
        const http::Target target;
        const http::ApiExchange exchange{
            .request = request,
            .target = target,
            .route = http::api_routes().front(),
            .path_values = {               },
            .caller =
                { .organization_id = "0199b9d0-0000-7000-8000-000000000001",
                            .actor = {.kind = "token", .id = actor},
                            .user_id = "",
                            .request_id = ""},
            .now = clock.now()
        };
        return answers.answer(exchange, work);
    }

    Response count(const std::string& key, const std::string& body = "{}") {
        return post(key, body, [&] { return counted(); });
    }

    Response counted() {
        return {
            .status = 201,
            .headers = {{"Location", "/things/1"}},
            .content_type = "application/json",
            .body = std::to_string(++worked)};
    }

    TestClock clock;
    store::Database database;
    http::IdempotentAnswers answers;
    int worked = 0;
};

ProblemCode code_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Problem& problem) {
        return problem.code();
    }
    return ProblemCode::internal;
}

}  // namespace

TEST_CASE("a POST that is sent again under its key gets the first answer, and nothing happens twice"
) {
    Keeper keeper;
    const auto first = keeper.count("a");
    const auto second = keeper.count("a");
    CHECK(keeper.worked == 1);
    CHECK(second.status == 201);
    CHECK(second.body == first.body);
    CHECK(second.content_type == first.content_type);
    CHECK(second.headers == first.headers);
    CHECK(keeper.count("b").body == "2");
}

TEST_CASE("a key belongs to whoever used it") {
    Keeper keeper;
    keeper.count("a");
    keeper.post(
        "a", "{}", [&] { return keeper.counted(); }, "token-2"
    );
    CHECK(keeper.worked == 2);
}

TEST_CASE("a key that comes with another request is a conflict") {
    Keeper keeper;
    keeper.count("a");
    CHECK(code_of([&] { keeper.count("a", "{\"other\": 1}"); }) == ProblemCode::conflict);
    CHECK(keeper.worked == 1);
}

TEST_CASE("while the first request is at work, a second one is a conflict") {
    Keeper keeper;
    std::promise<void> begun;
    std::promise<void> go_on;
    auto first = std::async(std::launch::async, [&] {
        return keeper.post("a", "{}", [&] {
            begun.set_value();
            go_on.get_future().wait();
            return keeper.counted();
        });
    });
    begun.get_future().wait();
    CHECK(code_of([&] { keeper.count("a"); }) == ProblemCode::conflict);
    go_on.set_value();
    CHECK(first.get().status == 201);
    CHECK(keeper.count("a").body == "1");
}

TEST_CASE("a request that failed frees its key") {
    Keeper keeper;
    const auto fail = [&]() -> Response { throw Problem::conflict("no"); };
    CHECK(code_of([&] { keeper.post("a", "{}", fail); }) == ProblemCode::conflict);
    CHECK(keeper.count("a", "{\"mended\": true}").status == 201);
}

TEST_CASE("a key is free again after a day, and soon after its process died") {
    Keeper keeper;
    keeper.count("a");
    keeper.clock.advance(std::chrono::hours(23));
    keeper.count("a");
    CHECK(keeper.worked == 1);
    keeper.clock.advance(std::chrono::hours(1));
    keeper.count("a");
    CHECK(keeper.worked == 2);

    const store::AnswerKey key{
        .organization_id = "0199b9d0-0000-7000-8000-000000000001",
        .principal = "token:token-1",
        .hash = base::hex(base::sha256("dead"))};
    REQUIRE_FALSE(store::claim_answer(keeper.database, key, "hash"));
    CHECK(code_of([&] { keeper.count("dead"); }) == ProblemCode::conflict);
    keeper.clock.advance(std::chrono::minutes(2));
    keeper.count("dead");
    CHECK(keeper.worked == 3);
}

TEST_CASE("a key must be one to 255 visible characters") {
    Keeper keeper;
    for (const std::string& key : {std::string(), std::string(256, 'x'), std::string("ä")}) {
        CHECK(code_of([&] { keeper.count(key); }) == ProblemCode::validation_failed);
    }
    CHECK(keeper.worked == 0);
}

}  // namespace usher::test::idempotency_test
