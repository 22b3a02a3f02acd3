// Invitations and invitation requests as lists of the admin API.
#pragma once

#include "store/listing.hpp"
#include "store/user_list.hpp"

namespace usher::store {

/// Rows are invitation_columns. Texts use `:organization`, `:now`, and `:viewer` for managed_teams.
/// `state` is exact at `:now`.
[[nodiscard]] ListSource invitation_list(UserScope scope);

/// Rows are request_columns.
[[nodiscard]] ListSource request_list();

}  // namespace usher::store
