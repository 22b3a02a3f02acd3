// Makes the identity keys of users who wait for them (store/unkeyed_users.hpp): after the upgrade
// of a database from before there were keys, and when what keys mean has changed.
#pragma once

#include "store/database.hpp"

#include <cstddef>

namespace usher::invitation {

/// Works the list off in small units of work, so that what stopped half-way goes on; several
/// programs may do it at once. Returns how many users it gave keys. Nothing to do costs one look.
std::size_t make_missing_keys(store::Database& database);

}  // namespace usher::invitation
