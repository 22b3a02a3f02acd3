// Addresses as people paste them: one a line, or with commas or semicolons between them, from a
// mail program, a spreadsheet or a chat. Pure; linear in the length.
//
// - An entry ends at a comma, a semicolon or the line's end (LF, CR or CRLF). Empty entries count
//   for nothing. A comma within "quotes" that open an entry ends none.
// - `Ada Lovelace <ada@example.org>` and `"Lovelace, Ada" <ada@example.org>` carry a name. The
//   first word is the given name and the rest the family name, unless a comma says otherwise.
// - Spaces around an entry are dropped, those that cannot be seen too. Spaces within one separate
//   addresses if each word has an @; otherwise they are a mistake, and it is said.
#pragma once

#include "desk/recipients.hpp"

#include <string_view>

namespace usher::desk {

/// Throws Problem: validation_failed for text that is not UTF-8, payload_too_large for too many
/// entries.
[[nodiscard]] Recipients read_pasted(std::string_view text);

}  // namespace usher::desk
