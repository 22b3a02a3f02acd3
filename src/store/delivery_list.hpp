// The list of a webhook's deliveries (store/listing.hpp).
#pragma once

#include "store/listing.hpp"

namespace usher::store {

/// Of the webhook `:webhook`. Rows are those of read_delivery().
[[nodiscard]] const ListSource& delivery_list();

}  // namespace usher::store
