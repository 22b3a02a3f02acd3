// One SQL text for both databases: what of it differs is a handful of tokens.
//
//   token         PostgreSQL            SQLite          for
//   $TEXT         text COLLATE "C"      text            columns: text that orders by bytes
//   $INTEGER      bigint                integer         columns and casts
//   $CLUSTERED    (nothing)             WITHOUT ROWID   tables that lie in their key's order
//   $FOR_UPDATE   FOR UPDATE            (nothing)       rows that this unit of work will change
//   $SKIP_LOCKED  SKIP LOCKED           (nothing)       after $FOR_UPDATE: leaves out what others
//   hold $POSITION     strpos                instr           $POSITION(text, part): from 1; 0:
//   absent $AMONG        = ANY (ARRAY(         IN (            id $AMONG SELECT ... $END_AMONG: the
//   $END_AMONG    ))                    )               sub-select is run first, then ids looked up
//
// Values travel as text. Beside a column they take its type on both databases; where no column
// says what is meant, write CAST(:n AS $INTEGER) or CAST(:t AS text): SQLite would compare a
// number with a text by type, PostgreSQL would refuse to guess.
#pragma once

#include "store/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

/// A statement as SOCI takes it for one database: parameters by position, in the order of `names`.
struct DialectSql {
    std::string text;
    std::vector<std::string> names;
};

/// Replaces tokens and numbers the `:name` parameters; a name that occurs again keeps its number.
/// Quoted text and `::` casts stay as they are, comments go. Throws std::logic_error for a token
/// that is not in the table.
[[nodiscard]] DialectSql in_dialect(std::string_view sql, Kind kind);

}  // namespace usher::store
