// Habits in filters and in the paths of PATCH.
#pragma once

#include "scim/habits.hpp"

namespace usher::scim {

/// How filters are read under the context's dialect.
[[nodiscard]] FilterSyntax syntax_for(const habits::Context& context);

/// Puts the URN into `path` where the dialect takes an extension's attribute without it, and puts
/// a misspelt URN right; whether anything changed.
bool adapt_path(AttributePath& path, const habits::Context& context);

/// Rewrites what compares attributes of a resource; whether anything changed.
bool adapt_comparisons(Filter& filter, const habits::Context& context);

/// The same for what stands in brackets after `attribute`: its sub-attributes are compared.
bool adapt_selection(Filter& filter, const Attribute& attribute, const habits::Context& context);

}  // namespace usher::scim
