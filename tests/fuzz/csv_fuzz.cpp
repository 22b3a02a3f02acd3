// Fuzzes the reading of CSV files of people: any bytes give verdicts or a Problem, every row has a
// line that exists, and what is written of a row is read as it was.
#include "desk/csv.hpp"
#include "desk/csv_recipients.hpp"
#include "invitation/keys.hpp"
#include "invitation/problem.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void check_rows(std::string_view text, std::size_t lines) {
    namespace desk = usher::desk;
    desk::read_csv(text, desk::csv_delimiter(text), [&](desk::CsvRow&& row) {
        require(row.line >= 1 && row.line <= lines);
        require(row.fields.size() == std::min(row.size, desk::most_csv_fields));
        if (row.fields.empty()) return;
        std::size_t rows = 0;
        desk::read_csv(desk::csv_row(row.fields), ',', [&](desk::CsvRow&& again) {
            ++rows;
            require(again.fields == row.fields);
        });
        require(rows == 1);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto is_end = [](char c) { return c == '\n' || c == '\r'; };
    const auto lines = static_cast<std::size_t>(std::ranges::count_if(text, is_end)) + 1;
    check_rows(text, lines);
    try {
        const auto recipients = usher::desk::read_csv_recipients(text);
        for (const auto& recipient : recipients.recognised) {
            require(usher::invitation::email_key(recipient.email).has_value());
            require(recipient.line <= lines);
        }
        for (const auto& row : recipients.not_recognised)
            require(row.line <= lines && !row.reason.empty());
    } catch (const usher::invitation::Problem&) {
        // A file that is refused as a whole.
    }
    return 0;
}
