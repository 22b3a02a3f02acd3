// What the program makes of settings that are left open.
#include "app/wiring.hpp"

#include <catch2/catch.hpp>

namespace wiring_test {

using namespace usher;

namespace {

base::Config config_of(const std::string& name, const std::string& value) {
    return base::load_config(
               "",
               [&](const std::string& asked) {
                   return asked == name ? std::optional(value) : std::nullopt;
               }
    ).config;
}

}  // namespace

TEST_CASE("reads have two threads a core, and four at least, unless the setting says otherwise") {
    CHECK(app::threads_for(config_of("", ""), 1).quick == 4);
    CHECK(app::threads_for(config_of("", ""), 2).quick == 4);
    CHECK(app::threads_for(config_of("", ""), 16).quick == 32);
    CHECK(app::threads_for(config_of("USHER_HTTP_WORKERS", "3"), 16).quick == 3);
}

TEST_CASE("as many writes may wait as have a session") {
    CHECK(app::threads_for(config_of("USHER_DATABASE_WRITE_SESSIONS", "5"), 2).waiting == 5);
}

TEST_CASE(
    "every thread that answers finds a session to read with, unless the setting says otherwise"
) {
    const auto threads = app::threads_for(config_of("USHER_HTTP_WORKERS", "6"), 2);
    CHECK(
        app::database_options(config_of("USHER_HTTP_WORKERS", "6")).read_sessions >=
        threads.quick + threads.waiting + threads.slow
    );
    CHECK(app::database_options(config_of("USHER_DATABASE_READ_SESSIONS", "2")).read_sessions == 2);
}

}  // namespace wiring_test
