#include "tests/app/program.hpp"

#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace creation_test {

using usher::test::Arguments;
using usher::test::run;
using usher::test::TemporaryFolder;
using usher::test::Variables;

namespace {

/// A migrated SQLite database of its own.
struct Installation {
    Installation() { REQUIRE(run({"migrate"}, variables).status == 0); }

    [[nodiscard]] nlohmann::json answer(Arguments arguments) const {
        arguments.emplace_back("--json");
        const auto ended = run(arguments, variables);
        CAPTURE(ended.error);
        REQUIRE(ended.status == 0);
        return nlohmann::json::parse(ended.out);
    }

    TemporaryFolder folder;
    Variables variables{
        {"USHER_DATABASE_URL", "sqlite:" + folder.file("usher.db")},
        {"USHER_PUBLIC_URL",   "https://id.example.org/"          }
    };
};

const Arguments create_acme{"organization", "create", "acme", "--name", "Acme"};

}  // namespace

TEST_CASE("an organization, a directory and a token are created as JSON that programs rely on") {
    const Installation usher;
    const auto organization = usher.answer(create_acme);
    CHECK(organization.size() == 2);
    CHECK(organization.at("slug") == "acme");
    CHECK(organization.at("id").get<std::string>().size() == 36);

    const auto directory = usher.answer(
        {"directory",
         "create",
         "--organization",
         "acme",
         "--name",
         "Okta",
         "--on-create",
         "invite",
         "--dialect",
         "okta"}
    );
    CHECK(directory.size() == 3);
    CHECK(directory.at("id").get<std::string>().size() == 36);
    CHECK(directory.at("scim_url") == "https://id.example.org/scim/v2");
    CHECK_FALSE(directory.at("token").get<std::string>().empty());

    const auto token = usher.answer(
        {"token", "create", "--organization", "acme", "--role", "account_admin", "--ttl", "30d"}
    );
    CHECK(token.size() == 2);
    CHECK_FALSE(token.at("token").get<std::string>().empty());
    CHECK(token.at("token") != directory.at("token"));
}

TEST_CASE("an admin is created with a one-time link, and the same person again with another link") {
    const Installation usher;
    (void)usher.answer(create_acme);
    const Arguments create{
        "admin", "create", "--email", "ana@example.org", "--organization", "acme"};
    const auto first = usher.answer(create);
    CHECK(first.size() == 2);
    CHECK(first.at("id").get<std::string>().size() == 36);
    CHECK(first.at("link").get<std::string>().starts_with("https://id.example.org/sign-in/"));
    const auto second = usher.answer(create);
    CHECK(second.at("id") == first.at("id"));
    CHECK(second.at("link") != first.at("link"));
    const auto refused =
        run({"admin", "create", "--email", "ana", "--organization", "acme"}, usher.variables);
    CHECK(refused.status == 1);
    CHECK(refused.error.find("is not an e-mail address") != std::string::npos);
}

TEST_CASE("without --json the answer is lines that name what they hold") {
    const Installation usher;
    REQUIRE(run(create_acme, usher.variables).status == 0);
    const auto ended =
        run({"directory", "create", "--organization", "acme", "--name", "HR"}, usher.variables);
    CHECK(ended.status == 0);
    CHECK_THAT(ended.out, Catch::Contains("SCIM URL: https://id.example.org/scim/v2\n"));
    CHECK_THAT(ended.out, Catch::Contains("SCIM token (shown only now): "));
}

TEST_CASE("a slug that is taken or malformed fails with a reason") {
    const Installation usher;
    REQUIRE(run(create_acme, usher.variables).status == 0);
    const auto again = run(create_acme, usher.variables);
    CHECK(again.status == 1);
    CHECK_THAT(again.error, Catch::Contains("acme already"));
    const auto malformed = run({"organization", "create", "A_B", "--name", "x"}, usher.variables);
    CHECK(malformed.status == 1);
    CHECK_THAT(malformed.error, Catch::Contains("a slug is"));
}

TEST_CASE("an organization that is not there fails by its name") {
    const Installation usher;
    const auto directory =
        run({"directory", "create", "--organization", "ghost", "--name", "x"}, usher.variables);
    const auto token =
        run({"token", "create", "--organization", "ghost", "--role", "founder"}, usher.variables);
    for (const auto& ended : {directory, token}) {
        CHECK(ended.status == 1);
        CHECK(ended.out.empty());
        CHECK_THAT(ended.error, Catch::Contains("no organization ghost"));
    }
}

TEST_CASE("a command on a database that is not migrated says what to do") {
    const TemporaryFolder folder;
    const auto ended =
        run(create_acme,
            {
                {"USHER_DATABASE_URL", "sqlite:" + folder.file("empty.db")}
    });
    CHECK(ended.status == 1);
    CHECK_THAT(ended.error, Catch::Contains("run `usher migrate`"));
}

TEST_CASE("a database's URL may come from a secret file") {
    const Installation usher;
    const TemporaryFolder folder;
    std::ofstream(folder.file("url")) << usher.variables.at("USHER_DATABASE_URL") << '\n';
    const auto ended =
        run(create_acme,
            {
                {"USHER_DATABASE_URL_FILE", folder.file("url")}
    });
    CHECK(ended.status == 0);
}

TEST_CASE("an answer that cannot be written is a failure") {
    const Installation usher;
    const auto command =
        std::string(USHER_PROGRAM) + " organization create acme --name Acme >/dev/full 2>/dev/null";
    const auto variable = "USHER_DATABASE_URL=" + usher.variables.at("USHER_DATABASE_URL");
    CHECK(std::system((variable + ' ' + command).c_str()) != 0);
}

TEST_CASE("a directory's token is rotated: a second one, and never a third") {
    const Installation usher;
    (void)usher.answer(create_acme);
    const auto directory =
        usher.answer({"directory", "create", "--organization", "acme", "--name", "Okta"});
    const std::string id = directory.at("id").get<std::string>();
    const Arguments rotate{"token", "rotate", "--organization", "acme", "--directory", id};

    const auto second = usher.answer(rotate);
    CHECK(second.size() == 2);
    CHECK(second.at("token") != directory.at("token"));

    const auto third = run(rotate, usher.variables);
    CHECK(third.status == 1);
    CHECK(third.error.find("two valid tokens") != std::string::npos);
}

}  // namespace creation_test
