// PATCH (RFC 7644 §3.5.2): reading the message, and applying it to a document.
//
// Pure and atomic: operations are applied to a copy in order, and on Error nothing has changed.
// What cannot be told from the document alone stays outside: members of a group are rows (see
// directory/groups), unique values belong to the store.
#pragma once

#include "usher/scim/filter.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <optional>
#include <span>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::scim {

enum class PatchVerb { add, remove, replace };

/// One operation with its path looked up. Without a path, `target` is empty and `value` is an
/// object of attributes (extension attributes under their URN, or with a URN-qualified key).
struct PatchOperation {
    PatchVerb verb = PatchVerb::add;
    std::optional<BoundPath> target;
    std::vector<BoundFilter> selection;          ///< the filter in the path's brackets: none or one
    std::optional<Filter> selection_as_written;  ///< the same, as parsed
    Json value;                                  ///< null if there was none
};

/// Reads a PatchOp message. Names and verbs count in any letter case (H02).
///
/// Throws Error::invalid_syntax for a message without its schema URN or without an operation (H01),
/// and for unknown verbs; Error::no_target for `remove` without a path (H12); Error::invalid_path
/// for malformed or unknown paths (H05); Error::invalid_filter for a bad filter in one (H22);
/// Error::invalid_value for add and replace without a value, and for a path-less value that is no
/// object. An operation without a path stays one operation. A path that is a whole schema URN means
/// that schema's attributes: add and replace become path-less, remove one removal per attribute.
[[nodiscard]] std::vector<PatchOperation> parse_patch(
    const Json& message, const ResourceType& type
);

/// Returns `document` (see validate.hpp; no id, no meta) after all operations, in order, settled.
/// Pure: on Error nothing has changed. A result equal to `document` means that nothing happened
/// (R05, E04); key order does not count.
///
/// - add: appends to multi-valued attributes; an equal value is no change (H08), and one that is
///   known by (type, value) takes over what else is said about it (R12). Merges complex attributes
///   (H09), sets an immutable one once (H10). With a selection: merges into, or sets the
///   sub-attribute of, every value that matches; where none matches and the selection is a
///   conjunction of `eq`, a value with those parts is made (what Entra's default mappings need,
///   EN7), otherwise Error::no_target.
/// - replace: swaps multi-valued attributes (H19), merges complex ones (H18), acts as add where
///   absent (H17). With a selection: as add does on what matches (H20), so that parts not named
///   stay; no match is Error::no_target (H21).
/// - remove: the attribute, the selected values, or a sub-attribute of them (H13, H14). A selection
///   that matches nothing is no change. A `value` on remove of a multi-valued attribute removes
///   only the equal values (by `value`, and by `type` where the request has one, EN5); an empty
///   list removes none.
/// - A value of null, "" or [] unassigns on replace, and on add to a single-valued attribute; {}
///   changes nothing.
/// - Values of `type.members` are told apart by `value` alone: adding a member again is no change.
/// - A new `primary: true` makes the others false (H11); two at once are Error::invalid_value.
/// - readOnly targets are Error::mutability (H23), immutable ones too once set; inside path-less
///   values and complex ones, readOnly attributes are ignored (`id`, `meta`, OK7). An attribute
///   that no schema defines is Error::invalid_syntax there.
/// - `schemas` as a path or in a path-less value: naming the type's URNs is allowed and without
///   effect by itself; removing an extension's URN removes its attributes (H24).
/// - Error::payload_too_large if the operations would compare millions of values.
[[nodiscard]] Json apply_patch(
    Json document, std::span<const PatchOperation> operations, const ResourceType& type
);

}  // namespace usher::scim
