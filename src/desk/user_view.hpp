// A user as the admin API shows them (api.md, GET /users): the fields of the form, and what the
// desk knows beside them.
#pragma once

#include "desk/office.hpp"
#include "store/resources.hpp"
#include "store/user_facts.hpp"
#include "store/user_list.hpp"
#include "usher/scim/json.hpp"

#include <string>
#include <vector>

namespace usher::desk {

/// Items for `users`, in their order; a few statements however many they are. `actions` of each are
/// what `caller` may do to it now.
[[nodiscard]] scim::Json view_users(
    store::Session& session,
    const Caller& caller,
    base::Time now,
    const std::vector<store::StoredResource>& users
);

/// One of them.
[[nodiscard]] scim::Json view_user(
    store::Session& session, const Caller& caller, base::Time now, const store::StoredResource& user
);

/// As above, looked up. Throws Problem not_found for one that is not there or that `caller` may not
/// see.
[[nodiscard]] scim::Json show_user(
    const Office& office, const Caller& caller, const std::string& id
);

/// A deleted user: status and groups are gone, deleted_at is set.
[[nodiscard]] scim::Json view_deleted_user(const Caller& caller, const store::DeletedUser& user);

/// The status as SQL, for lists.
[[nodiscard]] store::StatusSql status_sql();

}  // namespace usher::desk
