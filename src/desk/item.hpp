// What the items of the admin API share.
#pragma once

#include "store/database.hpp"
#include "usher/scim/json.hpp"

namespace usher::desk {

/// JSON null for what the database has no value of.
[[nodiscard]] scim::Json text_or_null(const store::Value& text);

}  // namespace usher::desk
