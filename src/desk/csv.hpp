// CSV as spreadsheets write it (RFC 4180 and its dialects), read and written through libcsv.
//
// Reading: rows end with LF, CR or CRLF, fields may be quoted and then hold line ends; blank lines
// are no rows; spaces around an unquoted field are dropped. Nothing is ever evaluated. Writing: a
// cell that a spreadsheet would take for a formula is guarded with an apostrophe (OWASP, "CSV
// Injection"), which reading takes off again, so that what was written is what is read.
// Pure; memory is proportional to one row.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace usher::desk {

/// A row with more fields than this keeps only the first of them.
inline constexpr std::size_t most_csv_fields = 64;

struct CsvRow {
    std::size_t line = 0;  ///< on which it begins, from 1
    std::size_t size = 0;  ///< how many fields it has
    std::vector<std::string> fields;
    bool unclosed = false;  ///< the text ended within quotes
};

/// The delimiter that the first row uses: of `,` `;` and tab the one most often outside quotes.
[[nodiscard]] char csv_delimiter(std::string_view text);

/// Calls `each_row` for each row of `text`. What that throws ends the reading.
void read_csv(std::string_view text, char delimiter, const std::function<void(CsvRow&&)>& each_row);

/// One row of guarded, quoted cells, ended by CRLF.
[[nodiscard]] std::string csv_row(std::span<const std::string> cells);

}  // namespace usher::desk
