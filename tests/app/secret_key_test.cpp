#include "app/secret_key.hpp"

#include "tests/app/program.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

namespace secret_key_test {

using usher::app::key_file;
using usher::app::require_key_file;
using usher::test::TemporaryFolder;

namespace {

usher::base::Config with_database(const std::string& url) {
    usher::base::Config config;
    config.database.url = url;
    return config;
}

}  // namespace

TEST_CASE("the key file lies beside the SQLite file unless a key is configured") {
    auto config = with_database("sqlite:/var/lib/usher/usher.db");
    CHECK(key_file(config) == "/var/lib/usher/usher.db.key");
    config.secret_key.emplace("a configured key of enough length");
    CHECK_FALSE(key_file(config));
    CHECK_FALSE(key_file(with_database("postgresql://localhost/usher")));
}

TEST_CASE("a key file is made once, readable by its owner only") {
    const TemporaryFolder folder;
    const auto path = folder.file("usher.db.key");
    const auto key = require_key_file(path).reveal();
    CHECK(usher::base::from_base64url(key).size() == 32);
    CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms(0600));
    CHECK(require_key_file(path).reveal() == key);
}

TEST_CASE("all who start at the same moment get the same key") {
    const TemporaryFolder folder;
    const auto path = folder.file("usher.db.key");
    std::array<std::string, 8> keys;
    {
        std::vector<std::jthread> starting;
        for (auto& key : keys) {
            starting.emplace_back([&] { key = require_key_file(path).reveal(); });
        }
    }
    CHECK(std::set<std::string>(keys.begin(), keys.end()).size() == 1);
    CHECK_FALSE(keys.front().empty());
}

TEST_CASE("a key file that others may read or that holds no key is refused by name") {
    const TemporaryFolder folder;
    const auto path = folder.file("usher.db.key");
    static_cast<void>(require_key_file(path));
    std::filesystem::permissions(path, std::filesystem::perms(0640));
    CHECK_THROWS_WITH(require_key_file(path), Catch::Contains(path + " is open to others"));
    std::filesystem::permissions(path, std::filesystem::perms(0600));
    std::ofstream(path) << "short\n";
    CHECK_THROWS_WITH(require_key_file(path), Catch::Contains(path + " holds no key"));
}

TEST_CASE("a key file that cannot be made is refused by name") {
    CHECK_THROWS_WITH(require_key_file("/nowhere/usher.db.key"), Catch::Contains("/nowhere"));
}

}  // namespace secret_key_test
