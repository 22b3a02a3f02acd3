// Habits in objects of attributes: bodies of POST and PUT, and their parts.
#pragma once

#include "scim/habits.hpp"

#include <optional>

namespace usher::scim {

/// Rewrites the body of a POST or PUT in place.
void adapt_body(Json& body, const habits::Context& context);

/// Rewrites the values of `attributes`, an object of attributes of `schema`, and drops unknown
/// nulls.
void adapt_attributes(Json& attributes, const Schema& schema, const habits::Context& context);

/// Where a key belongs that names no attribute of the base schema by itself: an extension's
/// attribute without its URN, or a path. nullopt if the dialect does not read such keys; reports
/// the habit otherwise.
[[nodiscard]] std::optional<BoundPath> misplaced(
    const std::string& key, const habits::Context& context
);

}  // namespace usher::scim
