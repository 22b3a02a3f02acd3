// A directory as the API shows and takes it.
#pragma once

#include "base/clock.hpp"
#include "desk/directories.hpp"
#include "store/directories.hpp"
#include "store/directory_requests.hpp"

namespace usher::desk {

/// `directory` with `change`. Throws Problem with everything that does not fit.
void apply(store::Directory& directory, const DirectoryChange& change);

/// The item: the record with its policies, valid tokens, counts and health.
[[nodiscard]] scim::Json directory_item(
    store::Session& session,
    const Office& office,
    const std::string& organization_id,
    const store::DirectoryRecord& record
);

[[nodiscard]] scim::Json request_item(const store::DirectoryRequest& request, bool with_bodies);

/// The names of what differs, for the event.
[[nodiscard]] scim::Json changed_parts(
    const store::Directory& before, const store::Directory& after
);

}  // namespace usher::desk
