// The list of a directory's requests (store/listing.hpp).
#pragma once

#include "store/listing.hpp"

namespace usher::store {

/// Of the directory `:directory`. Rows are those of read_directory_request(), without bodies.
[[nodiscard]] const ListSource& request_log_list();

}  // namespace usher::store
