#include "base/config.hpp"
#include "tests/app/program.hpp"

#include <fstream>

#include <catch2/catch.hpp>

namespace command_line_test {

using usher::test::Arguments;
using usher::test::run;
using usher::test::TemporaryFolder;

namespace {

std::string joined(const Arguments& arguments) {
    std::string line = "usher";
    for (const auto& argument : arguments) {
        line += ' ' + argument;
    }
    return line;
}

}  // namespace

TEST_CASE("every command explains itself on standard output and exits 0") {
    const auto command = GENERATE(
        Arguments{},
        Arguments{"serve"},
        Arguments{"migrate"},
        Arguments{"organization"},
        Arguments{"organization", "create"},
        Arguments{"directory", "create"},
        Arguments{"token", "create"},
        Arguments{"doctor"}
    );
    CAPTURE(joined(command));
    auto arguments = command;
    arguments.emplace_back("--help");
    const auto ended = run(arguments);
    CHECK(ended.status == 0);
    CHECK_THAT(ended.out, Catch::Contains("Usage: " + joined(command)));
    CHECK(ended.error.empty());
}

TEST_CASE("every command that prints takes --json and every command takes --config") {
    const auto command = GENERATE(
        Arguments{"migrate"},
        Arguments{"organization", "create"},
        Arguments{"directory", "create"},
        Arguments{"token", "create"},
        Arguments{"doctor"}
    );
    auto arguments = command;
    arguments.emplace_back("--help");
    const auto help = run(arguments).out;
    CHECK_THAT(help, Catch::Contains("--json"));
    CHECK_THAT(help, Catch::Contains("--config"));
}

TEST_CASE("wrong usage exits 2 and says so on standard error") {
    const auto arguments = GENERATE(
        Arguments{},
        Arguments{"fly"},
        Arguments{"serve", "--fast"},
        Arguments{"organization"},
        Arguments{"organization", "create"},
        Arguments{"organization", "create", "acme"},
        Arguments{"directory", "create", "--organization", "acme"},
        Arguments{"directory", "create", "--organization", "a", "--name", "n", "--on-create", "x"},
        Arguments{"directory", "create", "--organization", "a", "--name", "n", "--dialect", "x"},
        Arguments{"token", "create", "--organization", "acme"},
        Arguments{"token", "create", "--organization", "acme", "--role", "king"},
        Arguments{"token", "create", "--organization", "a", "--role", "founder", "--ttl", "soon"}
    );
    CAPTURE(joined(arguments));
    const auto ended = run(arguments);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK_FALSE(ended.error.empty());
}

TEST_CASE("the help of serve names every setting and its variable") {
    const auto help = run({"serve", "--help"}).out;
    for (const auto& setting : usher::base::settings()) {
        CAPTURE(setting.name);
        CHECK_THAT(
            help,
            Catch::Contains(
                std::string(setting.name) + " (" + usher::base::environment_name(setting)
            )
        );
    }
}

TEST_CASE("the version is told with the name of the program") {
    const auto ended = run({"--version"});
    CHECK(ended.status == 0);
    CHECK_THAT(ended.out, Catch::StartsWith("usher 0."));
}

TEST_CASE("an unknown key of the configuration stops a command, which names it") {
    const TemporaryFolder folder;
    std::ofstream(folder.file("usher.toml")) << "[http]\nlisen = \":1\"\n";
    const auto ended = run({"migrate", "--config", folder.file("usher.toml")});
    CHECK(ended.status == 2);
    CHECK_THAT(ended.error, Catch::Contains("http.lisen"));
}

TEST_CASE("a wrong variable stops a command, which names it") {
    const auto ended = run(
        {
            "migrate"
    },
        {{"USHER_LOG_LEVEL", "loud"}}
    );
    CHECK(ended.status == 2);
    CHECK_THAT(ended.error, Catch::Contains("USHER_LOG_LEVEL"));
}

}  // namespace command_line_test
