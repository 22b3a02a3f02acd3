// examples/walkthrough.sh does what it says, on a real server.
#include "tests/app/server.hpp"
#include "tests/support/databases.hpp"

#include <cstdlib>
#include <string>
#include <sys/wait.h>

#include <catch2/catch.hpp>

namespace walkthrough_test {

using namespace usher;
using test::Kind;

TEST_CASE("the walkthrough ends with the request reconciled and the person a member") {
    const Kind kind = GENERATE(Kind::sqlite, Kind::postgresql);
    test::Server server(
        test::fresh_database_url(kind),
        {
            {"USHER_OUTBOX_PRIVATE_WEBHOOKS", "true"}
    }
    );
    const std::string command = std::string(USHER_SOURCE_DIR "/examples/walkthrough.sh") +
                                " http://127.0.0.1:" + std::to_string(server.port()) + " acme " +
                                server.admin_token() + " " + server.scim_token() + " 1>&2";
    const int status = std::system(command.c_str());
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace walkthrough_test
