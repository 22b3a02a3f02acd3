// Everything that a database holds, as text: for tests of what must not be in it.
#pragma once

#include "store/database.hpp"

#include <cstddef>
#include <set>
#include <string>

namespace usher::test {

/// Every value of every column of every table.
[[nodiscard]] std::set<std::string> whole_store(store::Database& database);

/// How many rows `table` has.
[[nodiscard]] std::size_t count_rows(store::Database& database, const std::string& table);

}  // namespace usher::test
