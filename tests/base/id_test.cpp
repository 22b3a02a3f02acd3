#include "base/id.hpp"

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

namespace id_test {

using namespace usher::base;
using namespace std::chrono_literals;

namespace {

const Time now = std::chrono::sys_days{std::chrono::year(2026) / 11 / 23} + 9h + 123456us;

}  // namespace

TEST_CASE("An id is a UUIDv7 in lower case that tells its millisecond") {
    const std::string id = new_id(Time(0x0123456789ABms));
    CHECK(id.size() == 36);
    CHECK(id.substr(0, 15) == "01234567-89ab-7");
    CHECK(std::string("89ab").find(id[19]) != std::string::npos);
    CHECK(is_id(id));
}

TEST_CASE("Ids of one moment increase, and ids of a later one are greater") {
    std::string last = new_id(now);
    for (int i = 0; i < 100'000; ++i) {
        std::string next = new_id(now);
        REQUIRE(last < next);
        last = std::move(next);
    }
    CHECK(last < new_id(now + 1us));
    CHECK(new_id(now - 1us) < new_id(now));
    CHECK(new_id(now - 1ms) < new_id(now - 999us));
}

TEST_CASE("Threads never make the same id, and each sees its own increase") {
    std::vector<std::vector<std::string>> made(8);
    {
        std::vector<std::jthread> threads;
        for (auto& mine : made) {
            threads.emplace_back([&mine] {
                for (int i = 0; i < 5'000; ++i)
                    mine.push_back(new_id(now));
            });
        }
    }
    std::set<std::string> all;
    for (const auto& mine : made) {
        CHECK(std::is_sorted(mine.begin(), mine.end()));
        all.insert(mine.begin(), mine.end());
    }
    CHECK(all.size() == 40'000);
}

TEST_CASE("What is not a UUID in lower case is no id") {
    CHECK(is_id("01234567-89ab-7cde-8f01-23456789abcd"));
    const std::string text = GENERATE(
        as<std::string>(),
        "",
        "x",
        "01234567-89AB-7cde-8f01-23456789abcd",
        "01234567-89ab-7cde-8f01-23456789abc",
        "01234567-89ab-7cde-8f01-23456789abcd0",
        "0123456-789ab-7cde-8f01-23456789abcd",
        "01234567-89ab-7cde-8f01-23456789abcg",
        "01234567-89ab-7cde-8f01-23456789ab%00",
        "{1234567-89ab-7cde-8f01-23456789abc}"
    );
    CHECK_FALSE(is_id(text));
}

}  // namespace id_test
