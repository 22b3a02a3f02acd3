// The terms of an invitation in a request's body: groups, organization role, channels, time to
// live.
#pragma once

#include "desk/invitations.hpp"
#include "http/api/fields.hpp"

#include <vector>

namespace usher::http {

/// `groups: [{id, role}]`; what is wrong is noted in `fields`.
[[nodiscard]] std::vector<store::PromisedGroup> read_groups(FieldReader& fields);

/// `groups`, `organization_role`, `channels`, `ttl_hours`, `locale`.
[[nodiscard]] desk::InvitationTerms read_terms(FieldReader& fields);

}  // namespace usher::http
