// Habits in PATCH messages.
#pragma once

#include "scim/habits.hpp"

namespace usher::scim {

/// Rewrites the operations of a PatchOp message in place; what is no such message is left alone.
void adapt_operations(Json& message, const habits::Context& context);

}  // namespace usher::scim
