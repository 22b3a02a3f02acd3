// The CSV file of people to invite: one table of columns, from which the template, the reading and
// the docs are made. Pure.
//
// The first row names the columns, in any order and case ("Given name" is given_name); `email` must
// be among them. A file with a wrong header is refused as a whole, as every row would be; otherwise
// each row has its verdict, with the line on which it begins. A row may end early: what is missing
// is empty. Line ends and tabs within a field become spaces.
#pragma once

#include "desk/recipients.hpp"

#include <span>
#include <string>
#include <string_view>

namespace usher::desk {

struct CsvColumn {
    std::string_view name;
    std::string_view meaning;                      ///< for the docs
    std::string RecipientEntry::*field = nullptr;  ///< nullptr: `groups`, separated by '|'
};

[[nodiscard]] std::span<const CsvColumn> csv_columns();

/// The header row.
[[nodiscard]] std::string csv_template();

/// A field longer than this is refused.
inline constexpr std::size_t longest_csv_field = 1024;

/// `text` may begin with a byte order mark. Throws Problem: validation_failed with each wrong
/// column ("/columns/2"), or for UTF-16; payload_too_large for too many rows.
[[nodiscard]] Recipients read_csv_recipients(std::string_view text);

}  // namespace usher::desk
