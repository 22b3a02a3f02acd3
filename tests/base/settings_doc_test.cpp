// docs/operations.md against the table of settings: an operator reads what the program does.
#include "base/config.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace settings_doc_test {

using usher::base::Setting;

namespace {

/// What stands below the heading of the settings' table.
std::vector<std::string> documented_rows() {
    std::ifstream in(USHER_SOURCE_DIR "/docs/operations.md");
    std::string line;
    while (std::getline(in, line) && !line.starts_with("| setting | environment variable |")) {
    }
    std::getline(in, line);  // the line under the heading
    std::vector<std::string> rows;
    while (std::getline(in, line) && line.starts_with('|')) {
        rows.push_back(line);
    }
    return rows;
}

std::string code(const std::string& text) {
    return '`' + text + '`';
}

std::string expected_row(const Setting& setting) {
    const std::string variable = usher::base::environment_name(setting);
    const std::string by_default(setting.default_value);
    std::string row = "| " + code(std::string(setting.name)) + " | " + code(variable);
    if (setting.secrecy == Setting::secret) row += " or " + code(variable + "_FILE");
    row += " | " + (by_default.empty() ? "empty" : code(by_default));
    return row + " | " + std::string(setting.description) + " |";
}

}  // namespace

TEST_CASE("docs/operations.md lists every setting as the program knows it, in the same order") {
    std::vector<std::string> expected;
    for (const auto& setting : usher::base::settings()) {
        expected.push_back(expected_row(setting));
    }
    CHECK(documented_rows() == expected);
}

}  // namespace settings_doc_test
