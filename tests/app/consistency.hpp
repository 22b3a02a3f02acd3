// Whether a database is as acknowledged writes made it, and nothing in it is half-done.
#pragma once

#include "store/database.hpp"
#include "tests/app/load.hpp"

#include <map>
#include <string>

namespace usher::test {

/// Checks that every acknowledged write of `users` is there, and that each user exists once at
/// most.
void check_kept(store::Database& database, const std::map<std::string, Acknowledged>& users);

/// Checks, for all resources: the index rows are those of the document, and the events are one for
/// the creation and one for each version after it. Nothing was ever deleted.
void check_whole(store::Database& database);

}  // namespace usher::test
