#include "base/log.hpp"

#include <sstream>

#include <catch2/catch.hpp>

namespace log_test {

using usher::base::Config;
using usher::base::Log;
using usher::base::LogFormat;
using usher::base::LogLevel;
using usher::base::shown_target;

namespace {

class StoppedClock : public usher::base::Clock {
  public:
    [[nodiscard]] usher::base::Time now() const override {
        return usher::base::time_from("2026-11-23T09:05:00.123Z");
    }
};

/// What `tell` writes to a log of that format.
template <class Tell>
std::string written(LogFormat format, Tell tell) {
    const StoppedClock clock;
    std::ostringstream out;
    Log log({.level = LogLevel::info, .format = format}, clock, out);
    tell(log);
    return out.str();
}

}  // namespace

TEST_CASE("a text line has time, level, message and fields") {
    const auto line = written(LogFormat::text, [](Log& log) {
        log.info(
            "request",
            {
                {"method", "GET" },
                {"status", 200   },
                {"path",   "/a b"}
        }
        );
    });
    CHECK(line == "2026-11-23T09:05:00.123Z info request method=GET status=200 path=\"/a b\"\n");
}

TEST_CASE("a JSON line is one object with numbers as numbers") {
    const auto line = written(LogFormat::json, [](Log& log) {
        log.error(
            "failed",
            {
                {"status", 500        },
                {"path",   "/\"\\\x01"}
        }
        );
    });
    CHECK(
        line == R"({"time":"2026-11-23T09:05:00.123Z","level":"error","message":"failed",)"
                R"("status":500,"path":"/\"\\\u0001"})"
                "\n"
    );
}

TEST_CASE("a value from outside can neither end the line nor start a field") {
    const auto line = written(LogFormat::text, [](Log& log) {
        log.info(
            "request",
            {
                {"path", "/x\nerror forged=1"},
                {"name", "a=b"               }
        }
        );
    });
    CHECK(
        line ==
        "2026-11-23T09:05:00.123Z info request path=\"/x\\u000aerror forged=1\" name=\"a=b\"\n"
    );
}

TEST_CASE("UTF-8 stays readable in JSON and other bytes are escaped") {
    const auto line = written(LogFormat::json, [](Log& log) {
        log.info(
            "x",
            {
                {"good", "Zoë"},
                {"bad",  "\xff"}
        }
        );
    });
    CHECK_THAT(line, Catch::Contains(R"("good":"Zoë","bad":"\u00ff")"));
}

TEST_CASE("a line below the level is not written") {
    const auto lines = written(LogFormat::text, [](Log& log) {
        log.debug("quiet");
        CHECK_FALSE(log.writes(LogLevel::debug));
        CHECK(log.writes(LogLevel::warning));
        log.warning("loud");
    });
    CHECK(lines == "2026-11-23T09:05:00.123Z warning loud\n");
}

TEST_CASE("an empty field is left out") {
    const auto line = written(LogFormat::text, [](Log& log) {
        log.info(
            "request",
            {
                {"directory", "" },
                {"status",    401}
        }
        );
    });
    CHECK(line == "2026-11-23T09:05:00.123Z info request status=401\n");
}

TEST_CASE("a target is shown without the values of its query") {
    CHECK(shown_target("/scim/v2/Users") == "/scim/v2/Users");
    CHECK(shown_target("/Users?filter=userName%20eq%20%22bo%22&count=5") == "/Users?filter&count");
    CHECK(shown_target("/Users?") == "/Users");
    CHECK(shown_target("/Users?&&a=b=c&flag&") == "/Users?a&flag");
}

TEST_CASE("a target is shown without what may be a secret in its path") {
    const std::string secret = std::string(80, 'a') + "-Z_9";
    CHECK(shown_target("/join/" + secret) == "/join/...");
    CHECK(shown_target("/invitations/" + secret + "/accept?x=1") == "/invitations/.../accept?x");
    CHECK(shown_target("/join/%61" + secret + "/") == "/join/.../");
    const std::string known =
        "/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/"
        "0199b9d0-0000-7000-8000-000000000000";
    CHECK(shown_target(known) == known);
    CHECK(shown_target("*") == "*");
}

}  // namespace log_test
