// Fresh databases, so that one test runs on both kinds:
//
//   const auto kind = GENERATE(Kind::sqlite, Kind::postgresql);
//   store::Database database({.url = fresh_database_url(kind)}, clock);
#pragma once

#include "store/database.hpp"

#include <string>

namespace usher::test {

using store::Kind;

enum class Contents { empty, migrated };

/// The URL of a database that nobody else uses. It is deleted when the program ends.
[[nodiscard]] std::string fresh_database_url(Kind kind, Contents contents = Contents::migrated);

}  // namespace usher::test
