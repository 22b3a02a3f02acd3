// Filters over a list's fields as SQL conditions (listing.hpp). Each condition is true or false,
// never NULL, so that negation means negation.
#pragma once

#include "store/binder.hpp"
#include "store/listing.hpp"

#include <string>

namespace usher::store {

/// The field of that name; nullptr if the list has none.
[[nodiscard]] const ListField* find_field(const ListSource& source, std::string_view name);

/// Throws scim::Error::invalid_filter naming what does not fit.
[[nodiscard]] std::string list_condition(
    const scim::Filter& filter, const ListSource& source, Binder& binder
);

}  // namespace usher::store
