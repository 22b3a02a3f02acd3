// The CSV file of people to invite (rows 76 and 77), well-formed and not.
#include "desk/csv.hpp"

#include "desk/csv_recipients.hpp"
#include "invitation/problem.hpp"

#include <fstream>
#include <random>
#include <sstream>

#include <catch2/catch.hpp>

namespace csv_test {

using namespace usher;
using desk::read_csv_recipients;
using Texts = std::vector<std::string>;

namespace {

std::vector<desk::CsvRow> rows_of(std::string_view text, char delimiter = ',') {
    std::vector<desk::CsvRow> rows;
    desk::read_csv(text, delimiter, [&](desk::CsvRow&& row) { rows.push_back(std::move(row)); });
    return rows;
}

desk::RecipientEntry only(std::string_view text) {
    const auto recipients = read_csv_recipients(text);
    REQUIRE(recipients.not_recognised.empty());
    REQUIRE(recipients.recognised.size() == 1);
    return recipients.recognised.front();
}

/// "line reason detail" of each row that is none.
Texts refused(std::string_view text) {
    Texts lines;
    for (const auto& row : read_csv_recipients(text).not_recognised) {
        lines.push_back(std::to_string(row.line) + ' ' + row.reason + ' ' + row.detail);
    }
    return lines;
}

/// "pointer code" of each thing that is wrong with the whole file.
Texts wrong(std::string_view text) {
    Texts fields;
    try {
        (void)read_csv_recipients(text);
    } catch (const invitation::Problem& problem) {
        CHECK(problem.code() == invitation::ProblemCode::validation_failed);
        for (const auto& field : problem.fields())
            fields.push_back(field.pointer + ' ' + field.code);
    }
    return fields;
}

}  // namespace

TEST_CASE("row 76: the template is a header row of every column, and is itself a valid file") {
    const auto text = desk::csv_template();
    CHECK(text.starts_with("\"email\",\"given_name\",\"family_name\",\"user_name\","));
    CHECK(text.ends_with("\"locale\"\r\n"));
    CHECK(rows_of(text).front().size == desk::csv_columns().size());
    CHECK(read_csv_recipients(text).recognised.empty());
    CHECK(read_csv_recipients(text).not_recognised.empty());
}

TEST_CASE("the docs list the columns of the CSV file with their meaning") {
    const std::ifstream in(USHER_SOURCE_DIR "/docs/bulk.md");
    std::ostringstream text;
    text << in.rdbuf();
    for (const auto& column : desk::csv_columns()) {
        std::string meaning(column.meaning);
        if (const auto bar = meaning.find('|'); bar != std::string::npos) meaning.insert(bar, "\\");
        const auto row = "\n| `" + std::string(column.name) + "` | " + meaning + " |\n";
        CHECK(text.str().find(row) != std::string::npos);
    }
}

TEST_CASE("row 78: a row may carry identity columns too") {
    const auto person = only(
        "email,given_name,family_name,user_name,title,department,mobile,code,manager,groups,role,"
        "time_zone,locale\n"
        "ada@x.org,Ada,Lovelace,ada,Analyst,Engines,+44 20 7946 0000,E1,boss@x.org,Ops | Chat|,"
        "manager,Europe/London,es\n"
    );
    CHECK(
        person ==
        desk::RecipientEntry{
            .line = 2,
            .email = "ada@x.org",
            .given_name = "Ada",
            .family_name = "Lovelace",
            .user_name = "ada",
            .title = "Analyst",
            .department = "Engines",
            .mobile = "+44 20 7946 0000",
            .code = "E1",
            .manager = "boss@x.org",
            .groups = {"Ops", "Chat"},
            .role = "manager",
            .time_zone = "Europe/London",
            .locale = "es"
    }
    );
}

TEST_CASE("a byte order mark, semicolons, tabs and any line end are read as what they are") {
    for (const auto* text :
         {"\xEF\xBB\xBF"
          "email;given_name\r\nada@x.org;Ada\r\n",
          "email\tgiven_name\nada@x.org\tAda",
          "email,given_name\rada@x.org,Ada\r",
          "\n\n email , \"given_name\" \n\nada@x.org, Ada \n\n",
          "E-Mail;Given name\nada@x.org;Ada"}) {
        CAPTURE(text);
        const auto person = only(text);
        CHECK(person.email == "ada@x.org");
        CHECK(person.given_name == "Ada");
    }
}

TEST_CASE("quoted fields may hold delimiters, quotation marks and line ends") {
    const auto* const text =
        "title,email\n\"Head, \"\"acting\"\"\r\nof Engines\",\"ada@x.org\n\"\nx,b@x.org\n";
    const auto recipients = read_csv_recipients(text);
    REQUIRE(recipients.recognised.size() == 2);
    CHECK(recipients.recognised[0].title == "Head, \"acting\" of Engines");
    CHECK(recipients.recognised[0].email == "ada@x.org");
    CHECK(recipients.recognised[0].line == 2);
    CHECK(recipients.recognised[1].line == 5);
}

TEST_CASE("row 77: each row has its verdict, with the line on which it begins") {
    CHECK(
        refused(
            "email,given_name\n"
            "ada@x.org,Ada\n"
            "\n"
            "ada x.org,Ada\n"
            "ADA@x.org,Ada\n"
            ",Ada\n"
            "b@x.org,B,too,many\n"
            "c@x.org,Mar\xED"
            "a\n"
            "d@x.org,D\x01\n"
            "e@x.org," +
            std::string(2000, 'e') +
            "\n"
            "f@x.org\n"
            "g@x.org,\"never closed\nh@x.org,H\n"
        ) ==
        Texts{
            "4 invalid_email there is no @",
            "5 duplicate the same address as in line 2",
            "6 invalid_email there is no address",
            "7 validation_failed the row has 4 fields, the header 2",
            "8 validation_failed given_name is not UTF-8: save the file as CSV UTF-8",
            "9 validation_failed given_name holds a control character",
            "10 validation_failed given_name is too long",
            "12 validation_failed a quotation mark is opened and never closed"}
    );
}

TEST_CASE("a file with a wrong header is refused with each of its faults") {
    CHECK(
        wrong("email,name,given_name,Given_Name,phone\nada@x.org,,,,\n") ==
        Texts{
            "/columns/1 unknown_column", "/columns/3 duplicate_column", "/columns/4 unknown_column"}
    );
    CHECK(wrong("\"email\";\"given,name\"\n") == Texts{"/columns/1 unknown_column"});
    CHECK(wrong("given_name\nAda\n") == Texts{"/columns missing_column"});
    CHECK(
        wrong("ada@x.org\nbob@x.org\n") ==
        Texts{"/columns/0 unknown_column", "/columns missing_column"}
    );
    for (const auto* empty : {"", "\xEF\xBB\xBF", "\n\n"})
        CHECK(wrong(empty) == Texts{"/columns missing_column"});
    CHECK(wrong(std::string(100'000, ',')).size() > 64);
}

TEST_CASE("UTF-16 is refused in plain words") {
    for (const std::string_view text :
         {std::string_view(
              "\xFF\xFE"
              "e\0m\0",
              6
          ),
          std::string_view("\0e\0m\0a", 6)}) {
        CHECK(wrong(text) == Texts{" not_utf8"});
    }
}

TEST_CASE("more rows than can be shown are refused") {
    std::string text = "email\n";
    for (std::size_t i = 0; i <= desk::most_entries; ++i)
        text += "x\n";
    CHECK_THROWS_AS(read_csv_recipients(text), invitation::Problem);
}

TEST_CASE("a formula is text when it is read and guarded when it is written") {
    CHECK(only("email,title\nada@x.org,=HYPERLINK(1)").title == "=HYPERLINK(1)");
    const Texts cells{"=1+1", "+34600", "-1", "@x", "\t=1", "'=1", "it's", "'quoted'", "a=b", ""};
    const auto written = desk::csv_row(cells);
    CHECK(written.starts_with(R"("'=1+1","'+34600","'-1","'@x",)"));
    CHECK(rows_of(written).front().fields == cells);
}

TEST_CASE("what is written as CSV is read as it was") {
    std::mt19937 random(11);
    const Texts pieces{
        "a", "'", "=", "+", "\"", ",", ";", "\n", "\r", "\t", " ", "ü", "@", "-", "|"};
    for (int round = 0; round < 2'000; ++round) {
        Texts cells;
        for (auto i = 1 + random() % 5; i > 0; --i) {
            std::string cell;
            for (auto j = random() % 8; j > 0; --j)
                cell += pieces.at(random() % pieces.size());
            cells.push_back(cell);
        }
        const auto rows = rows_of(desk::csv_row(cells) + desk::csv_row(cells));
        REQUIRE(rows.size() == 2);
        CHECK(rows[0].fields == cells);
        CHECK(rows[1].fields == cells);
    }
}

}  // namespace csv_test
