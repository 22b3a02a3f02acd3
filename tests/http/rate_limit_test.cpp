#include "http/rate_limit.hpp"

#include "tests/support/databases.hpp"
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace rate_limit_test {

using namespace usher;

namespace {

class StillClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override { return now_; }

    void pass(std::chrono::milliseconds time) { now_ += time; }

  private:
    base::Time now_{std::chrono::seconds(1'000'000)};
};

}  // namespace

TEST_CASE("OK11: beyond its rate a directory waits whole seconds, and others do not") {
    StillClock clock;
    http::RateLimit limit({.requests = 2}, clock);
    CHECK_FALSE(limit.take("okta"));
    CHECK_FALSE(limit.take("okta"));
    CHECK(limit.take("okta") == std::chrono::seconds(1));
    CHECK_FALSE(limit.take("entra"));
    clock.pass(std::chrono::milliseconds(500));
    CHECK_FALSE(limit.take("okta"));
    CHECK(limit.take("okta"));
}

TEST_CASE("a directory with a rate of its own has that one, whatever the common one is") {
    StillClock clock;
    http::RateLimit none({.requests = 0}, clock);
    CHECK_FALSE(none.take("okta", 1));
    CHECK(none.take("okta", 1));
    CHECK_FALSE(none.take("entra"));
    http::RateLimit tight({.requests = 1}, clock);
    CHECK_FALSE(tight.take("okta", 2));
    CHECK_FALSE(tight.take("okta", 2));
    CHECK(tight.take("okta", 2));
}

TEST_CASE("a rate for a minute says how long until the next request passes") {
    StillClock clock;
    http::RateLimit limit({.requests = 3, .per = std::chrono::minutes(1)}, clock);
    for (int request = 0; request < 3; ++request)
        REQUIRE_FALSE(limit.take("192.0.2.1"));
    CHECK(limit.take("192.0.2.1") == std::chrono::seconds(20));
    clock.pass(std::chrono::seconds(19));
    CHECK(limit.take("192.0.2.1") == std::chrono::seconds(1));
    clock.pass(std::chrono::seconds(1));
    CHECK_FALSE(limit.take("192.0.2.1"));
    CHECK(limit.take("192.0.2.1"));
}

TEST_CASE("without a rate everything passes") {
    StillClock clock;
    http::RateLimit limit({}, clock);
    for (int request = 0; request < 10'000; ++request)
        REQUIRE_FALSE(limit.take("okta"));
}

TEST_CASE("OK11: a directory beyond its rate is answered 429 with Retry-After as an integer") {
    http::ServerOptions options;
    options.requests_per_second = 3;
    test::TestServer server(store::Kind::sqlite, options);
    auto tenant = server.new_organization();
    int refused = 0;
    for (int request = 0; request < 50; ++request) {
        const auto answer = tenant.client.get("/Users");
        if (answer.status == 200) continue;
        test::check_error(answer, 429);
        CHECK(answer.header("Retry-After") == "1");
        ++refused;
    }
    CHECK(refused > 0);
    CHECK(tenant.client.get("/ServiceProviderConfig").status == 200);
}

}  // namespace rate_limit_test
