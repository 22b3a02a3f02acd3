#include "desk/csv_recipients.hpp"

#include "base/text.hpp"
#include "desk/csv.hpp"
#include "invitation/problem.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace usher::desk {

namespace {

using invitation::FieldProblem;
using invitation::Problem;

constexpr std::array columns{
    CsvColumn{"email",       "the address that is invited (required)",        &RecipientEntry::email      },
    CsvColumn{"given_name",  "first name",                                    &RecipientEntry::given_name },
    CsvColumn{"family_name", "last name",                                     &RecipientEntry::family_name},
    CsvColumn{"user_name",   "default: proposed from the address",            &RecipientEntry::user_name  },
    CsvColumn{"title",       "position",                                      &RecipientEntry::title      },
    CsvColumn{"department",  "area",                                          &RecipientEntry::department },
    CsvColumn{"mobile",      "mobile phone",                                  &RecipientEntry::mobile     },
    CsvColumn{"code",        "employee code, unique in the organization",     &RecipientEntry::code       },
    CsvColumn{"manager",     "e-mail address or code of whom they report to", &RecipientEntry::manager    },
    CsvColumn{"groups",      "names or ids, separated by |",                  nullptr                     },
    CsvColumn{"role",        "in each of the groups",                         &RecipientEntry::role       },
    CsvColumn{"time_zone",   "IANA name, such as Europe/Madrid",              &RecipientEntry::time_zone  },
    CsvColumn{"locale",      "language of the invitation: en, es",            &RecipientEntry::locale     },
};

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view readable(std::string_view text) {
    const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
                       text.substr(0, 4).find('\0') != std::string_view::npos;
    if (utf16) {
        throw Problem::invalid(
            "", "not_utf8", "the file is UTF-16: save it as CSV UTF-8, then upload it again"
        );
    }
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    return text;
}

/// "Given name" → "givenname": as columns are compared.
std::string plain(std::string_view name) {
    std::string letters;
    std::ranges::copy_if(base::ascii_lower(name), std::back_inserter(letters), [](char c) {
        return c != ' ' && c != '_' && c != '-';
    });
    return letters;
}

const CsvColumn* find_column(std::string_view name) {
    const auto* const found = std::ranges::find_if(columns, [&](const CsvColumn& column) {
        return plain(column.name) == plain(name);
    });
    return found == columns.end() ? nullptr : found;
}

using Header = std::vector<const CsvColumn*>;

/// `field` for a message.
std::string quoted_name(std::string_view field) {
    return base::valid_utf8(field) ? std::string(field.substr(0, 60)) : "(not UTF-8)";
}

Header read_header(const CsvRow& row) {
    Header header;
    std::vector<FieldProblem> wrong;
    const auto add = [&](std::string pointer, std::string code, std::string detail) {
        wrong.push_back({std::move(pointer), std::move(code), std::move(detail)});
    };
    for (const std::string& field : row.fields) {
        const std::string pointer = "/columns/" + std::to_string(header.size());
        const CsvColumn* column = find_column(field);
        if (column == nullptr) {
            add(pointer, "unknown_column", "there is no column \"" + quoted_name(field) + "\"");
        } else if (std::ranges::count(header, column) > 0) {
            add(pointer, "duplicate_column", std::string(column->name) + " is there twice");
        }
        header.push_back(column);
    }
    if (row.size > columns.size()) {
        add("/columns", "too_many_columns", std::to_string(row.size) + " columns");
    }
    if (std::ranges::count(header, &columns.front()) == 0) {
        add("/columns",
            "missing_column",
            "the first row names the columns, email among them: see template.csv");
    }
    if (!wrong.empty()) throw Problem(std::move(wrong));
    return header;
}

/// Line ends and tabs as spaces, one for each run.
std::string on_one_line(const std::string& field) {
    std::string text;
    for (const char c : field) {
        const bool breaks = c == '\n' || c == '\r' || c == '\t';
        if (!breaks) text += c;
        if (breaks && !text.ends_with(' ')) text += ' ';
    }
    return std::string(base::trimmed(text));
}

std::vector<std::string> names_in(std::string_view groups) {
    std::vector<std::string> names;
    while (!groups.empty()) {
        const auto end = std::min(groups.find('|'), groups.size());
        const auto name = base::trimmed(groups.substr(0, end));
        if (!name.empty()) names.emplace_back(name);
        groups.remove_prefix(std::min(end + 1, groups.size()));
    }
    return names;
}

/// What makes `field` unfit, for the reader.
std::optional<std::string> flaw_of(const std::string& field) {
    if (field.size() > longest_csv_field) return "is too long";
    if (!base::valid_utf8(field)) return "is not UTF-8: save the file as CSV UTF-8";
    const bool has_control = std::ranges::any_of(field, [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') ||
               c == 0x7F;
    });
    if (has_control) return "holds a control character";
    return std::nullopt;
}

std::optional<std::string> flaw_of(const CsvRow& row, const Header& header) {
    if (row.unclosed) return "a quotation mark is opened and never closed";
    if (row.size > header.size()) {
        return "the row has " + std::to_string(row.size) + " fields, the header " +
               std::to_string(header.size());
    }
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        if (const auto flaw = flaw_of(row.fields[i])) {
            return std::string(header[i]->name) + ' ' + *flaw;
        }
    }
    return std::nullopt;
}

std::string shown(const CsvRow& row) {
    const bool sound = !row.fields.empty() && base::valid_utf8(row.fields.front());
    return sound ? on_one_line(row.fields.front()) : std::string();
}

RecipientEntry recipient_of(const CsvRow& row, const Header& header) {
    RecipientEntry recipient{.line = row.line};
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        std::string text = on_one_line(row.fields[i]);
        if (header[i]->field == nullptr) {
            recipient.groups = names_in(text);
        } else {
            recipient.*(header[i]->field) = std::move(text);
        }
    }
    return recipient;
}

}  // namespace

std::span<const CsvColumn> csv_columns() {
    return columns;
}

std::string csv_template() {
    std::vector<std::string> names;
    for (const CsvColumn& column : columns)
        names.emplace_back(column.name);
    return csv_row(names);
}

Recipients read_csv_recipients(std::string_view text) {
    text = readable(text);
    RecipientList list;
    Header header;
    const auto read_row = [&](CsvRow&& row) {
        if (header.empty()) {
            header = read_header(row);
        } else if (const auto flaw = flaw_of(row, header)) {
            list.refuse(row.line, shown(row), validation_failed, *flaw);
        } else {
            list.add(recipient_of(row, header));
        }
    };
    read_csv(text, csv_delimiter(text), read_row);
    if (header.empty()) read_header({});
    return list.take();
}

}  // namespace usher::desk
