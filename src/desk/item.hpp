// Text that may be absent, in JSON: of the admin API's items, and of what the desk keeps as JSON.
#pragma once

#include "store/database.hpp"
#include "usher/scim/json.hpp"

namespace usher::desk {

/// JSON null for what the database has no value of.
[[nodiscard]] scim::Json text_or_null(const store::Value& text);

/// The other way round, of a text that was kept as JSON.
[[nodiscard]] store::Value text_or_absent(const scim::Json& json);

}  // namespace usher::desk
