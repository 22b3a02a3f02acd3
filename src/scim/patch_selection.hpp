// PATCH on the values that a path's brackets select (RFC 7644 §3.5.2; rows H11, H13, H14, H20,
// H21).
#pragma once

#include "scim/patch_editor.hpp"
#include "usher/scim/patch.hpp"

#include <span>

namespace usher::scim {

/// Carries out `operation`, which has a selection, on the values of `slot` that match it; makes one
/// where `add` finds none and the selection says what it would be.
void apply_to_selection(const PatchOperation& operation, const Slot& slot, Editor& editor);

/// Carries out `operation` on `elements` of the list in `slot`: on the sub-attribute that its path
/// names, or on the whole values.
void apply_to_elements(
    const PatchOperation& operation,
    const Slot& slot,
    std::span<Json* const> elements,
    Editor& editor
);

}  // namespace usher::scim
