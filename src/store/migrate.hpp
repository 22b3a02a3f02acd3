// The schema's way forward. Migrations are never edited once released and never undone.
#pragma once

#include "store/database.hpp"

#include <stdexcept>

namespace usher::store {

/// The database is not one that this program may use: newer than it, or with another history.
class MigrationRefused : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Applies what is missing, all or nothing; several processes may call it at once. Throws
/// MigrationRefused, Unavailable or StatementFailed.
void migrate(Database& database);

/// Whether migrate() would have nothing to do. Throws as it does.
[[nodiscard]] bool migrations_current(Database& database);

}  // namespace usher::store
