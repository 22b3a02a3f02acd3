#include "desk/csv.hpp"

#include <algorithm>
#include <array>
#include <csv.h>
#include <memory>
#include <stdexcept>
#include <utility>

namespace usher::desk {

namespace {

constexpr std::string_view formula_starts = "=+-@\t\r\n";

/// Whether a spreadsheet would look into it, or whether it is guarded as if.
bool is_guarded_or_formula(std::string_view cell) {
    const auto first = cell.find_first_not_of('\'');
    return first != std::string_view::npos &&
           formula_starts.find(cell[first]) != std::string_view::npos;
}

std::string without_guard(std::string cell) {
    if (cell.starts_with('\'') && is_guarded_or_formula(cell)) cell.erase(0, 1);
    return cell;
}

struct FreeParser {
    void operator()(csv_parser* parser) const { csv_free(parser); }
};

/// What the library calls back into. Nothing may be thrown through its frames.
class Rows {
  public:
    static void field(void* bytes, std::size_t size, void* self) noexcept {
        auto& row = static_cast<Rows*>(self)->row_;
        if (row.size++ < most_csv_fields) {
            row.fields.push_back(without_guard({static_cast<const char*>(bytes), size}));
        }
    }

    static void row(int /*end*/, void* self) noexcept { static_cast<Rows*>(self)->ended_ = true; }

    /// Whether a row has ended since the last time; then it is take()n.
    [[nodiscard]] bool ended() { return std::exchange(ended_, false); }

    [[nodiscard]] CsvRow take() { return std::exchange(row_, {}); }

  private:
    CsvRow row_;
    bool ended_ = false;
};

/// A line with its end: LF, CR or CRLF.
std::string_view take_line(std::string_view& text) {
    auto end = text.find_first_of("\r\n");
    if (end == std::string_view::npos) {
        end = text.size();
    } else {
        end += text.substr(end).starts_with("\r\n") ? 2 : 1;
    }
    const auto line = text.substr(0, end);
    text.remove_prefix(end);
    return line;
}

void require(bool fine) {
    if (!fine) throw std::runtime_error("libcsv ran out of memory");
}

bool is_blank(std::string_view line, char delimiter) {
    return std::ranges::all_of(line, [&](char c) {
        return c != delimiter && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
    });
}

}  // namespace

char csv_delimiter(std::string_view text) {
    constexpr std::array candidates{',', ';', '\t'};
    std::array<std::size_t, candidates.size()> counts{};
    bool quoted = false;
    for (const char c : take_line(text)) {
        if (c == '"') quoted = !quoted;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (!quoted && c == candidates.at(i)) ++counts.at(i);
        }
    }
    const auto most = std::ranges::max_element(counts);
    return candidates.at(static_cast<std::size_t>(most - counts.begin()));
}

void read_csv(
    std::string_view text, char delimiter, const std::function<void(CsvRow&&)>& each_row
) {
    csv_parser state;
    require(csv_init(&state, 0) == 0);
    const std::unique_ptr<csv_parser, FreeParser> parser(&state);
    csv_set_delim(parser.get(), static_cast<unsigned char>(delimiter));
    Rows rows;
    std::size_t number = 0;
    std::size_t begun = 0;  // the line on which the row at hand begins; 0: there is none
    const auto hand_on = [&](bool unclosed) {
        CsvRow row = rows.take();
        row.line = std::exchange(begun, 0);
        row.unclosed = unclosed;
        each_row(std::move(row));
    };
    // A line at a time: the library does not tell on which line a row stands.
    while (!text.empty()) {
        const auto line = take_line(text);
        ++number;
        if (begun == 0 && is_blank(line, delimiter)) continue;
        if (begun == 0) begun = number;
        const auto read =
            csv_parse(parser.get(), line.data(), line.size(), Rows::field, Rows::row, &rows);
        require(read == line.size());
        if (rows.ended()) hand_on(false);
    }
    // Strict only here: elsewhere a quotation mark in an odd place is a letter.
    csv_set_opts(parser.get(), CSV_STRICT | CSV_STRICT_FINI);
    const bool unclosed = csv_fini(parser.get(), Rows::field, Rows::row, &rows) != 0;
    if (rows.ended() || unclosed) hand_on(unclosed);
}

std::string csv_row(std::span<const std::string> cells) {
    std::string row;
    for (const std::string& cell : cells) {
        const std::string guarded = is_guarded_or_formula(cell) ? "'" + cell : cell;
        std::string quoted(2 * guarded.size() + 2, '\0');
        quoted.resize(csv_write(quoted.data(), quoted.size(), guarded.data(), guarded.size()));
        if (!row.empty()) row += ',';
        row += quoted;
    }
    return row + "\r\n";
}

}  // namespace usher::desk
