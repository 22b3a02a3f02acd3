// docs/invitation.md against the program: its tables of states are the program's, every race has a
// case, and every one of the 96 rows of what five products do has a case or a reason.
#include "invitation/states.hpp"
#include "invitation/status.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace usher::test::document_test {

namespace {

namespace fs = std::filesystem;

const fs::path root = USHER_SOURCE_DIR;

using Cells = std::vector<std::string>;

std::string text_of(const fs::path& file) {
    const std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Cells cells_of(const std::string& line) {
    Cells cells;
    std::istringstream rest(line.substr(1));
    for (std::string cell; std::getline(rest, cell, '|');) {
        const auto first = cell.find_first_not_of(' ');
        const auto last = cell.find_last_not_of(' ');
        cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
    }
    return cells;
}

/// The rows of the table below the heading that contains `title`.
std::vector<Cells> table_below(const std::string& title) {
    std::istringstream lines(text_of(root / "docs/invitation.md"));
    std::vector<Cells> rows;
    bool here = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) here = line.find(title) != std::string::npos;
        if (here && line.starts_with('|') && !line.starts_with("|-"))
            rows.push_back(cells_of(line));
    }
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
}

std::string name_of_mover(invitation::Mover mover) {
    constexpr std::array names{"admin", "invitee", "directory", "sso", "time"};
    return names.at(static_cast<std::size_t>(mover));
}

/// The 7 of every case whose name begins with "row 7: " or "rows 6, 7: ".
std::set<int> rows_with_a_case() {
    std::set<int> rows;
    const std::regex beginning(R"(TEST_CASE\(\s*"rows? ([0-9]+(?:, [0-9]+)*): )");
    const std::regex one("[0-9]+");
    for (const auto& entry : fs::recursive_directory_iterator(root / "tests")) {
        if (entry.path().extension() != ".cpp") continue;
        const std::string text = text_of(entry.path());
        for (auto match = std::sregex_iterator(text.begin(), text.end(), beginning);
             match != std::sregex_iterator();
             ++match) {
            const std::string list = (*match)[1];
            for (auto row = std::sregex_iterator(list.begin(), list.end(), one);
                 row != std::sregex_iterator();
                 ++row) {
                rows.insert(std::stoi(row->str()));
            }
        }
    }
    return rows;
}

}  // namespace

TEST_CASE("docs/invitation.md has the statuses of a user, in their order") {
    Cells documented;
    for (const Cells& row : table_below("Status of a user"))
        documented.push_back(row.at(0));
    Cells expected;
    for (const auto name : invitation::status_names)
        expected.push_back("`" + std::string(name) + "`");
    CHECK(documented == expected);
}

TEST_CASE("docs/invitation.md has the transitions of an invitation, in their order") {
    std::vector<Cells> expected;
    for (const auto& row : invitation::invitation_transitions()) {
        expected.push_back(
            {std::string(invitation::name_of(row.from)),
             std::string(invitation::invitation_action_names.at(static_cast<std::size_t>(row.action)
             )),
             name_of_mover(row.mover),
             std::string(invitation::name_of(row.to))}
        );
    }
    auto documented = table_below("Invitation");
    // "Invitation request" is a heading with that word too: it comes after.
    REQUIRE(documented.size() > expected.size());
    documented.resize(expected.size());
    CHECK(documented == expected);
}

TEST_CASE("docs/invitation.md has the transitions of a request, in their order") {
    std::vector<Cells> expected;
    for (const auto& row : invitation::request_transitions()) {
        expected.push_back(
            {std::string(invitation::name_of(row.from)),
             std::string(invitation::request_action_names.at(static_cast<std::size_t>(row.action))),
             name_of_mover(row.mover),
             std::string(invitation::name_of(row.to))}
        );
    }
    CHECK(table_below("Invitation request") == expected);
}

TEST_CASE("docs/invitation.md names a test for each race, and a case of it begins with its name") {
    const auto races = table_below("Why one may believe it");
    CHECK(races.size() == 17);
    for (std::size_t number = 0; number < races.size(); ++number) {
        const Cells& row = races[number];
        CAPTURE(row);
        CHECK(row.at(0) == "C" + std::to_string(number + 1));
        const std::string file = row.at(2).substr(1, row.at(2).size() - 2);
        REQUIRE(fs::exists(root / "tests" / file));
        const std::string name = "\"" + row.at(0) + ": ";
        CHECK(text_of(root / "tests" / file).find(name) != std::string::npos);
    }
}

TEST_CASE("each of the 96 rows in docs/invitation.md has a case or says why it is out") {
    const auto rows = table_below("What five products do");
    REQUIRE(rows.size() == 96);
    const auto tested = rows_with_a_case();
    CHECK_FALSE(tested.contains(97));
    for (int number = 1; number <= 96; ++number) {
        const Cells& row = rows.at(static_cast<std::size_t>(number) - 1);
        CAPTURE(row);
        CHECK(row.at(0) == std::to_string(number));
        const std::string& proof = row.at(3);
        if (proof == "tested") {
            CHECK(tested.contains(number));
        } else {
            CHECK(proof.starts_with("out: "));
            CHECK(proof.size() > std::string("out: ").size());
            CHECK_FALSE(tested.contains(number));
        }
    }
}

}  // namespace usher::test::document_test
