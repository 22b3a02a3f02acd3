// Rows of table `person` as values: for every SELECT that makes one.
#pragma once

#include "store/people.hpp"

#include <cstddef>

namespace usher::store {

/// `p` is the table's alias.
inline constexpr const char* person_columns =
    "p.user_id, p.source, p.organization_role, p.permissions, p.locale, p.submitted_profile, "
    "p.profile_note, p.terms_accepted_at, p.sms_consent_at, p.sms_consent_by";
inline constexpr std::size_t person_column_count = 10;

[[nodiscard]] Person read_person(const Row& row);

}  // namespace usher::store
