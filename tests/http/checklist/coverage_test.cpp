// docs/scim-support.md against the tests: every row of the checklist is in the table, and every
// row that is called supported has a case here that begins with its id.
#include "tests/support/json_support.hpp"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

namespace usher::test::coverage_test {

namespace {

namespace fs = std::filesystem;

const fs::path root = USHER_SOURCE_DIR;

std::string text_of(const fs::path& file) {
    const std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The first group of every match.
std::set<std::string> all_matches(const std::string& text, const char* pattern) {
    const std::regex expression(pattern);
    std::set<std::string> found;
    for (auto match = std::sregex_iterator(text.begin(), text.end(), expression);
         match != std::sregex_iterator();
         ++match) {
        found.insert((*match)[1]);
    }
    return found;
}

/// Every name of a case below tests/, with "ID: " in front where it covers a row.
std::string all_tests() {
    std::string text;
    for (const auto& entry : fs::recursive_directory_iterator(root / "tests")) {
        if (entry.path().extension() == ".cpp") {
            text += text_of(entry.path());
        }
    }
    return text;
}

/// "D", 10 → D01 … D10
void add_rows(std::set<std::string>& rows, const std::string& letter, int count) {
    for (int number = 1; number <= count; ++number) {
        rows.insert(letter + (number < 10 ? "0" : "") + std::to_string(number));
    }
}

/// The rows of the checklist of RFC 7643, 7644 and 9865.
std::set<std::string> checklist() {
    std::set<std::string> rows;
    const std::vector<std::pair<std::string, int>> letters{
        {"D", 10},
        {"R", 14},
        {"U", 8 },
        {"M", 1 },
        {"C", 6 },
        {"G", 9 },
        {"F", 29},
        {"O", 5 },
        {"N", 5 },
        {"A", 6 },
        {"P", 6 },
        {"H", 25},
        {"X", 2 },
        {"B", 10},
        {"E", 4 },
        {"Z", 7 },
        {"T", 5 },
    };
    for (const auto& [letter, count] : letters) {
        add_rows(rows, letter, count);
    }
    return rows;
}

}  // namespace

TEST_CASE("every row of the checklist is a row of docs/scim-support.md, and no other is") {
    const auto documented =
        all_matches(text_of(root / "docs/scim-support.md"), R"(\n\| ([A-Z][0-9]{2}) \|)");
    CHECK(documented == checklist());
}

TEST_CASE("every row of docs/scim-support.md has a case that begins with its id") {
    const auto tested = all_matches(all_tests(), R"(TEST_CASE\(\s*"([A-Z][0-9]{2}): )");
    for (const auto& row : checklist()) {
        CAPTURE(row);
        CHECK(tested.count(row) == 1);
    }
}

TEST_CASE("no case's name has a semicolon, at which CTest would cut it and run nothing") {
    const auto cut = all_matches(all_tests(), R"re((?:TEST_CASE|SCENARIO)\(\s*"([^"]*;[^"]*)")re");
    CHECK(cut == std::set<std::string>{});
}

TEST_CASE("every test that docs/scim-support.md names is there") {
    const auto named =
        all_matches(text_of(root / "docs/scim-support.md"), R"(`([a-z_/]+_test\.cpp)`)");
    CHECK_FALSE(named.empty());
    for (const auto& file : named) {
        CAPTURE(file);
        CHECK(fs::exists(root / "tests" / file));
    }
}

TEST_CASE("every habit of identity providers is in docs/scim-support.md") {
    const auto documentation = text_of(root / "docs/scim-support.md");
    std::vector<std::string> rows{"OneLogin", "JumpCloud", "PingFederate", "SailPoint"};
    for (int number = 1; number <= 26; ++number) {
        rows.push_back("EN" + std::to_string(number));
    }
    for (int number = 1; number <= 14; ++number) {
        rows.push_back("OK" + std::to_string(number));
    }
    for (const auto& row : rows) {
        CAPTURE(row);
        CHECK(documentation.find("| " + row + " |") != std::string::npos);
    }
}

}  // namespace usher::test::coverage_test
